"""Judging a clock under another edition: the as-if verdict stands beside what was judged, and changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from firsthand.domain.clocks import Basis, Outcome, Pause, due_with_pauses, judge
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.people.permissions import Act
from firsthand.domain.policy import DecidedClock, Decision, Edition, decide
from firsthand.domain.words import words
from firsthand.models.clocks import Clock, ClockState, Verdict
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer, require, tickets_for
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import ANSWERED, pauses_of
from firsthand.services.clocks.status_history import waits_of
from firsthand.services.policy.deciding import request_of
from firsthand.services.policy.queries import edition_of_amendment

_LONGEST_WHY = 400


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """What a clock comes to under other terms."""

    outcome: Outcome
    due_at: datetime
    met_at: datetime | None


def judge_as_if(*, viewer: Viewer, clock_id: int, amendment: str, at: datetime, why: str = "") -> Verdict:
    """Append what the clock would have come to under the edition that ends with an amendment; answer that verdict.

    The request is decided again with the facts that the clock's own decision saw, as if that edition had been known
    then; the answer and the waits are those that happened. The clock and its own verdict are not touched. The same
    wish of the same person with the same result appends nothing. Raises Missing, Invalid for the clock's own edition,
    and Refused when no such clock would run there, or when it would still run.
    """
    require(viewer, Act.work_tickets)
    with transaction.atomic():
        clock = _clock(viewer, clock_id)
        book = edition_of_amendment(amendment)
        if book is None:
            raise Missing("no_edition", "Choose an edition of the list.", field="edition")
        if book.id == clock.edition:
            message = f"It was judged under {book.id} itself. Choose another edition."
            raise Invalid("same_edition", message, field="edition")
        decided = _terms(clock, book)
        judged = _judge(clock, decided, book, now=at)
        wish = {
            "clock": clock,
            "basis": Basis.as_if,
            "edition": book.id,
            "by_id": viewer.person_id,
            "why": " ".join(why.split())[:_LONGEST_WHY],
            "outcome": judged.outcome,
            "due_at": judged.due_at,
            "met_at": judged.met_at,
        }
        if (same := Verdict.objects.filter(**wish).first()) is not None:
            return same
        verdict = Verdict.objects.create(
            **wish,
            at=at,
            known_at=book.known_at or at,
            clause=decided.clause,
            budget=str(decided.budget),
            calendar=decided.calendar,
            calendar_version=decided.calendar_version,
            started_at=_received_at(clock),
        )
        record(
            ticket=clock.ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="judged_as_if",
            why=verdict.why,
            detail={
                "clock": clock.kind,
                "edition": book.id,
                "outcome": judged.outcome.value,
                "due_at": judged.due_at.isoformat(),
                "clause": decided.clause,
            },
        )
    return verdict


def _clock(viewer: Viewer, clock_id: int) -> Clock:
    """The clock, with its ticket locked, so that nobody answers it while it is judged."""
    found = Clock.objects.filter(pk=clock_id, ticket__in=tickets_for(viewer)).values_list("ticket_id", flat=True)
    if (ticket_id := found.first()) is None:
        raise Missing("no_clock", "There is no such clock.")
    Ticket.objects.select_for_update().get(pk=ticket_id)
    return Clock.objects.select_related("ticket", "decision__ticket__account").get(pk=clock_id)


def _terms(clock: Clock, book: Edition) -> DecidedClock:
    """The clock of this kind that the edition would have started."""
    decision = decide(book, request_of(clock.decision, book=book))
    for decided in decision.clocks:
        if decided.kind == clock.kind:
            return decided
    message = f"Under {book.id} no {words(clock.kind)} clock would run: {_why_none(decision, clock)}"
    raise Refused("no_clock_there", message, field="edition")


def _why_none(decision: Decision, clock: Clock) -> str:
    reasons = (one.reason for one in decision.no_clocks if one.kind == clock.kind)
    return next(reasons, f"that edition knows no {words(clock.kind)}.")


def _judge(clock: Clock, decided: DecidedClock, book: Edition, *, now: datetime) -> _Judged:
    met_at = clock.ended_at if clock.ended_because == ANSWERED else None
    due_at = due_with_pauses(
        working_time=book.calendar(decided.calendar),
        budget=decided.budget,
        started_at=_received_at(clock),
        pauses=_pauses(clock, decided),
    )
    outcome = judge(due_at=due_at, met_at=met_at, now=clock.ended_at or now)
    if outcome is Outcome.running or due_at is None:
        ended = clock.state == ClockState.cancelled
        still = "it ended before it would have been due" if ended else "it would still run"
        raise Refused("nothing_to_judge", f"Under {book.id} {still}; there is nothing to judge.", field="edition")
    return _Judged(outcome=outcome, due_at=due_at, met_at=met_at)


def _pauses(clock: Clock, decided: DecidedClock) -> list[Pause]:
    """The clock's own pauses when the other terms pause on the same statuses, else those that they would have had."""
    if {status.value for status in decided.pauses_on} == set(clock.pauses_on):
        return pauses_of(clock)
    waits = waits_of(clock)
    return [
        replace(one, to_at=one.to_at or clock.ended_at)
        for status in decided.pauses_on
        for one in waits.get(status, ())
        if clock.ended_at is None or one.from_at < clock.ended_at
    ]


def _received_at(clock: Clock) -> datetime:
    return datetime.fromisoformat(clock.decision.facts["received_at"])
