"""What one person owns, kind by kind, and how each is handed on when they leave. A room whose rows have an owner adds
one entry to `OWNED`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.events.actors import Actor
from firsthand.domain.events.tasks import TaskMoved
from firsthand.domain.events.tickets import Assigned, Released
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence, count, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN as OPEN_STEP
from firsthand.models.coaching import CoachingStep
from firsthand.models.people import Person
from firsthand.models.tasks import OPEN as OPEN_TASK
from firsthand.models.tasks import Task
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.coaching.following import hand_on
from firsthand.services.coaching.giving import coach_of
from firsthand.services.handoffs.telling import leads_of
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.restricting import check_let_in

OF_NO_ROLE = Role("")
"""Whose it is does not depend on a role."""


@dataclass(frozen=True, kw_only=True)
class Heir:
    """Who gets what somebody owned in a role; `person` None is the team, or nobody where no role owns it."""

    kind: str
    role: Role
    person: int | None


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """Somebody who leaves: who, the roles that they held, to whom what they own goes, by whom and because of what."""

    person: Person
    roles: tuple[Role, ...]
    heirs: tuple[Heir, ...]
    desk: Desk
    actor: Actor
    because: int

    @property
    def why(self) -> Sentence:
        """Why it is another's now."""
        return say("{name} left the desk.", name=self.person.name)

    def heir(self, kind: str, role: Role) -> Heir | None:
        """Who was named for a kind of thing that they owned in a role."""
        return next((one for one in self.heirs if (one.kind, one.role) == (kind, role)), None)


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A kind of thing that one person owns: how many, by the role in which they do, and how it is handed on."""

    kind: str
    counted: Callable[[Person], Mapping[Role, int]]
    said: Callable[[int], Sentence]
    hand_on: Callable[[Leaver], None]


def lead_of(role: Role, *, desk: Desk, but: Person) -> Person | None:
    """The first who heads a role, other than somebody."""
    return next((one for one in leads_of(role, desk) if one.pk != but.pk), None)


def heirs_of(role: Role, *, desk: Desk, but: Person) -> list[Person]:
    """Who could own what somebody owns in a role; everybody here where it is of no role."""
    if role == OF_NO_ROLE:
        return list(Person.objects.filter(is_active=True).exclude(pk=but.pk).order_by("name", "id"))
    return [one for one in holders_of(role, desk.at) if one.pk != but.pk]


def _named(heir: Heir, leaver: Leaver) -> Person:
    found = [one for one in heirs_of(heir.role, desk=leaver.desk, but=leaver.person) if one.pk == heir.person]
    if not found:
        raise Invalid("not_a_holder", say("Choose somebody who holds that role today."), field="heirs")
    return found[0]


def _tickets(person: Person) -> Mapping[Role, int]:
    counted = Ticket.objects.filter(OPEN, responsible=person).values_list("responsible_role").annotate(Count("pk"))
    return {Role(role): number for role, number in counted.order_by("responsible_role")}


def _hand_on_tickets(leaver: Leaver) -> None:
    theirs = Ticket.objects.select_for_update(of=("self",)).select_related("subject")
    for ticket in theirs.filter(OPEN, responsible=leaver.person).order_by("subject_id"):
        to = _owner_of(ticket, leaver)
        moved = (
            Released(from_person=leaver.person.pk, why=leaver.why)
            if to is None
            else Assigned(
                from_role=ticket.responsible_role,
                from_person=leaver.person.pk,
                role=ticket.responsible_role,
                team=ticket.team or "",
                person=to.pk,
                why=leaver.why,
            )
        )
        with acting_on_ticket(ticket, desk=leaver.desk, actor=leaver.actor) as act:
            act.append(moved, because=leaver.because)
            ticket.responsible = to


def _owner_of(ticket: Ticket, leaver: Leaver) -> Person | None:
    """Who was named, or the lead of the role; nobody by name where a restricted ticket would go past its circle."""
    role = leaver.desk.organisation.now(Role(ticket.responsible_role))
    heir = leaver.heir("tickets", role)
    if heir is not None:
        person = _named(heir, leaver) if heir.person is not None else None
        return person if person is None or _is_let_in(ticket, person, leaver.desk) else None
    lead = lead_of(role, desk=leaver.desk, but=leaver.person)
    return lead if lead is not None and _is_let_in(ticket, lead, leaver.desk) else None


def _is_let_in(ticket: Ticket, person: Person, desk: Desk) -> bool:
    try:
        check_let_in(ticket, role=Role(ticket.responsible_role), person=person, desk=desk)
    except DeskError:
        return False
    return True


def _tasks(person: Person) -> Mapping[Role, int]:
    number = Task.objects.filter(OPEN_TASK, who=person).count()
    return {OF_NO_ROLE: number} if number else {}


def _hand_on_tasks(leaver: Leaver) -> None:
    theirs = Task.objects.select_for_update(of=("self", "subject")).select_related("subject", "ticket")
    heir = leaver.heir("tasks", OF_NO_ROLE)
    leads = (lead_of(role, desk=leaver.desk, but=leaver.person) for role in leaver.roles)
    to = next((one for one in leads if one is not None), None)
    if heir is not None:
        to = _named(heir, leaver) if heir.person is not None else None
    for task in theirs.filter(OPEN_TASK, who=leaver.person).order_by("subject_id"):
        who = to if to is None or task.ticket is None or _is_let_in(task.ticket, to, leaver.desk) else None
        account = task.ticket.account_id if task.ticket is not None else task.account_id
        moved = TaskMoved(
            what=task.what,
            from_person=leaver.person.pk,
            to_person=who.pk if who is not None else None,
            due_before=task.due_at,
            due_at=task.due_at,
            why=leaver.why,
        )
        with acting(task.subject, desk=leaver.desk, actor=leaver.actor, account_id=account) as act:
            act.append(moved, because=leaver.because)
        task.who = who
        task.save(update_fields=["who"])


def _steps(person: Person) -> Mapping[Role, int]:
    counted = CoachingStep.objects.filter(OPEN_STEP, who=person).values_list("role").annotate(Count("pk"))
    return {Role(role): number for role, number in counted.order_by("role")}


def _hand_on_steps(leaver: Leaver) -> None:
    """To the heir, else to whoever coaches the account by now, else to the lead by name; its accounts are locked first,
    as every act on a step does."""
    theirs = CoachingStep.objects.filter(OPEN_STEP, who=leaver.person)
    list(Account.objects.select_for_update().filter(pk__in=theirs.values("account")).order_by("pk"))
    rows = CoachingStep.objects.select_for_update(of=("self", "subject")).select_related("subject", "account", "who")
    for row in rows.filter(OPEN_STEP, who=leaver.person).order_by("subject_id"):
        role = leaver.desk.organisation.now(Role(row.role))
        heir = leaver.heir("coaching", role)
        coach = coach_of(row.account, role, leaver.desk)
        if heir is not None:
            to = _named(heir, leaver) if heir.person is not None else None
        elif coach is not None and coach != leaver.person:
            to = coach
        else:
            to = lead_of(role, desk=leaver.desk, but=leaver.person)
        hand_on(row, to, why=leaver.why, actor=leaver.actor, desk=leaver.desk, because=leaver.because)


OWNED = (
    Owned(
        kind="tickets",
        counted=_tickets,
        said=lambda number: count(number, "One open ticket", "{n} open tickets"),
        hand_on=_hand_on_tickets,
    ),
    Owned(
        kind="tasks",
        counted=_tasks,
        said=lambda number: count(number, "One open task", "{n} open tasks"),
        hand_on=_hand_on_tasks,
    ),
    Owned(
        kind="coaching",
        counted=_steps,
        said=lambda number: count(number, "One open coaching step", "{n} open coaching steps"),
        hand_on=_hand_on_steps,
    ),
)
"""Every kind of thing that falls to somebody else when its owner leaves."""
