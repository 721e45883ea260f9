"""Clocks follow events: every clock that a subject ever had, from what happened to it and the book's terms.

Pure, without "now": whether something is late is asked with an instant. Events fold in the order of their ids; `at` is
for arithmetic. Three verbs amend what came before them and are applied first: a reply that was taken back, or did not
reach the customer, never happened, with all that came of it; a reply that was marked counts as it was marked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeGuard

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import LIVE_STATES, OWED_STATES, RESPONSES, ClockState
from firsthand.domain.clocks.pauses import Pause
from firsthand.domain.clocks.promises import End, LaidTerms, Promise
from firsthand.domain.clocks.rules import RULES
from firsthand.domain.clocks.terms import Terms, TermsOf
from firsthand.domain.events.conversation import (
    CarriedClock,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
    ReplyTakenBack,
)
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.payload import Payload
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.domain.tickets import Owes

_OUR_TURN = frozenset({Owes.team.value, Owes.person.value, Owes.inside.value})
_VOIDING = (ReplyTakenBack, ReplyNotDelivered, ReplyMarked)
_NEVER_PAUSES = frozenset(rule.kind.value for rule in RULES.values() if not rule.pauses)
FollowedKey = tuple[str, int, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowedClock:
    """One clock as its subject's events make it. `started_by` and `ended_by` are events, `answered_by` the reply that
    answers it, `met_by` its message once it counts. `due_at` is None while a pause holds it, or what promises it has
    not left. `sent_until`: nobody judges it before, because an answer is on its way. `carried`: it goes on at another
    subject from `ended_at` on; `came`: it came from one."""

    kind: str
    started_by: int
    started_at: datetime
    decision: int | None
    terms: Terms
    state: ClockState
    pauses: tuple[Pause, ...]
    due_at: datetime | None
    warn_at: datetime | None
    sent_until: datetime | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    ended_because: Sentence = NOTHING_SAID
    met_by: int | None = None
    answered_by: int | None = None
    carried: bool = False
    came: bool = False

    @property
    def key(self) -> FollowedKey:
        """What a clock is known by on its subject."""
        return (self.kind, self.started_by, self.decision)


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """A subject as its events leave it: its clocks, oldest first, and all that was read on the way."""

    clocks: tuple[FollowedClock, ...]
    fold: Fold

    @property
    def response_owed(self) -> bool:
        """Whether the customer is promised an answer that nobody has written yet."""
        return any(one.kind in RESPONSES and one.state in OWED_STATES and not one.carried for one in self.clocks)

    @property
    def response_lives(self) -> bool:
        """As `response_owed`, or an answer is on its way and may yet come back."""
        return any(one.kind in RESPONSES and one.state in LIVE_STATES and not one.carried for one in self.clocks)

    def is_unseen(self, seen: int | None) -> bool:
        """Whether the customer waits for an answer to a message that is newer than `seen`."""
        owed = (one.message for one in self.fold.promises if one.kind in RESPONSES and one.is_open)
        messages = (*owed, *(one.message for one in self.fold.waiting))
        return seen is not None and any(one is not None and one > seen for one in messages)

    def carried_by(self, event: int) -> tuple[CarriedClock, ...]:
        """The promises that an event sent on to another subject."""
        found = (one for one in self.fold.promises if one.carried is not None and one.carried.by == event)
        return tuple(one.carry(self.fold.statuses, at=one.carried.at) for one in found if one.carried is not None)


def follow(events: Sequence[Happened], terms_of: TermsOf) -> tuple[FollowedClock, ...]:
    """Every clock that one subject ever had, oldest first. `events` are all of the subject's, in the order of ids."""
    return followed(events, terms_of).clocks


def followed(events: Sequence[Happened], terms_of: TermsOf) -> Followed:
    """As `follow`, with all that was read on the way."""
    end = _folded(events, terms_of)
    clocks = list(_clocks(end))
    known = {one.key for one in clocks}
    for number in reversed(_taking_out(events)):  # the last that took it out, not the first that might have
        for gone in _clocks(_folded(events[:number], terms_of)):
            if gone.key not in known:
                known.add(gone.key)
                clocks.append(gone if gone.carried else _void(gone, events[number]))
    clocks.sort(key=lambda one: (one.started_by, one.decision or 0))
    return Followed(clocks=tuple(clocks), fold=end)


def _taking_out(events: Sequence[Happened]) -> list[int]:
    """Where events stand by which what began before may never have begun: the amending ones, and a reply that leaves
    after it had been reported as not delivered."""
    found, failed = [], set()
    for number, event in enumerate(events):
        payload = event.payload
        if isinstance(payload, ReplyNotDelivered):
            failed.add(payload.reply)
        if isinstance(payload, _VOIDING) or (isinstance(payload, ReplyLeft) and payload.reply in failed):
            found.append(number)
    return found


