"""Reads of hand-offs as pages show them: the form of an offer, the screen that accepts one, and the lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import Missing
from firsthand.domain.forms import Filled, Form, known_of
from firsthand.domain.handoffs import End, HandoffState
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Direction, Message
from firsthand.models.handoffs import OPEN, Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import clocks_for, handoffs_for, messages_for, ticket_behind, tickets_for
from firsthand.services.access.handoffs import may_answer, speaks_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.queries import ClockStatus, clock_status
from firsthand.services.handoffs.actions import terms_for
from firsthand.services.handoffs.context import context_of, is_said_in, known_facts
from firsthand.services.handoffs.queries import may_speak_for_sender, open_of, waiting_for
from firsthand.services.people.queries import Teammate, names_of, teammates_by_role
from firsthand.services.tickets.actions.handing_over import TAKE_BACK_WITHIN, ways_instead
from firsthand.services.tickets.actions.ways import check_gives, holder_of, may_give, way_to


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """A role that a ticket may be offered to, its teams and people; why not directly, and to which role instead, where
    the book has no way there."""

    role: Role
    teams: tuple[TeamName, ...]
    people: tuple[Teammate, ...]
    refusal: Sentence | None = None
    instead: Role | None = None


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """The form of an offer: the ticket, who may receive it, and for the one that was chosen (`to`) what the book asks,
    filled in as far as the desk knows. `open`: it is offered already."""

    ticket: Ticket
    receivers: tuple[Receiver, ...]
    refused: tuple[Receiver, ...]
    to: End
    form: Form
    filled: Filled
    one_way: bool
    clause: str
    no_clock: bool
    open: Handoff | None
    teammates: tuple[Teammate, ...]


def offer_page(*, viewer: Viewer, ticket_id: int, to: End | None, desk: Desk) -> OfferPage:
    """The form by which the viewer offers a ticket. Raises Missing for one that they do not see, and Refused for one
    that is not theirs to hand over."""
    ticket = ticket_behind(tickets_for(viewer).select_related("account"), ticket_id)
    check_gives(viewer, ticket)
    sender, company = holder_of(ticket), desk.organisation
    held = teammates_by_role(company.roles, desk.at)
    found = []
    for role in company.roles:
        way = way_to(viewer=viewer, ticket=ticket, role=role, desk=desk) if role != sender.role else None
        refused = way is not None and not way.allowed
        people = tuple(one for one in held[role] if (role, one.id) != (sender.role, sender.person))
        found.append(
            Receiver(
                role=role,
                teams=tuple(team.name for team in company.teams.values() if team.role == role),
                people=people,
                refusal=way.text if way is not None and refused else None,
                instead=way.instead if way is not None and refused else None,
            )
        )
    open_ones = tuple(
        one for one in found if one.refusal is None and (one.role != sender.role or one.people or one.teams)
    )
    chosen = to if to is not None and to.role in company.roles else _first(open_ones, sender)
    terms = terms_for(ticket, sender=sender.role, receiver=chosen.role, desk=desk)
    return OfferPage(
        ticket=ticket,
        receivers=open_ones,
        refused=tuple(one for one in found if one.refusal is not None),
        to=chosen,
        form=terms.form,
        filled=known_of(terms.form, known_facts(ticket), sent={}),
        one_way=terms.one_way,
        clause=terms.clause or "",
        no_clock=ClockKind.handoff not in desk.edition.clock_kinds,
        open=open_of(viewer, ticket),
        teammates=tuple({one.id: one for people in held.values() for one in people}.values()),
    )


def _first(receivers: Sequence[Receiver], sender: End) -> End:
    """The first role of the book to which it may go and that has it not."""
    others = [one for one in receivers if one.role != sender.role]
    return End(role=others[0].role) if others else End(role=sender.role)


@dataclass(frozen=True, kw_only=True)
class HandoffRow:
    """A hand-off in a line: its ends in words, its clock if one runs, what waits and for whom. `waits_for_me` is told
    on a ticket's page alone."""

    row: Handoff
    sender: Sentence
    receiver: Sentence
    clock: ClockStatus | None
    asks_me: bool
    waits_for_me: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoffPage:
    """One hand-off: what was given along, whom its people fields name, the customer's last words where it does not say
    them, their clocks, and what the viewer may do with it; `may_offer`: to offer the ticket again. `ways` are those of
    a declining answer."""

    line: HandoffRow
    ticket: Ticket
    context: Filled
    names: dict[int, str]
    last_message: Message | None
    owed: tuple[ClockStatus, ...]
    may_answer: bool
    may_speak: bool
    may_take_back: bool
    may_offer: bool
    ways: tuple[Role, ...]
    because: Sentence | None


_BECAUSE = {
    "kind": say("The book gives it to them, because it is of another kind now."),
    "account": say("The book gives it to them, because the account changed."),
    "book": say("The book gives it to them, because the book changed."),
    "expired": say("An earlier offer of it ran out."),
    "stuck": say("It was begun provisionally, and goes no further there."),
}


