"""Why a clock stands where it stands: its receipt, with the clause's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from firsthand.domain.book import Clause
from firsthand.domain.clocks import Basis, ClockState, Outcome, Receipt, receipt
from firsthand.domain.events import SubjectKind
from firsthand.domain.events.conversation import Answer
from firsthand.domain.sentences import Sentence
from firsthand.models.clocks import NOT_PERSONAL, Clock, Verdict
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import events_for, messages_for, tickets_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.replies import ReplyStatus, answers_of, reply_statuses_of
from firsthand.services.clocks.rows import book_of, budget_of, pauses_of, working_time_of


@dataclass(frozen=True, kw_only=True)
class ClockStatus:
    """How one clock stands at an instant: the zone of its calendar, and the working time that is left."""

    clock: Clock
    zone: str
    left: timedelta | None

    @property
    def state(self) -> str:
        """The state in a word: running, late, paused, sent, met, missed, cancelled, replaced or void. An answer that
        does not leave keeps nothing: it is late, too."""
        if self.clock.state in (ClockState.running, ClockState.sent) and self.clock.breached_at is not None:
            return "late"
        return self.clock.state


@dataclass(frozen=True, kw_only=True)
class IdleReply:
    """A reply that did not count as the response that was owed, and why."""

    message: Message
    why: str | Sentence


@dataclass(frozen=True, kw_only=True)
class ClockReceipt(ClockStatus):
    """One clock with its receipt up to its end, or up to now (or its due instant, if that is later). No receipt for a
    clock that was promised by its instant, or by a word of ours that has not left. `known_at` is when the book was read
    for it, `answer` what answered it."""

    receipt: Receipt | None
    clause: Clause | None
    known_at: datetime
    verdicts: tuple[Verdict, ...]
    did_not_count: tuple[IdleReply, ...]
    answer: Answer | None


def receipts(*, viewer: Viewer, ticket_id: int, desk: Desk) -> list[ClockReceipt]:
    """The receipt of every clock the ticket ever had, oldest first. Empty when the viewer may not see it."""
    ticket = tickets_for(viewer).filter(pk=ticket_id).first()
    if ticket is None:
        return []
    replies = list(messages_for(viewer).filter(ticket=ticket, direction=Direction.outbound).order_by("at", "id"))
    return receipts_of(clocks_of(ticket), replies=replies, reply_statuses=reply_statuses_of(ticket, replies), desk=desk)


def clocks_of(ticket: Ticket) -> list[Clock]:
    """Every clock of a ticket and of what belongs to it, oldest first, with what its receipt wants; none that somebody
    promised to themselves, and none of a message that is held: an answer here does not meet it."""
    verdicts = Prefetch("verdicts", queryset=Verdict.objects.prefetch_related("by").order_by("id"))
    found = Clock.objects.filter(NOT_PERSONAL, subject__ticket=ticket).exclude(subject__kind=SubjectKind.held)
    return list(found.prefetch_related(verdicts).order_by("id"))


def clock_status(clock: Clock, *, desk: Desk) -> ClockStatus:
    """How a clock at hand stands."""
    return ClockStatus(clock=clock, zone=_zone(clock, desk), left=working_time_left(clock, desk=desk))


def receipts_of(
    clocks: Iterable[Clock], *, replies: Iterable[Message], reply_statuses: Mapping[int, ReplyStatus], desk: Desk
) -> list[ClockReceipt]:
    """The receipts of clocks at hand; `replies` are what was written to the customer, of which some did not count."""
    idle = [
        IdleReply(message=one, why=reply_statuses[one.pk].why)
        for one in replies
        if one.pk in reply_statuses and not reply_statuses[one.pk].counts and one.taken_back_at is None
    ]
    found = list(clocks)
    prefetch_related_objects(found, Prefetch("decision", queryset=Decision.objects.only("known_at")), "answered_by")
    answers = answers_of(found)
    return [_of(clock, desk=desk, idle=idle, answer=answers.get(clock.pk)) for clock in found]


def evidence_of(found: Iterable[ClockReceipt], *, viewer: Viewer) -> list[Event]:
    """The events that show the pauses on these receipts; after a merge they may stand on another ticket, whose door
    the viewer passes like any other."""
    receipts = [one.receipt for one in found if one.receipt is not None]
    numbers = {int(number) for one in receipts for line in one.lines for number in line.evidence}
    if not numbers:
        return []
    return list(events_for(viewer).select_related("person", "contact", "subject").filter(pk__in=numbers))


def _of(clock: Clock, *, desk: Desk, idle: list[IdleReply], answer: Answer | None) -> ClockReceipt:
    book, now = book_of(clock, desk), desk.at
    until = clock.ended_at or max(now, clock.due_at or now)
    if clock.state == ClockState.sent and clock.due_at is not None:
        until = clock.due_at  # answered; what came after is not late until it shows that the answer did not leave
    ended = clock.ended_at or now
    working, budget = working_time_of(clock, desk), budget_of(clock)
    tiled = None
    begun = clock.state != ClockState.sent or clock.due_at is not None or clock.answered_by_id is not None
    if working is not None and budget is not None and begun:
        tiled = receipt(
            working_time=working,
            budget=budget,
            started_at=clock.started_at,
            until=max(until, clock.started_at),
            pauses=pauses_of(clock),
            edition=clock.edition,
            clause=clock.clause,
        )
    return ClockReceipt(
        clock=clock,
        receipt=tiled,
        zone=_zone(clock, desk),
        clause=book.clause(clock.clause, clock.started_at),
        known_at=clock.decision.known_at if clock.decision is not None else clock.started_at,
        verdicts=tuple(clock.verdicts.all()),
        left=working_time_left(clock, desk=desk),
        did_not_count=tuple(one for one in idle if clock.started_at <= one.message.at <= ended),
        answer=answer,
    )


def _zone(clock: Clock, desk: Desk) -> str:
    book = book_of(clock, desk)
    return book.calendar_named(clock.calendar).zone if clock.calendar else book.zone


def working_time_left(clock: Clock, *, desk: Desk) -> timedelta | None:
    """The working time until the clock is due; None when it has ended, is paused or is past its due instant."""
    if clock.state != ClockState.running or clock.due_at is None or clock.due_at <= desk.at:
        return None
    working = working_time_of(clock, desk)
    return working.elapsed(max(desk.at, clock.started_at), clock.due_at) if working is not None else None


def turned_by(event: Event) -> list[Verdict]:
    """The verdicts by which a mark that somebody set afterwards turned what was judged late into kept, also on other
    tickets; those before them stand beside them. A report that counts kept promises counts these apart."""
    said = Q(because=event) | Q(because__because=event)
    late = Verdict.objects.filter(clock=OuterRef("clock"), pk__lt=OuterRef("pk"), outcome=Outcome.breached)
    turned = Verdict.objects.filter(said, Exists(late), basis=Basis.as_judged, outcome=Outcome.met)
    return list(turned.select_related("clock").order_by("pk"))
