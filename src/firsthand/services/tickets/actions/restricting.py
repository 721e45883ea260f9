"""A ticket that is not for everybody: let a named circle in, change it, lift it.

Tickets that were merged into one are read on it, so they are restricted with it and never otherwise. What comes of a
restricted ticket, a message split off it or a customer's answer after it was closed, begins as restricted as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import DESK, Actor, Payload
from firsthand.domain.events.restrictions import LetThemselvesIn, Restricted, RestrictionChanged, RestrictionLifted
from firsthand.domain.events.tickets import Released
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Phase
from firsthand.models.people import Person
from firsthand.models.restrictions import LetIn, Restriction
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import links_for, ticket_behind, tickets_for
from firsthand.services.access.restrictions import Circle, circle_of, members_of, shut_out
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.help.actions import leave_who_is_shut_out
from firsthand.services.help.telling import people_of
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.locking import locked, merged_here, merged_into


@dataclass(frozen=True, kw_only=True)
class Restricting:
    """A ticket and who is let in now. `beside` are the tickets linked with it that are everybody's."""

    ticket: Ticket
    circle: Circle
    beside: tuple[int, ...]


def restrict(*, viewer: Viewer, ticket_id: int, circle: Circle, why: str, at: datetime) -> Restricting:
    """Let in the circle and nobody else. Whoever restricts a ticket stays let in; another of the circle may take them
    out. A responsible person who is shut out gives it back to the role, which stays responsible (S10). What waits to be
    mailed to somebody who is shut out is taken back when it would leave.

    Raises Refused for who may not, Missing, and Invalid without a reason or for somebody who is not here.
    """
    require(viewer, Right.restrict)
    reason, desk = _reason(why), open_desk(at)
    whole = circle if circle.lets_in(viewer) else circle.with_person(viewer.person_id)
    _check_names(whole, desk)
    with transaction.atomic():
        family = _family(viewer, ticket_id)
        before = circle_of(ticket_id)
        if before != whole:
            kind = Restricted if before is None else RestrictionChanged
            members = {one.pk for one in members_of(whole, desk)}
            said = kind(
                roles=tuple(sorted(whole.roles)),
                teams=tuple(sorted(whole.teams)),
                people=tuple(sorted(whole.people)),
                why=reason,
            )
            for ticket in family:
                _write(ticket, whole, at=at)
                _say(ticket, said, desk=desk, actor=viewer.actor, members=members)
                leave_who_is_shut_out(ticket, members=members, desk=desk, actor=viewer.actor)
    ticket = next(one for one in family if one.pk == ticket_id)
    return Restricting(ticket=ticket, circle=whole, beside=_beside(viewer, ticket_id))


def lift(*, viewer: Viewer, ticket_id: int, why: str, at: datetime) -> Ticket:
    """Let everybody see the ticket again. Only somebody who is let in can: for others there is no such ticket."""
    require(viewer, Right.restrict)
    reason = _reason(why)
    with transaction.atomic():
        family, desk = _family(viewer, ticket_id), open_desk(at)
        for ticket in family:
            if Restriction.objects.filter(pk=ticket.pk).delete()[0]:
                _say(ticket, RestrictionLifted(why=reason), desk=desk, actor=viewer.actor)
    return next(one for one in family if one.pk == ticket_id)


def let_oneself_in(*, viewer: Viewer, ticket_id: int, why: str, at: datetime) -> Ticket:
    """An owner of the desk who is not let in lets themselves in, with a reason, so that nothing is lost when everybody
    who was has left. It is an event, and whoever is let in is told."""
    require(viewer, Right.run_desk)
    reason, desk = _reason(why), open_desk(at)
    with transaction.atomic():
        root = [ticket_id, *merged_into(ticket_id)][-1]
        circle = circle_of(root) if shut_out(viewer).filter(pk=root).exists() else None
        if circle is None:
            raise Missing(
                "no_ticket",
                say("There is no restricted ticket #{number} that you are not let in to.", number=ticket_id),
            )
        told = members_of(circle, desk)
        family = [locked(number) for number in sorted([root, *merged_here(root)])]
        for ticket in family:
            LetIn.objects.create(restriction_id=ticket.pk, person_id=viewer.person_id)
            _say(ticket, LetThemselvesIn(why=reason), desk=desk, actor=viewer.actor)
        ticket = next(one for one in family if one.pk == root)
        notify(
            people=told or [Person.objects.get(pk=viewer.person_id)],
            subject=ticket.subject,
            at=at,
            kind=NoticeKind.let_themselves_in,
            text=say(
                "{name}, an owner of the desk, let themselves in to #{number} {title}: {reason}",
                name=viewer.name,
                number=ticket.pk,
                title=ticket.title,
                reason=reason,
            ),
            clause="",
            key=f"let-in:{ticket.pk}:{viewer.person_id}:{at.isoformat()}",
        )
    return ticket


def inherit(ticket: Ticket, *, of: Ticket | None, desk: Desk, actor: Actor = DESK) -> None:
    """Restrict a ticket that was just made as the one that it came of."""
    circle = circle_of(of.pk) if of is not None else None
    if circle is None or of is None:
        return
    _write(ticket, circle, at=desk.at)
    said = Restricted(
        roles=tuple(sorted(circle.roles)),
        teams=tuple(sorted(circle.teams)),
        people=tuple(sorted(circle.people)),
        why=say("It came of #{number}, which is restricted.", number=of.pk),
    )
    _say(ticket, said, desk=desk, actor=actor)