def _void(clock: FollowedClock, event: Happened) -> FollowedClock:
    return replace(
        clock,
        state=ClockState.void,
        ended_at=max(event.at, clock.started_at),
        ended_by=event.id,
        ended_because=say("a later event showed that it never began"),
        met_by=None,
        answered_by=None,
        sent_until=None,
        carried=False,
    )


def _folded(events: Sequence[Happened], terms_of: TermsOf) -> Fold:
    gone = _never_happened(events)
    marked = {one.payload.reply: one.payload.counts for one in events if isinstance(one.payload, ReplyMarked)}
    fold = Fold(
        terms_of=terms_of,
        gone=frozenset(gone),
        marked=marked,
        failed={one.payload.reply: one.id for one in events if isinstance(one.payload, ReplyNotDelivered)},
        doubted={one.payload.reply: one.id for one in events if _is_doubt(one.payload)},
        never_pauses=_NEVER_PAUSES,
    )
    for one in events:
        fold.learn(one)
        if one.id in gone:
            continue
        event = _as_marked(one, marked)
        fold.hear(event)
        for rule in RULES.values():
            rule.hear(fold, event)
        fold.lay_terms(event)
    return fold


def _is_doubt(payload: Payload) -> TypeGuard[ReplyNotDelivered | ReplyMarked]:
    """Whether it says of a reply that it is no answer."""
    return isinstance(payload, ReplyNotDelivered) or (isinstance(payload, ReplyMarked) and not payload.counts)


def _as_marked(event: Happened, marked: Mapping[int, bool]) -> Happened:
    payload = event.payload
    if isinstance(payload, Replied) and event.id in marked:
        return replace(event, payload=replace(payload, counts=marked[event.id]))
    return event


def _never_happened(events: Sequence[Happened]) -> set[int]:
    """The events that an amending verb takes out: a reply that was taken back or did not arrive (until it is sent
    again), and everything that came of it. A reply that did not arrive may take a wait for the customer away, never
    give one back: where it said that the next step is ours, that stands; where it said that the customer's turn had
    come, or the end, that stands no more, even if it is sent again."""
    gone: set[int] = set()
    failed: set[int] = set()
    for one in events:
        match one.payload:
            case ReplyLeft(reply=reply):
                gone.discard(reply)
            case ReplyNotDelivered(reply=reply):
                gone.add(reply)
                failed.add(reply)
            case ReplyTakenBack(reply=int(reply)):
                gone.add(reply)
                failed.discard(reply)
            case _:
                pass
    for one in events if gone or failed else ():
        if one.because in failed and isinstance(one.payload, StatusChanged):
            if one.payload.owes not in _OUR_TURN:
                gone.add(one.id)
        elif one.because in gone and not isinstance(one.payload, (ReplyLeft, *_VOIDING)):
            gone.add(one.id)
    return gone


def _clocks(fold: Fold) -> Iterable[FollowedClock]:
    for promise in fold.promises:
        for laid in promise.laid:
            yield _clock(promise, laid, fold)


def _clock(promise: Promise, laid: LaidTerms, fold: Fold) -> FollowedClock:
    """How one set of terms came out."""
    terms = laid.terms
    met = promise.met()
    answered_at = promise.answered_at()
    end = laid.end or _end(promise)
    pauses = fold.pauses_of(promise, terms, until=end.at if end else None, begun_by=answered_at)
    started_at = terms.starts_at or promise.started_at
    due_at = terms.due_at(promise.started_at, pauses) if promise.begun or laid.end is not None else None
    state = _state(end, due_at, promise)
    return FollowedClock(
        kind=promise.kind,
        started_by=promise.started_by,
        started_at=started_at,
        decision=laid.decision,
        terms=terms,
        state=state,
        pauses=pauses,
        due_at=due_at,
        warn_at=terms.warn_at(promise.started_at, pauses) if due_at is not None else None,
        sent_until=promise.sent_until(due_at) if state is ClockState.sent else None,
        ended_at=None if end is None else max(end.at, started_at),
        ended_by=end.by if end else None,
        ended_because=end.why if end else NOTHING_SAID,
        met_by=met.message if met is not None and laid.end is None and promise.carried is None else None,
        answered_by=promise.answered_by if laid.end is None and promise.end is None else None,
        carried=promise.carried is not None and laid.end is None,
        came=promise.came_by is not None,
    )


def _end(promise: Promise) -> End | None:
    if promise.carried is not None:
        return promise.carried
    if (answer := promise.met()) is not None:
        return End(state=ClockState.met, at=answer.at, by=answer.event, why=say("answered"))
    return promise.end


def _state(end: End | None, due_at: datetime | None, promise: Promise) -> ClockState:
    if end is None:
        if promise.answers or not promise.begun:
            return ClockState.sent
        return ClockState.paused if due_at is None else ClockState.running
    if due_at is None and not promise.begun:
        return ClockState.void
    if end.state in (ClockState.met, ClockState.cancelled) and due_at is not None and end.at > due_at:
        return ClockState.missed
    return end.state
