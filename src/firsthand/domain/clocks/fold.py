"""What is known of a subject while its events are read one after the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.domain.clocks.kinds import ClockState
from firsthand.domain.clocks.pauses import Pause
from firsthand.domain.clocks.promises import End, LaidTerms, Promise
from firsthand.domain.clocks.terms import Terms, TermsOf
from firsthand.domain.events.clocks import Baseline, TermsChanged
from firsthand.domain.events.conversation import (
    Answer,
    Begun,
    CarriedClock,
    NothingToAnswer,
    PromiseId,
    Received,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
    Wait,
    Waiting,
)
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.held import HeldClocksTaken
from firsthand.domain.events.tickets import (
    ClocksCarried,
    KindConfirmed,
    MergedAway,
    MergedIn,
    NotARequest,
    Reclassified,
    SeveritySet,
    StatusChanged,
    TopicSet,
)
from firsthand.domain.sentences import Name, Sentence, say

_DECIDES = (KindConfirmed, Reclassified, SeveritySet, TopicSet)


@dataclass(kw_only=True, slots=True)
class Fold:
    """A subject so far, as it was known then. `gone` are the events that never happened, `counted` the replies that
    count. Of replies: `marked` says whether they count by the newest mark, `failed` which event reported last that they
    did not arrive, `doubted` which event said last that they are no answer, `left` when they first left to arrive.
    `undelivered_at`: since then it is known that our last word did not arrive, and nobody did anything about it."""

    terms_of: TermsOf
    gone: frozenset[int] = frozenset()
    marked: Mapping[int, bool] = field(default_factory=dict)
    failed: Mapping[int, int] = field(default_factory=dict)
    doubted: Mapping[int, int] = field(default_factory=dict)
    left: dict[int, datetime] = field(default_factory=dict)
    never_pauses: frozenset[str] = frozenset()
    promises: list[Promise] = field(default_factory=list)
    statuses: list[Wait] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    counted: list[Answer] = field(default_factory=list)
    status: str = "new"
    phase: str = "open"
    decision: int | None = None
    merged: End | None = None
    undelivered_at: datetime | None = None

    # What the rules of the kinds use

    def open_of(self, *kinds: str) -> list[Promise]:
        """The promises of these kinds that somebody still has to keep."""
        return [one for one in self.promises if one.kind in kinds and one.is_open]

    def start(
        self, kind: str, *, by: int, at: datetime, message: int | None = None, waits: tuple[Wait, ...] = ()
    ) -> Promise:
        """Start a promise; its terms are those of the newest decision."""
        promise = Promise(kind=kind, started_by=by, started_at=at, message=message, waits=waits)
        self.promises.append(promise)
        self._lay(promise, self.decision)
        return promise

    def end_open(self, kind: str, event: Happened, *, state: ClockState, why: Sentence) -> None:
        """Every promise of a kind that somebody still has to keep ends by an event."""
        for promise in self.open_of(kind):
            promise.end = End(state=state, at=event.at, by=event.id, why=why)

    # What every subject has in common

    def learn(self, event: Happened) -> None:
        """Take in what the book was asked on an event's occasion: its answer holds, even if the event never
        happened."""
        if event.decision is not None and not isinstance(event.payload, TermsChanged):
            self.decision = event.decision

    def hear(self, event: Happened) -> None:
        """Take in what an event says of status and of promises of other subjects."""
        payload = event.payload
        match payload:
            case Baseline():
                self._begin(payload, event)
            case ReplyLeft():
                self._left(payload.reply, event)
                self._grant(payload.answer, event)
            case ReplyMarked():
                self._grant(payload.answer, event)
            case StatusChanged():
                self._set_status(payload.to, payload.phase, event)
            case Received() | Begun():
                self.statuses.append(Wait(status=self.status, phase=self.phase, from_at=event.at, evidence=event.id))
            case MergedAway():
                self.carry(event, to=payload.ticket, these=payload.carried, others=True)
            case NotARequest():
                self.end_all(event, why=say("not a request: {what}", what=Name(payload.as_)))
            case _:
                pass
        if isinstance(payload, Received | MergedIn | ClocksCarried | HeldClocksTaken):
            self._adopt(payload.carried, event)
        self._hear_of_delivery(event)

    def answers_by(self, answers: Iterable[Answer], event: Happened) -> list[Answer]:
        """Of answers that `event` brought from another subject, those that still count; one that was reported since as
        not delivered has not left yet."""
        return [
            replace(one, left_at=None) if event.id < self.failed.get(one.event, 0) else one
            for one in answers
            if one.event not in self.gone and self.marked.get(one.event, True)
        ]

    def carry(self, event: Happened, *, to: int, these: tuple[PromiseId, ...], others: bool = False) -> None:
        """What went to another ticket goes on there, whatever became known since; of `others`, what is owed."""
        end = End(state=ClockState.cancelled, at=event.at, by=event.id, why=say("goes on at #{number}", number=to))
        self.merged = end if others else self.merged
        for promise in self.promises:
            if promise.id in these or (others and promise.end is None and self._may_be_owed(promise, event)):
                promise.carried = promise.carried or end

    def _may_be_owed(self, promise: Promise, event: Happened) -> bool:
        """Whether it was owed at that event, or somebody said so afterwards, whatever is said of its answers now."""
        left = (one.event for one in promise.answers if one.left_at is not None)
        return all(self.doubted.get(reply, 0) > event.id for reply in left)

    def end_all(self, event: Happened, *, why: Sentence, kinds: tuple[str, ...] | None = None) -> None:
        """A named act ends what is still owed; an answer that is on its way may yet keep it."""
        for promise in self.promises:
            if promise.is_open and (kinds is None or promise.kind in kinds):
                promise.end = End(state=ClockState.cancelled, at=event.at, by=event.id, why=why)

    def lay_terms(self, event: Happened) -> None:
        """Other terms for what is open: decided again by a person, or changed by the book."""
        payload = event.payload
        if isinstance(payload, TermsChanged):
            for promise in self.promises:
                if promise.kind == payload.clock and promise.started_by == payload.promise:
                    self._lay(promise, event.decision, event, starts_at=payload.starts_at)
        elif isinstance(payload, _DECIDES) and event.decision is not None:
            for promise in self.promises:
                self._lay(promise, event.decision, event)

    def pauses_of(
        self, promise: Promise, terms: Terms, *, until: datetime | None = None, begun_by: datetime | None = None
    ) -> tuple[Pause, ...]:
        """The spans in which a clock on these terms stands still, up to `until`, as `Promise.pauses` has them."""
        if promise.kind in self.never_pauses:
            return ()
        return promise.pauses(terms, self.statuses, until=until, begun_by=begun_by)

    def _hear_of_delivery(self, event: Happened) -> None:
        """Our last word did not arrive until somebody writes again, sends it again, or says where the ticket stands."""
        match event.payload:
            case ReplyNotDelivered(reply=reply) if reply in self.gone:
                self.undelivered_at = event.at
            case MergedIn(undelivered_at=datetime() as since):
                self.undelivered_at = since
            case Replied() | NothingToAnswer() | NotARequest() | MergedAway() | StatusChanged(cause="person"):
                self.undelivered_at = None
            case _:
                pass

    def _begin(self, payload: Baseline, event: Happened) -> None:
        self.promises, self.statuses, self.waiting = [], [], list(payload.waiting)
        self.status, self.phase = payload.status, payload.phase
        for carried in payload.clocks:
            self._adopt((replace(carried, started_by=event.id),), event)
        self.statuses.append(Wait(status=payload.status, phase=payload.phase, from_at=event.at, evidence=event.id))

    def _set_status(self, status: str, phase: str, event: Happened) -> None:
        if self.statuses and self.statuses[-1].to_at is None:
            last = self.statuses[-1]
            self.statuses[-1] = replace(last, to_at=max(last.from_at, event.at))
        self.status, self.phase = status, phase
        self.statuses.append(Wait(status=status, phase=phase, from_at=event.at, evidence=event.id))

    def _grant(self, answer: Answer | None, event: Happened) -> None:
        """A reply on another subject answers what came here from there since."""
        for one in self.answers_by((answer,) if answer is not None else (), event):
            for promise in self.promises:
                if promise.may_take(one):
                    promise.answers.append(one)

    def _left(self, reply: int, event: Happened) -> None:
        """A reply left: from now on it is an answer. What left before it was reported as not delivered did not."""
        if event.id < self.failed.get(reply, 0):
            return
        at = self.left.setdefault(reply, event.at)
        for answers in (self.counted, *(promise.answers for promise in self.promises)):
            for number, one in enumerate(answers):
                if one.event == reply:
                    answers[number] = replace(one, left_at=one.left_at or at)

    def _adopt(self, carried: tuple[CarriedClock, ...], event: Happened) -> None:
        """Promises that began at another subject go on here; where this one was merged away, they go on there at once.
        A message that was split off has another number here."""
        split_off = event.payload.message if isinstance(event.payload, Received) else None
        for one in carried:
            if one.started_by in self.gone:
                continue
            promise = Promise(
                kind=one.kind,
                started_by=one.started_by,
                started_at=one.started_at,
                message=one.message if split_off is None or one.message is None else split_off,
                answers=self.answers_by(one.answers, event),
                waits=one.waits,
                begun=one.begun,
                came_by=event.id,
                came_at=max((wait.to_at for wait in one.waits if wait.to_at is not None), default=event.at),
                carried=replace(self.merged, at=event.at) if self.merged is not None else None,
            )
            self.promises.append(promise)
            if one.decision is not None and (terms := self.terms_of(one.decision, one.kind)) is not None:
                promise.laid.append(
                    LaidTerms(decision=one.decision, terms=replace(terms, starts_at=one.terms_start_at))
                )

    def _lay(
        self,
        promise: Promise,
        decision: int | None,
        event: Happened | None = None,
        *,
        starts_at: datetime | None = None,
    ) -> None:
        """Lay the terms of a decision upon a promise. What is late, answered or ended keeps its own; where none held
        yet, these are those that it would have had from its start."""
        current = promise.current
        if promise.carried is not None or (promise.laid and (current is None and not promise.is_open)):
            return
        if current is not None and event is not None and (not promise.is_open or self._is_late(promise, event.at)):
            return
        terms = self.terms_of(decision, promise.kind) if decision is not None else None
        if terms is not None and starts_at is not None:
            terms = replace(terms, starts_at=starts_at)
        if current is not None and terms is not None and current.terms.key == terms.key:
            return
        if current is not None and event is not None:
            current.end = _other_terms(event, has_terms=terms is not None)
        if terms is not None:
            promise.laid.append(LaidTerms(decision=decision, terms=terms))

    def _is_late(self, promise: Promise, at: datetime) -> bool:
        current = promise.current
        if current is None or not promise.begun:
            return False
        due_at = current.terms.due_at(promise.started_at, self.pauses_of(promise, current.terms))
        return due_at is not None and due_at < at


def _other_terms(event: Happened, *, has_terms: bool) -> End:
    """How a clock ends whose promise goes on by other terms, or by none: by policy, or because somebody decided so."""
    payload = event.payload
    if isinstance(payload, TermsChanged):
        return End(
            state=ClockState.replaced,
            at=event.at,
            by=event.id,
            why=say("the policy changed ({rule})", rule=Name(payload.rule)),
        )
    if has_terms:
        return End(state=ClockState.replaced, at=event.at, by=event.id, why=say("decided again"))
    return End(state=ClockState.cancelled, at=event.at, by=event.id, why=say("decided again: no clock runs"))