def handoff_page(*, viewer: Viewer, handoff_id: int, desk: Desk) -> HandoffPage:
    """The screen of a hand-off. Raises Missing where there is none or the viewer does not see it."""
    rows = handoffs_for(viewer).select_related("subject", "ticket__account", "from_person", "to_person", "asked_by")
    row = rows.select_related("offered_by", "ended_by", "ticket__subject").filter(pk=handoff_id).first()
    if row is None:
        raise Missing("no_handoff", say("There is no such hand-off."))
    context, ticket = context_of(row), row.ticket
    clocks = [
        clock_status(one, desk=desk) for one in clocks_for(viewer).filter(subject=ticket.subject).order_by("due_at")
    ]
    is_open = row.state == HandoffState.offered
    inbound = messages_for(viewer).filter(ticket=ticket, direction=Direction.inbound)
    last = inbound.order_by("-at", "-id").first()
    return HandoffPage(
        line=_line(row, viewer, desk, clocks=_clocks_of([row], viewer)),
        ticket=ticket,
        context=context,
        names=names_of([number for one in context.fields for number in one.people]),
        last_message=None if last is None or is_said_in(context, last) else last,
        owed=tuple(one for one in clocks if one.state in ("running", "late", "paused")),
        may_answer=is_open and may_answer(viewer, row.pk, desk.at),
        may_speak=is_open and may_speak_for_sender(viewer, row),
        may_take_back=_may_take_back(viewer, row, desk),
        may_offer=not is_open and ticket.phase != Phase.closed and may_give(viewer, ticket),
        ways=ways_instead(row, ticket, desk),
        because=_BECAUSE.get(row.occasion),
    )


def _may_take_back(viewer: Viewer, row: Handoff, desk: Desk) -> bool:
    answered = row.state in (HandoffState.accepted, HandoffState.declined) and row.ended_at is not None
    return answered and row.ended_by_id == viewer.person_id and desk.at - row.ended_at <= TAKE_BACK_WITHIN  # type: ignore[operator]


@dataclass(frozen=True, kw_only=True)
class HandoffsPage:
    """The open hand-offs: those that wait for the viewer, those that they or their roles offer, and the last ended."""

    waiting: tuple[HandoffRow, ...]
    offered: tuple[HandoffRow, ...]
    ended: tuple[HandoffRow, ...]


_SHOWN = 50


def handoffs_page(*, viewer: Viewer, desk: Desk) -> HandoffsPage:
    """The lists of hand-offs as the viewer sees them, the oldest open first."""
    require(viewer, Right.see_desk)
    waiting = list(waiting_for(viewer, desk.at)[:_SHOWN])
    rows = handoffs_for(viewer).select_related(
        "subject", "ticket", "from_person", "to_person", "offered_by", "ended_by"
    )
    known = {one.pk for one in waiting}
    others = rows.filter(OPEN).filter(speaks_for(viewer)).exclude(pk__in=known)
    mine = list(others.order_by("offered_at", "id")[:_SHOWN])
    ended = list(rows.exclude(OPEN).order_by("-ended_at", "-id")[:20])
    clocks = _clocks_of([*waiting, *mine, *ended], viewer)
    lines = {one.pk: _line(one, viewer, desk, clocks=clocks) for one in (*waiting, *mine, *ended)}
    return HandoffsPage(
        waiting=tuple(lines[one.pk] for one in waiting),
        offered=tuple(lines[one.pk] for one in mine),
        ended=tuple(lines[one.pk] for one in ended),
    )


def offer_in_a_line(*, viewer: Viewer, handoff_id: int, desk: Desk) -> HandoffRow | None:
    """A hand-off as a ticket's page shows it."""
    rows = handoffs_for(viewer).select_related("ticket", "from_person", "to_person").filter(pk=handoff_id)
    row = rows.first()
    if row is None:
        return None
    line = _line(row, viewer, desk, clocks=_clocks_of([row], viewer))
    return replace(line, waits_for_me=may_answer(viewer, handoff_id, desk.at))


def _clocks_of(rows: Sequence[Handoff], viewer: Viewer) -> dict[int, Clock]:
    found = clocks_for(viewer).filter(subject__in=[one.subject_id for one in rows]).order_by("id")
    return {one.subject_id: one for one in found}


def _line(row: Handoff, viewer: Viewer, desk: Desk, *, clocks: dict[int, Clock]) -> HandoffRow:
    clock = clocks.get(row.subject_id)
    asked = bool(row.question) and not row.answer and row.state == HandoffState.offered
    return HandoffRow(
        row=row,
        sender=_end(row.from_role, row.from_team, row.from_person.name if row.from_person else ""),
        receiver=_end(row.to_role, row.to_team, row.to_person.name if row.to_person else ""),
        clock=clock_status(clock, desk=desk) if clock is not None else None,
        asks_me=asked and may_speak_for_sender(viewer, row),
    )


def _end(role: str, team: str | None, name: str) -> Sentence:
    return End(role=Role(role), team=TeamName(team) if team else None).called(name)
