"""Reads about teammates: who holds a role, who is here, who is invited."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count, Q

from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.models.accounts import Account
from firsthand.models.people import Invitation, Person, RoleHolding
from firsthand.models.tickets import OPEN
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.viewers import NOW, Viewer, held_at, require
from firsthand.services.book.desk import Desk
from firsthand.services.prepared.queries import PreparedQuery, prepare


def holders_of(role: Role, at: datetime) -> list[Person]:
    """The active people who hold `role` at `at`, those who hold it outright before those acting (A20), then by
    name. Empty when the role is vacant."""
    holdings = (
        RoleHolding.objects.filter(held_at(at), role=role, person__is_active=True)
        .select_related("person")
        .order_by("acting", "person__name", "person_id")
    )
    return [holding.person for holding in holdings]


def holders_by_role(at: datetime) -> defaultdict[Role, list[Person]]:
    """As `holders_of` for every role at once, in one query; a vacant role has an empty list."""
    found: defaultdict[Role, list[Person]] = defaultdict(list)
    holdings = (
        RoleHolding.objects.filter(held_at(at), person__is_active=True)
        .select_related("person")
        .order_by("acting", "person__name", "person_id")
    )
    for holding in holdings:
        found[Role(holding.role)].append(holding.person)
    return found


@dataclass(frozen=True, kw_only=True)
class Teammate:
    """Somebody who holds a role, by name."""

    id: int
    name: str


def teammates_by_role(roles: Iterable[Role], at: datetime) -> dict[Role, tuple[Teammate, ...]]:
    """The active people who hold each of these roles, in names only; a vacant role has none."""
    found: dict[Role, list[Teammate]] = {role: [] for role in roles}
    for role, number, name in _holders().rows(now=at):
        if role in found:
            found[Role(role)].append(Teammate(id=number, name=name))
    return {role: tuple(held) for role, held in found.items()}


def teammates_who_may(right: Right, desk: Desk) -> tuple[Teammate, ...]:
    """The active people who hold a role with a right, each once, in the order of the book's roles."""
    roles = desk.organisation.who_may(right)
    held = teammates_by_role(roles, desk.at)
    return tuple({one.id: one for role in roles for one in held[role]}.values())


@cache
def _holders() -> PreparedQuery:
    """Who holds which role."""
    holdings = RoleHolding.objects.filter(held_at(NOW), person__is_active=True)
    ordered = holdings.order_by("acting", "person__name", "person_id")
    return prepare(ordered.values_list("role", "person_id", "person__name"))


def owners() -> list[Person]:
    """The active owners of the desk, by name."""
    return list(Person.objects.filter(is_owner=True, is_active=True).order_by("name", "id"))


def names_of(people: Iterable[int]) -> dict[int, str]:
    """The names of teammates, here or gone, by their ids."""
    return dict(Person.objects.filter(pk__in=set(people)).values_list("pk", "name"))


def person_at(address: str) -> Person | None:
    """The active teammate with an e-mail address, in any case; None when there is nobody."""
    return Person.objects.filter(email=address.lower(), is_active=True).first()


def anybody_is_here() -> bool:
    """Whether the desk has an owner who can sign in."""
    return Person.objects.filter(is_owner=True, is_active=True).exists()


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """A role that a person holds now, or will."""

    role: Role
    acting: bool
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One teammate on the people page; `open_tickets` counts those they are responsible for. `subject_id` is where
    their history stands."""

    id: int
    subject_id: int
    name: str
    email: str
    zone: str
    is_owner: bool
    is_active: bool
    joined_at: datetime
    roles: tuple[RoleHeld, ...]
    open_tickets: int
    accounts: int


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    """An invitation that waits, or ran out."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    is_owner: bool
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """Everybody, who is invited (only for those who run the desk), the roles that nobody holds, and the owners by name,
    to whom falls what is escalated to one."""

    people: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    vacant: tuple[Role, ...]
    owners: tuple[str, ...]
    may_change: bool


def people_page(*, viewer: Viewer, at: datetime) -> PeoplePage:
    """The people page as of `at`, in five queries. Raises Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    roles: defaultdict[int, list[RoleHeld]] = defaultdict(list)
    held: set[Role] = set()
    for holding in RoleHolding.objects.filter(Q(to_at=None) | Q(to_at__gt=at), person__is_active=True):
        roles[holding.person_id].append(
            RoleHeld(role=Role(holding.role), acting=holding.acting, from_at=holding.from_at, to_at=holding.to_at)
        )
        if holding.from_at <= at:
            held.add(Role(holding.role))
    tickets, accounts = _open_tickets(viewer), _accounts()
    people = tuple(
        PersonRow(
            id=person.pk,
            subject_id=person.subject_id,
            name=person.name,
            email=person.email or "",
            zone=person.zone,
            is_owner=person.is_owner,
            is_active=person.is_active,
            joined_at=person.joined_at,
            roles=tuple(sorted(roles[person.pk], key=lambda one: (one.role, one.from_at))),
            open_tickets=tickets.get(person.pk, 0),
            accounts=accounts.get(person.pk, 0),
        )
        for person in Person.objects.order_by("-is_active", "name", "id")
    )
    may_change = viewer.may(Right.run_desk)
    return PeoplePage(
        people=people,
        invitations=_invitations(at) if may_change else (),
        vacant=tuple(role for role in viewer.organisation.roles if role not in held),
        owners=tuple(one.name for one in people if one.is_owner and one.is_active),
        may_change=may_change,
    )


def _open_tickets(viewer: Viewer) -> dict[int, int]:
    counted = tickets_for(viewer).filter(OPEN, responsible__isnull=False).values_list("responsible_id")
    return dict(counted.annotate(Count("id")).order_by())


def _accounts() -> dict[int, int]:
    counted = Account.objects.filter(accountable__isnull=False).values_list("accountable_id")
    return dict(counted.annotate(Count("id")).order_by())


def _invitations(at: datetime) -> tuple[InvitationRow, ...]:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")
    return tuple(
        InvitationRow(
            id=one.pk,
            name=one.name,
            email=one.email or "",
            roles=tuple(Role(role) for role in one.roles),
            is_owner=one.is_owner,
            invited_by=one.invited_by.name,
            invited_at=one.invited_at,
            expires_at=one.expires_at,
            expired=one.expires_at <= at,
        )
        for one in waiting.order_by("-invited_at", "-id")
    )
