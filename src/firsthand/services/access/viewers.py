"""The one gate: who is looking, what they may do, and which rows of customer data they reach.

This room imports tables and rules only, so that every other room may stand on it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firsthand.domain.errors import Refused
from firsthand.domain.events.actors import Actor, person
from firsthand.domain.names import Role
from firsthand.domain.organisation import Act, Organisation, Permission, may
from firsthand.models.accounts import Account
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import OutboxMail
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import Desk, open_desk


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A teammate as of one instant: who, in which zone, with which roles, in the company as the book has it then."""

    person_id: int
    name: str
    email: str
    zone: str
    roles: frozenset[Role]
    is_owner: bool
    organisation: Organisation

    @property
    def actor(self) -> Actor:
        """The viewer as who did something."""
        return person(self.person_id)

    def may(self, act: Act) -> bool:
        """Whether this viewer may do `act`."""
        return permission(self, act).allowed


def held_at(at: datetime) -> Q:
    """The holdings in force at `at`: half-open, from `from_at` until before `to_at`."""
    return Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))


def viewer_of(person: Person, *, at: datetime, desk: Desk | None = None) -> Viewer:
    """The viewer that `person` is at `at`; `desk` is the one of that instant, where it is open already. Somebody
    deactivated is a viewer with no role and no desk."""
    roles: frozenset[Role] = frozenset()
    if person.is_active:
        held = RoleHolding.objects.filter(held_at(at), person_id=person.pk).values_list("role", flat=True)
        roles = frozenset(Role(role) for role in held)
    return Viewer(
        person_id=person.pk,
        name=person.name,
        email=person.email,
        zone=person.zone,
        roles=roles,
        is_owner=person.is_owner and person.is_active,
        organisation=(desk or open_desk(at)).organisation,
    )


def permission(viewer: Viewer, act: Act) -> Permission:
    """Whether the viewer may do `act`, and whose it is when not."""
    return may(act, viewer.organisation, roles=viewer.roles, is_owner=viewer.is_owner)


def require(viewer: Viewer, act: Act) -> None:
    """Raise Refused, with the sentence that names who may, unless the viewer may do `act` (S5)."""
    answer = permission(viewer, act)
    if not answer.allowed:
        raise Refused("not_yours", answer.refusal)


def tickets_for(viewer: Viewer) -> QuerySet[Ticket]:
    """The tickets that the viewer may see: all for anybody with a role (S56), none for others."""
    return Ticket.objects.all() if viewer.may(Act.see_desk) else Ticket.objects.none()


def accounts_for(viewer: Viewer) -> QuerySet[Account]:
    """The accounts that the viewer may see."""
    return Account.objects.all() if viewer.may(Act.see_desk) else Account.objects.none()


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """The tasks on what the viewer may see."""
    return Task.objects.filter(Q(ticket__in=tickets_for(viewer)) | Q(account__in=accounts_for(viewer)))


def raw_messages_for(viewer: Viewer) -> QuerySet[RawMessage]:
    """The raw messages that the viewer may see."""
    return RawMessage.objects.all() if viewer.may(Act.handle_quarantine) else RawMessage.objects.none()


def outbox_for(viewer: Viewer) -> QuerySet[OutboxMail]:
    """The mails on their way out that the viewer may see. Mails about the desk itself (invitations, password
    resets: mails without a ticket) are for those who run it."""
    if not viewer.may(Act.handle_quarantine):
        return OutboxMail.objects.none()
    if viewer.may(Act.run_desk):
        return OutboxMail.objects.all()
    return OutboxMail.objects.exclude(ticket=None)
