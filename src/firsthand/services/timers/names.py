"""Names that the book gave up for others: whoever holds one holds the other from the instant of force, by an event of
the desk. The state of a ticket takes it at the ticket's next change."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from firsthand.domain.events import DESK
from firsthand.domain.events.accounts import AccountChanged
from firsthand.domain.events.people import RolesSet
from firsthand.domain.events.tickets import Assigned, Reclassified
from firsthand.domain.names import Kind, Role, Stage, TeamName
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.accounts import Account
from firsthand.models.people import Person
from firsthand.models.restrictions import LetIn
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.restrictions import Circle, circle_of, members_of
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.people.actions.holdings import RoleWanted, held_by, hold
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.restricting import change_circle

_WHY = "The book calls it so now."


def bring_names_to_book(*, now: datetime) -> int:
    """Give holders, accounts and open tickets the names that took the place of theirs; how many. Safe to do twice."""
    desk = open_desk(now)
    became = desk.organisation.became
    done = _rename_roles_and_circles(desk)
    for calendar in AbsenceCalendar.objects.filter(role_name__in=became.roles):
        calendar.role = desk.organisation.now(Role(calendar.role or ""))
        calendar.save(update_fields=["role_name"])
        done += 1
    for number in Account.objects.filter(stage__in=became.stages).order_by("pk").values_list("pk", flat=True):
        done += _rename_stage(number, desk)
    gone = Q(responsible_role__in=became.roles) | Q(kind__in=became.kinds) | Q(team__in=became.teams)
    some = Ticket.objects.filter(OPEN & gone)
    return done + sum(_rename_on_ticket(number, desk) for number in some.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _rename_roles_and_circles(desk: Desk) -> int:
    """The roles of people, and the names by which restricted tickets let them in, all at once: nobody is let in, or
    shut out, by another name."""
    company = desk.organisation
    gone = list(company.became.roles)
    without = Q(team__isnull=False) & ~Q(team__in=list(company.teams))
    let_in = LetIn.objects.filter(Q(role__in=gone) | without).order_by("restriction_id")
    tickets = [locked(number) for number in dict.fromkeys(let_in.values_list("restriction_id", flat=True))]
    circles = {ticket.pk: circle for ticket in tickets if (circle := circle_of(ticket.pk)) is not None}
    before = {role: _ids(Circle(roles=frozenset({role})), desk) for role in gone}
    people = Person.objects.filter(holdings__to_at=None, holdings__role__in=gone, is_active=True).distinct()
    done = sum(_rename_roles(number, desk) for number in people.order_by("pk").values_list("pk", flat=True))
    for ticket in tickets:
        circle = circles[ticket.pk]
        renamed = _renamed(circle, before, desk)
        if renamed != circle:
            change_circle(ticket, renamed, why=_WHY, desk=desk)
            done += 1
    return done


def _renamed(circle: Circle, before: Mapping[Role, frozenset[int]], desk: Desk) -> Circle:
    """The circle by the names of now. Where another name would let in others as well, or not all, those who were let in
    stay so as persons."""
    company = desk.organisation
    found = Circle(people=circle.people)
    for role in circle.roles:
        now, were = Circle(roles=frozenset({company.now(role)})), before.get(role)
        found = found.joined(now if were is None or _ids(now, desk) == were else Circle(people=were))
    for team in circle.teams:
        name = company.became.teams.get(team, team)
        now, members = Circle(teams=frozenset({name})), _ids(Circle(teams=frozenset({team})), desk)
        stays = name in company.teams and _ids(now, desk) == members
        found = found.joined(now if stays else Circle(people=members))
    return found


def _ids(circle: Circle, desk: Desk) -> frozenset[int]:
    return frozenset(one.pk for one in members_of(circle, desk))


def _rename_roles(person_id: int, desk: Desk) -> bool:
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    before, became = held_by(person), desk.organisation.became.roles
    wanted: dict[Role, bool] = {}
    for one in before:
        role = became.get(Role(one.role), Role(one.role))
        wanted[role] = wanted.get(role, True) and one.acting
    hold(person, [RoleWanted(role=role, acting=acting_) for role, acting_ in wanted.items()], at=desk.at)
    after = held_by(person)
    if after == before:
        return False
    with acting(person.subject, desk=desk, actor=DESK) as act:
        act.append(RolesSet(before=before, after=after))
    return True


@transaction.atomic
def _rename_stage(account_id: int, desk: Desk) -> bool:
    account, stages = Account.objects.select_for_update(no_key=True).get(pk=account_id), desk.organisation.became.stages
    if account.stage not in stages:
        return False
    before, account.stage = account.stage, stages[Stage(account.stage)]
    account.save(update_fields=["stage_name"])
    with acting(account.subject, desk=desk, actor=DESK, account_id=account.pk) as act:
        act.append(AccountChanged(field="stage", before=before, after=account.stage, why=_WHY))
    return True


@transaction.atomic
def _rename_on_ticket(ticket_id: int, desk: Desk) -> bool:
    """Role and team by one event, the kind by another; who is responsible stays."""
    ticket, became = locked(ticket_id), desk.organisation.became
    role, team, kind = Role(ticket.responsible_role), ticket.team, Kind(ticket.kind)
    role, kind = became.roles.get(role, role), became.kinds.get(kind, kind)
    if team is not None and team not in desk.organisation.teams:
        team = became.teams.get(TeamName(team))
    if (role, team, kind) == (ticket.responsible_role, ticket.team, ticket.kind):
        return False
    with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        if (role, team) != (ticket.responsible_role, ticket.team):
            person, old = ticket.responsible_id, ticket.responsible_role
            assigned = Assigned(from_role=old, from_person=person, role=role, team=team or "", person=person, why=_WHY)
            ticket.responsible_role, ticket.team = role, team
            act.append(assigned)
            act.settle()
        if kind != ticket.kind:
            before, ticket.kind = ticket.kind, kind
            act.append(Reclassified(from_=before, to=kind, responsible_role=role, team=team or "", why=_WHY))
    return True
