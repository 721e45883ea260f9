"""How many tickets of a month needed help, beside the targets of the book; a month is counted by an index."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Q

from firsthand.domain.book.conditions import Condition, Match
from firsthand.domain.book.effects.help import HelpEffect
from firsthand.domain.book.effects.target import NEEDS_HELP, TargetEffect
from firsthand.domain.book.fields import Value
from firsthand.domain.book.values import Clause
from firsthand.domain.help import HelpState
from firsthand.domain.organisation import Right
from firsthand.models.help import HelpRequest
from firsthand.models.restrictions import Restriction
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import help_requests_for, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk

MONTHS_SHOWN, TICKETS_SHOWN = 6, 200
_NAMED = re.compile("([0-9]{4})-([0-9]{2})")
_COLUMNS = {"account": "account__name"}
_NEVER_ANSWERED = Q(state=HelpState.withdrawn, times=1)
"""What was withdrawn before an answer; what was asked again had one."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """A calendar month in the zone of the book, from its first instant until before that of the next."""

    year: int
    month: int
    zone: str

    @property
    def name(self) -> str:
        """As an address names it: 2021-08."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def from_at(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, self.month, 1, tzinfo=ZoneInfo(self.zone))

    @property
    def to_at(self) -> datetime:
        """Its last instant, at which the next month's book is not in force yet."""
        return self.next.from_at - timedelta(microseconds=1)

    @property
    def next(self) -> "Month":
        """The month after."""
        return self.beside(1)

    def beside(self, months: int) -> "Month":
        """The month so many later, or before."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year=year, month=month + 1, zone=self.zone)


@dataclass(frozen=True, kw_only=True)
class MonthShare:
    """Of `tickets` of a month, how many needed help; None where there were none. `missed`: more than a target lets."""

    month: Month
    tickets: int
    helped: int
    missed: bool

    @property
    def share(self) -> Fraction | None:
        """The share, from 0 to 1."""
        return Fraction(self.helped, self.tickets) if self.tickets else None


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target of the book, and the most that it lets."""

    clause: str
    text: str
    at_most: Fraction
    by_month: bool


@dataclass(frozen=True, kw_only=True)
class SharePage:
    """The share of a month and of those before, the targets that held at its end, and its tickets that needed help."""

    shown: MonthShare
    before: tuple[MonthShare, ...]
    targets: tuple[Target, ...]
    tickets: tuple[Ticket, ...]
    next: Month | None


def share_page(*, viewer: Viewer, month: str, desk: Desk) -> SharePage:
    """The share of a month, named as 2021-08, or of this one. Raises Refused."""
    require(viewer, Right.see_desk)
    chosen = _month(month, desk)
    now = _month("", desk)
    counted = [_count(chosen.beside(-back), desk) for back in range(MONTHS_SHOWN)]
    seen = tickets_for(viewer).filter(pk__in=counted[0].helped).select_related("account", "responsible")
    return SharePage(
        shown=_share(counted[0], desk),
        before=tuple(_share(one, desk) for one in counted[1:]),
        targets=tuple(target for _, target in _targets(chosen, desk)),
        tickets=tuple(seen.order_by("-received_at", "-id")[:TICKETS_SHOWN]),
        next=chosen.next if chosen.from_at < now.from_at else None,
    )


def asked_in(*, viewer: Viewer, tickets: tuple[Ticket, ...]) -> dict[int, list[HelpRequest]]:
    """What was asked about these tickets, oldest first."""
    found: dict[int, list[HelpRequest]] = {}
    rows = help_requests_for(viewer).filter(ticket__in=tickets, is_defect=False).order_by("id")
    for one in rows:
        found.setdefault(one.ticket_id, []).append(one)
    return found


def _month(named: str, desk: Desk) -> Month:
    zone = desk.edition.zone
    now = desk.at.astimezone(ZoneInfo(zone))
    found = _NAMED.fullmatch(named)
    if found is not None and 1970 <= (year := int(found[1])) <= 9990 and 1 <= (month := int(found[2])) <= 12:
        return min(Month(year=year, month=month, zone=zone), _of(now, zone), key=lambda one: one.name)
    return _of(now, zone)


def _of(at: datetime, zone: str) -> Month:
    return Month(year=at.year, month=at.month, zone=zone)


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """A month's tickets about which the book lets one ask and of which its targets speak, but for defects: how many,
    and which of them needed help."""

    month: Month
    tickets: int
    helped: frozenset[int]


def _count(month: Month, desk: Desk) -> _Counted:
    """The tickets by their index alone; of the few about which something was asked, and that are restricted, each."""
    came = Ticket.objects.filter(_came(month, desk, ""))
    asked = HelpRequest.objects.filter(_came(month, desk, "ticket__")).exclude(_NEVER_ANSWERED)
    rows = set(asked.values_list("ticket", "is_defect"))
    shut = set(came.filter(pk__in=Restriction.objects.values("pk")).values_list("pk", flat=True))
    left_out = shut | {ticket for ticket, is_defect in rows if is_defect}
    helped = frozenset(ticket for ticket, _ in rows) - left_out
    return _Counted(month=month, tickets=came.count() - len(left_out), helped=helped)


def _share(counted: _Counted, desk: Desk) -> MonthShare:
    tickets, helped = counted.tickets, len(counted.helped)
    targets = [target for _, target in _targets(counted.month, desk) if target.by_month]
    missed = bool(tickets) and any(Fraction(helped, tickets) > one.at_most for one in targets)
    return MonthShare(month=counted.month, tickets=tickets, helped=helped, missed=missed)


def _came(month: Month, desk: Desk, way: str) -> Q:
    """Tickets that came in a month and that count; `way` leads from a row to its ticket."""
    last = min(month.to_at, desk.at)
    clauses = [one for one in desk.edition.clauses if isinstance(one.effect, HelpEffect)]
    helps = [one.condition for one in clauses if one.in_force_at(last)]
    targets = [clause.condition for clause, _ in _targets(month, desk)]
    span = {f"{way}received_at__gte": month.from_at, f"{way}received_at__lt": month.next.from_at}
    return Q(**span) & _any(helps, way) & _any(targets, way)


def _targets(month: Month, desk: Desk) -> list[tuple[Clause, Target]]:
    """The targets in force at the end of a month, or now."""
    at = min(month.to_at, desk.at)
    found = []
    for clause in desk.edition.clauses:
        effect = clause.effect
        if not isinstance(effect, TargetEffect) or effect.measure != NEEDS_HELP or not clause.in_force_at(at):
            continue
        if effect.at_most is not None:
            by_month = effect.period == "month"
            target = Target(clause=clause.id, text=clause.text, at_most=effect.at_most, by_month=by_month)
            found.append((clause, target))
    return found


def _any(conditions: list[Condition], way: str) -> Q:
    """What one of the conditions says of a ticket's snapshots; everything where there is none."""
    found = Q()
    for one in conditions:
        if not one.matches:
            return Q()
        every = Q()
        for match in one.matches:
            every &= _of_match(match, way)
        found |= every
    return found


def _of_match(match: Match, way: str) -> Q:
    values: set[Value] = {"" if value is None and match.field != "account" else value for value in match.values}
    column = way + _COLUMNS.get(match.field, match.field)
    held = Q(**{f"{column}__in": sorted((one for one in values if one is not None), key=str)})
    if None in values:
        held |= Q(**{f"{column}__isnull": True})
    return ~held if match.negated else held
