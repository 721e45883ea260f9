"""Judging a clock under another edition: the as-if verdict stands beside what was judged, and changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db import transaction

from firsthand.domain.book import DecidedClock, DecidedRequest, Edition, decide
from firsthand.domain.clocks import Basis, ClockState, FollowedClock, Outcome, Terms, due_with_pauses, follow, judge
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.clocks import JudgedAsIf
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, SentenceValue, say
from firsthand.models.clocks import Clock, Verdict
from firsthand.services.access.doors import clocks_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.deciding import request_of
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.rows import pauses_of
from firsthand.services.clocks.terms import DecidedTerms, terms_of
from firsthand.services.events.queries import happened_to
from firsthand.services.tickets.actions.locking import locked

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
    then; the subject's own events are followed under those terms. The clock and its own verdict are not touched. The
    same wish of the same person with the same result appends nothing. Raises Missing, Invalid for the clock's own
    edition, and Refused when no such clock would run there, or when it would still run.
    """
    require(viewer, Right.work_tickets)
    with transaction.atomic():
        desk = open_desk(at)
        clock = _clock(viewer, clock_id)
        book = desk.edition_of(amendment)
        if book is None:
            raise Missing("no_edition", say("Choose an edition of the list."), field="edition")
        if book.id == clock.edition:
            message = say("It was judged under {edition} itself. Choose another edition.", edition=book.id)
            raise Invalid("same_edition", message, field="edition")
        decided = _decided(clock, book)
        judged = _judge(clock, decided, book, desk=desk)
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
            started_at=clock.started_at,
        )
        said = JudgedAsIf(
            clock=clock.kind,
            edition=book.id,
            outcome=judged.outcome.value,
            due_at=judged.due_at,
            clause=decided.clause,
            why=verdict.why,
        )
        ticket = clock.subject.ticket
        if ticket is not None:
            with acting_on_ticket(locked(ticket.pk), desk=desk, actor=viewer.actor) as act:
                act.touches = False
                act.append(said)
    return verdict


def _clock(viewer: Viewer, clock_id: int) -> Clock:
    """The clock, with its ticket locked, so that nobody answers it while it is judged."""
    found = clocks_for(viewer).filter(pk=clock_id, subject__ticket__isnull=False)
    number = found.values_list("subject__ticket", flat=True).first()
    if number is None:
        raise Missing("no_clock", say("There is no such clock."))
    locked(number)
    return found.select_related("subject__ticket", "decision__subject__ticket__account").get()


def _decided(clock: Clock, book: Edition) -> DecidedClock:
    """The clock of this kind that the edition would have started."""
    if clock.decision is None:
        raise Refused(
            "nothing_to_judge", say("It was promised by its date, not by a clause; it is the same everywhere.")
        )
    decision = decide(book, request_of(clock.decision, book=book))
    for decided in decision.clocks:
        if decided.kind == clock.kind:
            return decided
    message = say(
        "Under {edition} no {kind} clock would run: {why}",
        edition=book.id,
        kind=Name(clock.kind),
        why=_why_none(decision, clock),
    )
    raise Refused("no_clock_there", message, field="edition")


def _why_none(decision: DecidedRequest, clock: Clock) -> SentenceValue:
    reasons = (one.reason for one in decision.no_clocks if one.kind == clock.kind)
    return next(reasons, None) or say("that edition knows no {kind}.", kind=Name(clock.kind))


def _judge(clock: Clock, decided: DecidedClock, book: Edition, *, desk: Desk) -> _Judged:
    found = _followed(clock, decided, book, desk=desk)
    if found is None:
        return _judge_by_its_row(clock, decided, book, desk=desk)
    if found.state is ClockState.void:
        raise Refused("nothing_to_judge", say("It never began; there is nothing to judge."), field="edition")
    met_at = found.ended_at if found.met_by is not None or found.state is ClockState.met else None
    outcome = judge(due_at=found.due_at, met_at=met_at, now=found.ended_at or desk.at)
    if outcome is Outcome.open or found.due_at is None:
        _refuse(book, ended=found.ended_at is not None)
    return _Judged(outcome=outcome, due_at=found.due_at, met_at=met_at)


def _followed(clock: Clock, decided: DecidedClock, book: Edition, *, desk: Desk) -> FollowedClock | None:
    """The clock as its subject's events would have made it on the other terms; None for one that ended before clocks
    followed events."""
    if clock.started_by_id is None or clock.decision is None:
        return None
    terms, other = (
        DecidedTerms(desk=desk, subject_id=clock.subject_id),
        terms_of(book, book.clause(decided.clause, clock.started_at)),
    )

    def as_if(decision: int, kind: str) -> Terms | None:
        return other if kind == clock.kind else terms(decision, kind)

    mine = [
        one
        for one in follow(happened_to(clock.subject), as_if)
        if one.kind == clock.kind and one.started_by == clock.started_by_id
    ]
    return mine[-1] if mine else None


def _judge_by_its_row(clock: Clock, decided: DecidedClock, book: Edition, *, desk: Desk) -> _Judged:
    """As the row says it ended. What it waited for is known only for the statuses on which it paused itself."""
    if set(decided.pauses_on) != set(clock.pauses_on):
        raise Refused(
            "waits_unknown",
            say(
                "It ended before waits were kept for other terms, and {edition} pauses on other statuses.",
                edition=book.id,
            ),
            field="edition",
        )
    met_at = clock.ended_at if clock.state in (ClockState.met, ClockState.missed) and clock.met_by_id else None
    due_at = due_with_pauses(
        working_time=book.calendar(decided.calendar),
        budget=decided.budget,
        started_at=clock.started_at,
        pauses=pauses_of(clock),
    )
    outcome = judge(due_at=due_at, met_at=met_at, now=clock.ended_at or desk.at)
    if outcome is Outcome.open or due_at is None:
        _refuse(book, ended=clock.state == ClockState.cancelled)
    return _Judged(outcome=outcome, due_at=due_at, met_at=met_at)


def _refuse(book: Edition, *, ended: bool) -> NoReturn:
    still = say("it ended before it would have been due") if ended else say("it would still run")
    raise Refused(
        "nothing_to_judge",
        say("Under {edition} {still}; there is nothing to judge.", edition=book.id, still=still),
        field="edition",
    )
