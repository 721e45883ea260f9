"""Reads about saved replies: the list, one of them, and what the composer of a ticket offers, filled."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firsthand.domain.conversation.variables import filled
from firsthand.domain.errors import Missing
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.promises.saved import Warned, check_saved_wording
from firsthand.domain.sentences import say
from firsthand.models.saved_replies import SavedReply
from firsthand.services.access.doors import ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk
from firsthand.services.tickets.variables import values_of

MOST_OFFERED = 20


@dataclass(frozen=True, kw_only=True)
class SavedReplyRow:
    """A saved reply as a list shows it; `warned` is a phrase of it that the book warns of by now."""

    id: int
    name: str
    text: str
    role: Role | None
    team: TeamName | None
    written_by: str
    written_at: datetime
    may_change: bool
    warned: Warned | None


@dataclass(frozen=True, kw_only=True)
class OfferedReply:
    """A saved reply with its variables filled for a ticket."""

    id: int
    name: str
    text: str


def saved_replies(
    *, viewer: Viewer, desk: Desk, words: str = "", offset: int = 0, limit: int = 50
) -> tuple[tuple[SavedReplyRow, ...], bool]:
    """Those of everybody and of every team by name, with these words in name or text, and whether there are more."""
    require(viewer, Right.work_tickets)
    found = _with_words(words).select_related("written_by").order_by("name", "id")[offset : offset + limit + 1]
    rows = [_row(one, viewer, desk) for one in found]
    return tuple(rows[:limit]), len(rows) > limit


def saved_reply(*, viewer: Viewer, desk: Desk, reply_id: int) -> SavedReplyRow:
    """One of them. Raises Missing."""
    require(viewer, Right.work_tickets)
    found = SavedReply.objects.select_related("written_by").filter(pk=reply_id, retired_at=None).first()
    if found is None:
        raise Missing("no_saved_reply", say("There is no such saved reply."))
    return _row(found, viewer, desk)


def offered(*, viewer: Viewer, desk: Desk, ticket_id: int, words: str = "") -> tuple[OfferedReply, ...]:
    """What the composer of a ticket offers: those of everybody, of the viewer's roles and of the ticket's, filled.
    Raises Missing for a ticket that the viewer does not see."""
    require(viewer, Right.work_tickets)
    ticket = ticket_behind(tickets_for(viewer).select_related("contact", "account"), ticket_id)
    roles = {*viewer.roles, Role(ticket.responsible_role)}
    teams = [team.name for team in desk.organisation.teams.values() if team.role in roles]
    whose = Q(role=None, team=None) | Q(role__in=roles) | Q(team__in=teams)
    values = {**values_of(ticket), "writer": viewer.name}
    rows = _with_words(words).filter(whose).order_by("name", "id")[:MOST_OFFERED]
    return tuple(OfferedReply(id=one.pk, name=one.name, text=filled(one.text, values)) for one in rows)


def may_write_for(viewer: Viewer, desk: Desk, *, role: Role | None, team: TeamName | None) -> bool:
    """Whether the viewer writes for this team: one of theirs, one that they head, or everybody."""
    company = desk.organisation
    if team is not None:
        if team not in company.teams:
            return False
        role = company.teams[team].role
    heads = {company.roles[one].heads for one in viewer.roles if one in company.roles}
    return role is None or role in viewer.roles or role in heads


def readers_of(desk: Desk, *, role: Role | None, team: TeamName | None) -> tuple[Role, ...]:
    """The roles whose people send it."""
    company = desk.organisation
    if team is not None and team in company.teams:
        return (company.teams[team].role,)
    return (role,) if role is not None else tuple(company.roles)


def _with_words(words: str) -> QuerySet[SavedReply]:
    found = SavedReply.objects.filter(retired_at=None)
    for word in words.split()[:10]:
        found = found.filter(Q(name__icontains=word) | Q(text__icontains=word))
    return found


def _row(one: SavedReply, viewer: Viewer, desk: Desk) -> SavedReplyRow:
    role, team = Role(one.role) if one.role else None, TeamName(one.team) if one.team else None
    return SavedReplyRow(
        id=one.pk,
        name=one.name,
        text=one.text,
        role=role,
        team=team,
        written_by=one.written_by.name,
        written_at=one.written_at,
        may_change=may_write_for(viewer, desk, role=role, team=team),
        warned=check_saved_wording(desk.edition, one.text, readers_of(desk, role=role, team=team), desk.at),
    )
