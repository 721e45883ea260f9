"""Whether somebody may ask for help about a ticket, of whom, and which way is right if not (S38–S40, S50)."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.errors import Refused
from firsthand.domain.feature_requests import reached
from firsthand.domain.help import HelpTerms, help_terms, help_terms_anywhere
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import Route, route
from firsthand.domain.questions import open_channel
from firsthand.domain.sentences import Name, Sentence, every, named, say
from firsthand.domain.tickets import Phase
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.desk import Desk

NOBODY_HELPS = say("The book has nobody who is asked for help.")


class OtherWay(StrEnum):
    """Where somebody goes who may not ask: they hand the ticket over, write a note to whose it is, send its wish or ask
    in the open channel."""

    hand_over = "hand_over"
    note = "note"
    send_request = "send_request"
    open_channel = "open_channel"


@dataclass(frozen=True, kw_only=True)
class MayAskForHelp:
    """Of whom the viewer may ask, as `from_role`; nobody and why not, with the right way and the role to which it leads
    where the book has one."""

    terms: tuple[HelpTerms, ...] = ()
    from_role: Role | None = None
    refused: Refused | None = None
    way: OtherWay | None = None
    to: Role | None = None


def may_ask_for_help(viewer: Viewer, ticket: Ticket, *, desk: Desk) -> MayAskForHelp:
    """Whether the viewer may ask for help about the ticket. Who may is the book's: the right, a way to whoever is
    asked, and a ticket of their own role, for which they stay accountable."""
    anywhere = help_terms_anywhere(desk.edition, at=desk.at)
    if not anywhere:
        return MayAskForHelp(refused=Refused("nobody_helps", NOBODY_HELPS))
    if ticket.phase == Phase.closed:
        return MayAskForHelp(
            refused=Refused("closed", say("#{number} is closed and stays as it is.", number=ticket.pk))
        )
    if not viewer.may(Right.ask_for_help):
        return _other_way(viewer, ticket, anywhere, _whose(viewer), desk=desk)
    terms = help_terms(desk.edition, request_now(ticket, desk), at=desk.at)
    if not terms:
        kind = Name(ticket.kind, NameFamily.kind)
        no = say("The book has nobody who is asked for help about what is a {kind}.", kind=kind)
        return _other_way(viewer, ticket, anywhere, no, desk=desk, code="nobody_helps")
    from_role = _from_role(viewer, ticket)
    if from_role is None:
        role = Name(Role(ticket.responsible_role), NameFamily.role)
        words = "{role} is responsible for it, and asks for help."
        return MayAskForHelp(refused=Refused("not_your_role", say(words, role=role)))
    allowed = tuple(one for one in terms if _way(viewer, from_role, one.role, ticket, desk=desk).allowed)
    if not allowed:
        return _other_way(viewer, ticket, terms, say(""), desk=desk)
    return MayAskForHelp(terms=allowed, from_role=from_role)


def _from_role(viewer: Viewer, ticket: Ticket) -> Role | None:
    """The role for which the viewer asks: the responsible one where they hold or head it, or their own where they have
    the ticket."""
    company = viewer.organisation
    if _is_their_roles(viewer, ticket):
        return company.now(Role(ticket.responsible_role))
    if ticket.responsible_id == viewer.person_id:
        return next((one for one in company.who_may(Right.ask_for_help) if one in viewer.roles), None)
    return None


def _is_their_roles(viewer: Viewer, ticket: Ticket) -> bool:
    """Whether they hold or head the role that is responsible."""
    now = viewer.organisation.now(Role(ticket.responsible_role))
    return bool({now, *viewer.organisation.heads_of(now)} & viewer.roles)


def _way(viewer: Viewer, from_role: Role, to: Role, ticket: Ticket, *, desk: Desk) -> Route:
    """The way by the role for which they ask, or by another of theirs."""
    ways = [
        route(desk.edition, one, to, kind=Kind(ticket.kind), at=desk.at)
        for one in (from_role, *sorted(viewer.roles - {from_role}))
    ]
    return next((one for one in ways if one.allowed), ways[0])


def _other_way(
    viewer: Viewer,
    ticket: Ticket,
    terms: tuple[HelpTerms, ...],
    no: Sentence,
    *,
    desk: Desk,
    code: str = "not_yours",
) -> MayAskForHelp:
    """That the viewer does not ask themselves, with the way that the book has instead (S35, S38, S39)."""
    kind = Kind(ticket.kind)
    channel = open_channel(desk.edition, kind, at=desk.at)
    if channel is not None and channel.asked_by & viewer.roles and ticket.kind_confirmed_at is not None:
        text = say(" Ask in {channel} instead ({clause}).", channel=channel.name, clause=channel.clause)
        return MayAskForHelp(refused=Refused(code, no.followed_by(text)), way=OtherWay.open_channel)
    to = reached(desk.edition, kind, at=desk.at)
    for asked in terms:
        for role in sorted(viewer.roles):
            way = route(desk.edition, role, asked.role, kind=kind, at=desk.at)
            if way.allowed:
                continue
            is_wish = to is not None and to.role == way.instead
            is_theirs = ticket.responsible_id == viewer.person_id or _is_their_roles(viewer, ticket)
            there = OtherWay.hand_over if is_theirs else OtherWay.note
            by = OtherWay.send_request if is_wish else there if way.instead is not None else None
            return MayAskForHelp(refused=Refused(code, way.text), way=by, to=way.instead)
    return MayAskForHelp(refused=Refused(code, no))


def _whose(viewer: Viewer) -> Sentence:
    roles = viewer.organisation.who_may(Right.ask_for_help)
    if not roles:
        return say("The book lets nobody ask for help.")
    return say("Only {roles} may ask for help.", roles=every(named(roles, NameFamily.role)))


def sees_help(viewer: Viewer, *, desk: Desk) -> bool:
    """Whether the book has the viewer's roles ask for help, or answer it."""
    terms = help_terms_anywhere(desk.edition, at=desk.at)
    asked = {role for one in terms for role in (one.role, *viewer.organisation.heads_of(one.role))}
    return bool(terms) and (viewer.may(Right.ask_for_help) or bool(asked & viewer.roles))
