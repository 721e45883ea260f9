"""Who is owed an answer, and which answers left, read from events alone: it knows nothing of how clocks are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firsthand.domain.events import Payload, SubjectKind, decode
from firsthand.domain.events.conversation import (
    AutomaticMessageReceived,
    MessageReceived,
    NothingToAnswer,
    Received,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
    ReplyTakenBack,
)
from firsthand.domain.events.tickets import MergedIn, NotARequest, SplitOff
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.tickets import Ticket
from tests.stories.telling import told, told_of_subject

RESPONSES = ("first_response", "next_response")


@dataclass(kw_only=True)
class Word:
    """What a customer wrote: where it is read by now, the replies whose writers had it before them, and whether a
    person said, or the ticket's end, that it needs none. `opens`: it is a request, which always needs one; `moved`: it
    was split off, and is owed its answer on that ticket; `automatic`: no person wrote it, and it is owed none until
    somebody splits it off."""

    message: int
    event: int
    home: int
    opens: bool
    replies: set[int] = field(default_factory=set)
    settled: bool = False
    moved: bool = False
    automatic: bool = False


@dataclass(kw_only=True)
class Written:
    """What we wrote: when, whether it counts by the newest word on that, and what became of it on its way. `came_back`:
    it was taken back or reported as not delivered, whatever became of it later."""

    at: datetime
    within: timedelta
    counts: bool
    left_at: datetime | None = None
    lost: bool = False
    came_back: bool = False

    @property
    def may_hold(self) -> bool:
        """Whether it may be an answer: it counts, and nobody knows that it did not arrive."""
        return self.counts and not self.lost

    @property
    def counts_from(self) -> datetime | None:
        """From when it is an answer; None while it is none."""
        if not self.may_hold or self.left_at is None:
            return None
        return self.at if self.left_at - self.at <= self.within else self.left_at


class Credit:
    """The whole desk, told from its events in their order."""

    def __init__(self) -> None:
        self.words: dict[int, Word] = {}
        self.written: dict[int, Written] = {}
        told = list(_happened())
        self._split = {one.ticket: one.message for _, _, _, one in told if isinstance(one, SplitOff)}
        for event, ticket, at, payload in told:
            self._hear(event, ticket, at, payload)

    def owed(self) -> dict[int, list[Word]]:
        """What waits for an answer, by the ticket on which it is read."""
        found: dict[int, list[Word]] = {}
        for one in self.words.values():
            waits = not (one.settled or one.moved or one.automatic)
            if waits and not any(self.written[reply].may_hold for reply in one.replies):
                found.setdefault(one.home, []).append(one)
        return found

    def _hear(self, event: int, ticket: int, at: datetime, payload: Payload) -> None:
        match payload:
            case Received(message=int(message)):
                self._comes(message, event, ticket, opens=all(one.kind == "first_response" for one in payload.carried))
            case MessageReceived(message=int(message)):
                self._comes(message, event, ticket, opens=False)
            case AutomaticMessageReceived(message=int(message)):
                self._comes(message, event, ticket, opens=False)
                self.words[message].automatic = True
            case MergedIn(ticket=source):
                for one in self.words.values():
                    one.home = ticket if one.home == source else one.home
            case Replied() | NothingToAnswer() | NotARequest():
                for one in self.words.values():
                    if one.home == ticket:
                        _answers(one, event, payload)
                if isinstance(payload, Replied):
                    within = timedelta(minutes=payload.leaves_within)
                    self.written[event] = Written(at=at, within=within, counts=payload.counts)
            case _:
                self._becomes_known(at, payload)

    def _comes(self, message: int, event: int, ticket: int, *, opens: bool) -> None:
        """A message of the customer's; one that is split off has had the replies that it had, and is read there."""
        new = self.words[message] = Word(message=message, event=event, home=ticket, opens=opens)
        before = self.words.get(self._split.pop(ticket, None) or 0)
        if before is not None:
            new.replies, before.moved = set(before.replies), True

    def _becomes_known(self, at: datetime, payload: Payload) -> None:
        match payload:
            case ReplyTakenBack(reply=int(reply)):
                self.written[reply].counts, self.written[reply].came_back = False, True
            case ReplyMarked(reply=reply, counts=counts):
                self.written[reply].counts = counts
            case ReplyNotDelivered(reply=reply):
                self.written[reply].lost = self.written[reply].came_back = True
                self.written[reply].left_at = None
            case ReplyLeft(reply=reply):
                self.written[reply].lost = False
                self.written[reply].left_at = self.written[reply].left_at or at
            case _:
                pass


def _answers(word: Word, event: int, payload: Replied | NothingToAnswer | NotARequest) -> None:
    """What somebody said or did reaches a message, if they had it before them."""
    seen = None if isinstance(payload, NotARequest) else payload.seen
    if seen is not None and word.message > seen:
        return
    if isinstance(payload, Replied):
        word.replies.add(event)
    elif isinstance(payload, NotARequest) or not word.opens:
        word.settled = True


def _happened() -> Iterator[tuple[int, int, datetime, Payload]]:
    """Every event of a ticket: its number, the ticket, when, and what."""
    rows = Event.objects.filter(subject__kind=SubjectKind.ticket).order_by("id")
    for number, ticket, at, *row in rows.values_list("id", "subject__ticket_id", "at", "verb", "payload", "words"):
        yield number, ticket, at, decode(*row)


def check_credit() -> None:
    """Nothing that waits for an answer is without a clock that runs, and no promise is kept by what is no answer."""
    credit = Credit()
    live = Clock.objects.filter(kind__in=RESPONSES, state__in=["running", "paused"])
    watched = set(live.values_list("subject__ticket_id", flat=True))
    for number, words in credit.owed().items():
        if number not in watched:
            raise AssertionError(
                f"{words} are owed an answer, and no clock runs\n{told(Ticket.objects.get(pk=number))}"
            )
    for clock in Clock.objects.filter(kind__in=RESPONSES, met_by__isnull=False).select_related("subject"):
        with telling_of(clock):
            reply = credit.written[clock.answered_by_id or 0]
            assert reply.counts_from == clock.ended_at, (reply, clock.ended_at)
    check_late_stays_late(credit)


def check_late_stays_late(credit: Credit) -> None:
    """What was judged late is judged otherwise by nothing but a person's word that an earlier reply was the answer.
    What a word of ours promised that came back had never begun."""
    late: set[int] = set()
    for verdict in Verdict.objects.filter(basis="as_judged").order_by("id").select_related("because__because", "clock"):
        promising = credit.written.get(verdict.clock.started_by_id or 0)
        if promising is not None and promising.came_back:
            continue
        if verdict.clock_id in late and verdict.outcome != "breached":
            with telling_of(verdict.clock):
                assert "reply_marked" in _causes(verdict.because), (verdict.clock, verdict.outcome, verdict.because)
        late = late - {verdict.clock_id} if verdict.outcome != "breached" else late | {verdict.clock_id}
    for clock in Clock.objects.filter(pk__in=late, state__in=["replaced", "cancelled", "met"]):
        with telling_of(clock):
            raise AssertionError(f"it was judged late, and is {clock.state}")


@contextmanager
def telling_of(clock: Clock) -> Iterator[None]:
    """Whatever does not hold is told with what happened to the clock's subject."""
    try:
        yield
    except AssertionError as fault:
        raise AssertionError(f"clock {clock.pk}: {fault}\n{told_of_subject(clock.subject)}") from fault


def _causes(event: Event | None) -> list[str]:
    """What an event is, and what brought it about."""
    found = []
    while event is not None:
        found.append(event.verb)
        event = event.because
    return found