def change_circle(ticket: Ticket, circle: Circle, *, why: str, desk: Desk) -> None:
    """Let in the same people by other names, because the book changed them."""
    _write(ticket, circle, at=desk.at)
    said = RestrictionChanged(
        roles=tuple(sorted(circle.roles)),
        teams=tuple(sorted(circle.teams)),
        people=tuple(sorted(circle.people)),
        why=why,
    )
    _say(ticket, said, desk=desk, actor=DESK)


def check_let_in(ticket: Ticket, *, role: Role, person: Person | None, desk: Desk) -> None:
    """Raise Refused when a restricted ticket would go to somebody who does not see it, or to a role none of whose
    holders does. Nobody is let in by the way: to make somebody responsible is no decision about who may know."""
    circle = circle_of(ticket.pk)
    if circle is None:
        return
    members = {one.pk for one in members_of(circle, desk)}
    if person is None and not any(one.pk in members for one in holders_of(role=role, at=desk.at)):
        raise Refused(
            "not_let_in",
            say("This ticket is restricted, and nobody of {role} is let in.", role=Name(role, NameFamily.role)),
            field="role",
        )
    if person is not None and person.pk not in members:
        message = say("This ticket is restricted, and {person} is not let in. Let them in first.", person=person.name)
        raise Refused("not_let_in", message, field="person")


def check_team_let_in(ticket: Ticket, *, role: Role, team: TeamName | None, desk: Desk, field: str) -> None:
    """As `check_let_in` of a role, and raise Refused for a team none of whose people is let in."""
    check_let_in(ticket, role=role, person=None, desk=desk)
    people, circle = people_of(role, team, desk), circle_of(ticket.pk)
    if team is None or not people or circle is None:
        return
    if {one.pk for one in people}.isdisjoint(one.pk for one in members_of(circle, desk)):
        message = say(
            "This ticket is restricted, and nobody of {team} is let in. Ask another team, or let somebody in first.",
            team=Name(team, NameFamily.team),
        )
        raise Refused("not_let_in", message, field=field)


def check_alike(one: Ticket, other: Ticket) -> None:
    """Raise Refused when two tickets that are to be one are not restricted to the same circle."""
    if circle_of(one.pk) != circle_of(other.pk):
        raise Refused(
            "restricted_otherwise",
            say(
                "The two are not for the same people, and whoever reads one would read both. Restrict them alike "
                "first, or link them."
            ),
            field="into",
        )


def _family(viewer: Viewer, ticket_id: int) -> list[Ticket]:
    """The ticket and those that were merged into it, locked by rising number. Raises Missing, and Refused for one that
    was itself merged away."""
    ticket_behind(tickets_for(viewer), ticket_id)
    if into := merged_into(ticket_id):
        message = say("It was merged into #{into}, where its messages are read; restrict that one.", into=into[-1])
        raise Refused("merged", message)
    family = [locked(number) for number in sorted({ticket_id, *merged_here(ticket_id)})]
    if merged_into(ticket_id) or {one.pk for one in family} != {ticket_id, *merged_here(ticket_id)}:
        raise Refused("changed", say("It was merged with another ticket meanwhile. Look again."))
    return family


def _write(ticket: Ticket, circle: Circle, *, at: datetime) -> None:
    row, _ = Restriction.objects.get_or_create(ticket=ticket, defaults={"since": at})
    row.let_in.all().delete()
    LetIn.objects.bulk_create(
        [
            *(LetIn(restriction=row, role=role) for role in sorted(circle.roles)),
            *(LetIn(restriction=row, team=team) for team in sorted(circle.teams)),
            *(LetIn(restriction=row, person_id=number) for number in sorted(circle.people)),
        ]
    )


def _say(ticket: Ticket, said: Payload, *, desk: Desk, actor: Actor, members: set[int] | None = None) -> None:
    with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
        event = act.append(said)
        responsible, ended = ticket.responsible_id, ticket.phase == Phase.closed
        if members is not None and responsible is not None and responsible not in members and not ended:
            act.append(Released(from_person=responsible, why=say("They are not let in.")), because=event.pk)
            ticket.responsible = None


def _reason(why: str) -> str:
    reason = " ".join(why.split())[:400]
    if not reason:
        raise Invalid("reason_missing", say("Say why; it stands on the timeline."), field="why")
    return reason


def _check_names(circle: Circle, desk: Desk) -> None:
    declared: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: circle.roles <= desk.organisation.roles.keys(), "role"),
        (lambda: circle.teams <= desk.organisation.teams.keys(), "team"),
        (lambda: Person.objects.filter(pk__in=circle.people, is_active=True).count() == len(circle.people), "person"),
    )
    for is_known, field in declared:
        if not is_known():
            raise Invalid("choose", say("Choose of the list."), field=field)


def _beside(viewer: Viewer, ticket_id: int) -> tuple[int, ...]:
    links = links_for(viewer)
    found: Sequence[int] = [
        *links.filter(source=ticket_id, target__restriction=None).values_list("target_id", flat=True),
        *links.filter(target=ticket_id, source__restriction=None).values_list("source_id", flat=True),
    ]
    return tuple(sorted(set(found)))
