"""Open clocks follow the book: what their clause's straddle rule says of a change is carried out, once (A12).

What a clock comes to is always computed anew from the decision that the ticket stands on, the statuses it lived
through and the book as it is known by now; only a difference is written. So it may be done twice, or after a crash.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.policy import Edition
from firsthand.domain.policy.deciding import DecidedClock, clock_of
from firsthand.domain.policy.straddling import Standing, Waits, standing_terms
from firsthand.domain.tickets import TicketStatus
from firsthand.domain.words import words
from firsthand.models.clocks import LIVE, Clock, ClockState
from firsthand.models.desk import Desk
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import end, refresh_order, start
from firsthand.services.clocks.status_history import waits_of
from firsthand.services.policy.deciding import POLICY_CHANGED, first_known_at, keep_policy_change, request_of
from firsthand.services.policy.queries import current_book, edition


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far the book has come: how many amendments are known, and when it last changed by a date."""

    amendments: int
    changed_at: datetime | None


def mark_to_follow(*, now: datetime) -> Mark | None:
    """Where open clocks are to be brought; None when they are there already."""
    book = edition(known_at=now)
    mark = Mark(amendments=len(book.amendments), changed_at=_changed_at(book, now))
    done = Desk.objects.values_list("followed_amendment", "followed_at").first()
    return None if done is None or done == (mark.amendments, mark.changed_at) else mark


def followed(mark: Mark) -> None:
    """Every open clock was brought to the mark."""
    Desk.objects.update(followed_amendment=mark.amendments, followed_at=mark.changed_at)


def restraddle(*, now: datetime, after: int = 0, limit: int = 200) -> list[int]:
    """Bring the clocks of the next open tickets, by number from `after`, to the book as known by `now`.

    Answers the tickets it looked at; none means that there are no more. Each has a transaction of its own.
    """
    open_ones = Ticket.objects.filter(Q(solved_at=None) | Q(clocks__state__in=LIVE), pk__gt=after)
    numbers = list(open_ones.order_by("pk").values_list("pk", flat=True).distinct()[:limit])
    for number in numbers:
        with transaction.atomic():
            restraddle_ticket(ticket=Ticket.objects.select_for_update().get(pk=number), at=now)
    return numbers


def restraddle_ticket(*, ticket: Ticket, at: datetime) -> int:
    """Give the clocks of a ticket that the caller holds locked the terms that hold for them at `at`; how many changed.

    Only what runs unbreached, or never ran, may change: what was judged stays (invariant 4).
    """
    if not _may_have_changed(since=ticket.received_at, at=at) or ticket.status == TicketStatus.closed:
        return 0
    changed = 0
    rows = ticket.clocks.select_for_update(of=("self",)).select_related("decision__ticket__account", "ticket")
    clocks = list(rows.order_by("pk"))
    for kind in _kinds(clocks, at=at):
        live = next((one for one in clocks if one.kind == kind and one.state in LIVE), None)
        standing = _standing(ticket, live, kind, at=at)
        if standing is not None and any(change.taken for change in standing.changes):
            changed += _follow(ticket, live, standing, at=at)
    if changed:
        ticket.updated_at = max(ticket.updated_at, at)
        refresh_order(ticket)
        ticket.save(update_fields=["updated_at"])
    return changed


def _changed_at(book: Edition, now: datetime) -> datetime | None:
    """The last instant by `now` at which a clause or a calendar changed by its date."""
    index = bisect_right(book.dated_changes, instant_of(now))
    return datetime_of(book.dated_changes[index - 1]) if index else None


def _may_have_changed(*, since: datetime, at: datetime) -> bool:
    book = edition(known_at=at)
    published = any(since < one.published_at for one in book.amendments)
    changed_at = _changed_at(book, at)
    return published or (changed_at is not None and changed_at > since)


def _kinds(clocks: Iterable[Clock], *, at: datetime) -> list[ClockKind]:
    """The clocks that may still change: those that the book knows or that run, unless they were judged or broke."""
    judged = {
        one.kind
        for one in clocks
        if one.state in (ClockState.met, ClockState.missed) or (one.state in LIVE and one.breached_at is not None)
    }
    live = [ClockKind(one.kind) for one in clocks if one.state in LIVE]
    known = dict.fromkeys([*live, *edition(known_at=at).clock_kinds])
    return [kind for kind in known if kind not in judged]


def _standing(ticket: Ticket, live: Clock | None, kind: ClockKind, *, at: datetime) -> Standing | None:
    """How a clock stands by the book, from the decision it runs on; else from the newest of the ticket."""
    ran_on = _ran_on(ticket, live)
    if ran_on is None or (live is None and ticket.solved_at is not None):
        return None
    known_at = first_known_at(ran_on)
    request = request_of(ran_on, book=edition(known_at=known_at))
    return standing_terms(
        current_book(),
        request.cell,
        kind,
        received_at=request.received_at,
        evaluated_at=at,
        waits=waits_of(live or Clock(ticket=ticket, decision=ran_on)),
        first_known_at=known_at,
    )


def _ran_on(ticket: Ticket, live: Clock | None) -> Decision | None:
    if live is not None:
        return live.decision
    return ticket.decisions.select_related("ticket__account").order_by("pk").last()


def _follow(ticket: Ticket, live: Clock | None, standing: Standing, *, at: datetime) -> bool:
    """End the clock that runs on other terms and start the one that holds; False when they are the same."""
    terms, before = standing.terms, _ran_on(ticket, live)
    decided = None
    if terms.clause is not None and terms.effect is not None:
        decided = clock_of(terms.edition, terms.clause, terms.start_us)
    if before is None or _same(live, decided, standing):
        return False
    row = keep_policy_change(ticket=ticket, before=before, standing=standing, decided=decided, at=at)
    rule = words([change.rule for change in standing.changes if change.taken][-1])
    if live is not None:
        because = f"the policy changed ({rule})"
        end(clock=live, state=ClockState.cancelled, at=at, because=because, actor_id=None)
    if decided is not None:
        waits = waits_of(live or Clock(ticket=ticket, decision=row))
        _start(row=row, decided=decided, standing=standing, waits=waits, at=at)
    record(
        ticket=ticket,
        at=at,
        actor_id=None,
        verb=POLICY_CHANGED,
        why=" ".join(change.text for change in standing.changes),
        detail={
            "clock": standing.kind.value,
            "from": live.clause if live is not None else "",
            "to": decided.clause if decided is not None else "",
            "clause": terms.clause.id if terms.clause is not None else "",
            "rule": rule,
            "due_at": standing.due_at.isoformat() if standing.due_at else "",
        },
        decision=row,
    )
    return True


def _same(live: Clock | None, decided: DecidedClock | None, standing: Standing) -> bool:
    if live is None or decided is None:
        return live is None and decided is None
    runs = (live.clause, live.budget, live.calendar, live.calendar_version, live.started_at)
    return runs == (
        decided.clause,
        str(decided.budget),
        decided.calendar,
        decided.calendar_version,
        standing.started_at,
    )


def _start(*, row: Decision, decided: DecidedClock, standing: Standing, waits: Waits, at: datetime) -> None:
    pauses = [pause for status in decided.pauses_on for pause in waits.get(status, ())]
    start(
        ticket=row.ticket,
        row=row,
        decided=decided,
        at=at,
        started_at=standing.started_at,
        pauses=[one for one in pauses if one.to_at is None or one.to_at > standing.started_at],
    )
