"""How many tickets of a month needed help, beside the targets of the book; a month is counted by an index."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from firsthand.domain.book.conditions import Condition, Match
from firsthand.domain.book.effects.help import HelpEffect
from firsthand.domain.book.effects.target import NEEDS_HELP, TargetEffect
from firsthand.domain.book.fields import Value
from firsthand.domain.book.values import Clause
from firsthand.domain.help import HelpState
from firsthand.domain.organisation import Right
from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import help_requests_for, tickets_for, tickets_of_the_desk
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk

MONTHS_SHOWN, TICKETS_SHOWN = 6, 200
_COLUMNS = {"account": "account__name"}


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
    shares = [_share(chosen.beside(-back), desk) for back in range(MONTHS_SHOWN)]
    helped = _counted(chosen, desk).filter(Exists(_asked().filter(ticket=OuterRef("pk")))).values("pk")
    seen = tickets_for(viewer).filter(pk__in=helped).select_related("account", "responsible")
    return SharePage(
        shown=shares[0],
        before=tuple(shares[1:]),
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
    year, _dash, month = named.partition("-")
    if year.isdigit() and month.isdigit() and len(year) == 4 and 1970 <= int(year) <= 9990 and 1 <= int(month) <= 12:
        return min(Month(year=int(year), month=int(month), zone=zone), _of(now, zone), key=lambda one: one.name)
    return _of(now, zone)


def _of(at: datetime, zone: str) -> Month:
    return Month(year=at.year, month=at.month, zone=zone)


def _share(month: Month, desk: Desk) -> MonthShare:
    counted = _counted(month, desk)
    tickets = counted.count()
    helped = counted.filter(Exists(_asked().filter(ticket=OuterRef("pk")))).count() if tickets else 0
    targets = [target for _, target in _targets(month, desk) if target.by_month]
    missed = bool(tickets) and any(Fraction(helped, tickets) > one.at_most for one in targets)
    return MonthShare(month=month, tickets=tickets, helped=helped, missed=missed)


def _asked() -> QuerySet[HelpRequest]:
    """What counts as help that was needed: not about a defect, and not withdrawn before an answer."""
    return HelpRequest.objects.filter(is_defect=False).exclude(state=HelpState.withdrawn)


def _counted(month: Month, desk: Desk) -> QuerySet[Ticket]:
    """The tickets of a month about which the book lets one ask, and of which its targets speak, but for defects."""
    last = min(month.next.from_at, desk.at)
    clauses = [one for one in desk.edition.clauses if isinstance(one.effect, HelpEffect)]
    helps = [one.condition for one in clauses if one.in_force_at(last)]
    targets = [clause.condition for clause, _ in _targets(month, desk)]
    came = tickets_of_the_desk().filter(received_at__gte=month.from_at, received_at__lt=month.next.from_at)
    of_defects = HelpRequest.objects.filter(ticket=OuterRef("pk"), is_defect=True)
    return came.filter(_any(helps), _any(targets)).exclude(Exists(of_defects))


def _targets(month: Month, desk: Desk) -> list[tuple[Clause, Target]]:
    """The targets in force at the end of a month, or now."""
    at = min(month.next.from_at, desk.at)
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


def _any(conditions: list[Condition]) -> Q:
    """What one of the conditions says of a ticket's snapshots; everything where there is none."""
    found = Q()
    for one in conditions:
        if not one.matches:
            return Q()
        every = Q()
        for match in one.matches:
            every &= _of_match(match)
        found |= every
    return found


def _of_match(match: Match) -> Q:
    values: set[Value] = {"" if value is None and match.field != "account" else value for value in match.values}
    column = _COLUMNS.get(match.field, match.field)
    held = Q(**{f"{column}__in": sorted((one for one in values if one is not None), key=str)})
    if None in values:
        held |= Q(**{f"{column}__isnull": True})
    return ~held if match.negated else held
