"""Handing a ticket over: offered, read back and accepted, or declined with the right way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared, Id, Many, Others, Text
from firsthand.domain.forms import Asked, Filled, fill
from firsthand.domain.handoffs import End
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, count, say
from firsthand.services.access.doors import ticket_behind, tickets_for
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act, beside
from firsthand.services.catalogue.tickets.custody import Destination, Responsible
from firsthand.services.catalogue.tickets.parts import MOVES, UNENDED, OnTicket
from firsthand.services.handoffs.actions import terms_for
from firsthand.services.handoffs.context import known_facts
from firsthand.services.people.queries import names_of
from firsthand.services.tickets.actions import handing_over, moves_by_book, provisional
from firsthand.services.tickets.actions.ways import holder_of

_FOUND = (*UNENDED, "no_handoff", "ended", "not_yours")
_RECEIVER = ("wrong_route", "not_your_role", "unknown_role", "unknown_team", "not_a_holder", "not_let_in", "has_it")
OFFERING = (*UNENDED, *_RECEIVER, "offered_before", "field_missing", "field_wrong")
"""What an offer of a ticket may be refused for."""
Said = Annotated[str, Text(at_most=handing_over.LONGEST)]


@dataclass(frozen=True, kw_only=True)
class Offer(OnTicket):
    """To whom it is offered, and what the book's form for these two roles asks for."""

    to: Annotated[Destination, Responsible()]
    context: Annotated[Mapping[str, str], Others(declared_by="the form of the book")]


@act(
    "handoffs.hand-over",
    say("Hand it over"),
    right=Right.work_tickets,
    refusals=OFFERING,
    possible=lambda standing: standing.mine_to_give and not standing.offered and not standing.closed,
    key="h",
    undone_by="handoffs.withdraw-offer",
)
def offer(doer: Doer, wanted: Offer) -> Done:
    """It is offered with what the book asks for; until it is accepted, who is responsible stays so."""
    return offered(doer, wanted.ticket, wanted.to, wanted.context)


def offered(doer: Doer, ticket_id: int, to: Destination, sent: Mapping[str, str]) -> Done:
    """Offer a ticket with what a form sent; what to say of it, and how to take it back."""
    end = End(role=to.role, team=to.team, person=to.person_id)
    row = handing_over.offer(
        viewer=doer.viewer, ticket_id=ticket_id, to=end, context=_context(doer, ticket_id, end, sent), at=doer.at
    )
    name = names_of([end.person]).get(end.person, "") if end.person is not None else ""
    said = say("Offered to {receiver}. Until they accept, it stays where it is.", receiver=end.called(name))
    undo = Undo(act="handoffs.withdraw-offer", sent={"ticket": str(ticket_id), "handoff": str(row.pk)})
    return Done(said=said, goes_to=Place(kind="ticket", of=ticket_id), undo=undo)


def _context(doer: Doer, ticket_id: int, to: End, sent: Mapping[str, str]) -> Filled:
    """The form that the book has for these two roles, filled in."""
    ticket = ticket_behind(tickets_for(doer.viewer).select_related("account"), ticket_id)
    terms = terms_for(ticket, sender=holder_of(ticket).role, receiver=to.role, desk=doer.desk)
    return fill(terms.form, sent, Asked(at=doer.at, zone=doer.viewer.zone, known=known_facts(ticket)))


@dataclass(frozen=True, kw_only=True)
class OnHandoff:
    """The hand-off."""

    handoff: Annotated[int, Id("handoff")]


@dataclass(frozen=True, kw_only=True)
class Accept(OnHandoff):
    """The essence, in a sentence of the doer's own."""

    essence: Said


@act(
    "handoffs.accept-handoff",
    say("Accept a hand-off"),
    right=Right.work_tickets,
    refusals=(*_FOUND, *MOVES, "essence_missing", "context_missing"),
    possible=beside,
    undone_by="handoffs.reopen-offer",
)
def accept(doer: Doer, wanted: Accept) -> Done:
    """The doer is responsible from now on, and has said in a sentence what for."""
    row = handing_over.accept(viewer=doer.viewer, handoff_id=wanted.handoff, essence=wanted.essence, at=doer.at)
    return _answered(row.pk, row.ticket_id, say("You have it: the next step is yours."))


@dataclass(frozen=True, kw_only=True)
class Decline(OnHandoff):
    """Why not, and the role to which it goes instead."""

    why: Said
    instead: Annotated[Role, Declared("role")]


@act(
    "handoffs.decline-handoff",
    say("Decline a hand-off"),
    right=Right.work_tickets,
    refusals=(*_FOUND, "why_missing", "wrong_route"),
    possible=beside,
    undone_by="handoffs.reopen-offer",
)
def decline(doer: Doer, wanted: Decline) -> Done:
    """The ticket stays with its sender, who hears why and which way is right."""
    row = handing_over.decline(
        viewer=doer.viewer, handoff_id=wanted.handoff, why=wanted.why, instead=wanted.instead, at=doer.at
    )
    role = Name(wanted.instead, NameFamily.role)
    return _answered(row.pk, row.ticket_id, say("Declined; they are told that the way is to {role}.", role=role))


def _answered(handoff: int, ticket: int, said: Sentence) -> Done:
    undo = Undo(act="handoffs.reopen-offer", sent={"ticket": str(ticket), "handoff": str(handoff)})
    return Done(said=said, goes_to=Place(kind="ticket", of=ticket), undo=undo)


@dataclass(frozen=True, kw_only=True)
class Ask(OnHandoff):
    """One question to whoever offers it."""

    question: Said


@act(
    "handoffs.ask-sender",
    say("Ask about a hand-off"),
    right=Right.work_tickets,
    refusals=(*_FOUND, "question_missing", "asked_before"),
    possible=beside,
)
def ask(doer: Doer, wanted: Ask) -> Done:
    """The offer stays open, and so does its clock."""
    handing_over.ask(viewer=doer.viewer, handoff_id=wanted.handoff, question=wanted.question, at=doer.at)
    return Done(said=say("Asked. The offer stays open."))


@dataclass(frozen=True, kw_only=True)
class Answer(OnHandoff):
    """The answer to that question."""

    text: Said


@act(
    "handoffs.answer-receiver",
    say("Answer what is asked about a hand-off"),
    right=Right.work_tickets,
    refusals=(*_FOUND, "text_missing", "nothing_asked"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """Whoever asked hears of it."""
    handing_over.answer(viewer=doer.viewer, handoff_id=wanted.handoff, text=wanted.text, at=doer.at)
    return Done(said=say("Answered."))


@dataclass(frozen=True, kw_only=True)
class Withdraw(OnHandoff):
    """An offer of one's own, and why it stands no more."""

    why: Said = ""


@act("handoffs.withdraw-offer", say("Withdraw a hand-off"), right=Right.work_tickets, refusals=_FOUND, possible=beside)
def withdraw(doer: Doer, wanted: Withdraw) -> Done:
    """The clock of its answer ends."""
    row = handing_over.withdraw(viewer=doer.viewer, handoff_id=wanted.handoff, why=wanted.why, at=doer.at)
    return Done(said=say("Withdrawn."), goes_to=Place(kind="ticket", of=row.ticket_id))


@act(
    "handoffs.reopen-offer",
    say("Take back the answer to a hand-off"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "no_handoff", "nothing_answered", "too_late", "changed_meanwhile"),
    possible=beside,
)
def take_back(doer: Doer, wanted: OnHandoff) -> Done:
    """Within ten seconds, by whoever accepted or declined: the offer is open again."""
    row = handing_over.take_back(viewer=doer.viewer, handoff_id=wanted.handoff, at=doer.at)
    return Done(said=say("Taken back: it is offered as before."), goes_to=Place(kind="ticket", of=row.ticket_id))


@act(
    "handoffs.start-provisionally",
    say("Begin on it provisionally"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "begun_before", "not_yours_to_begin"),
    possible=lambda standing: standing.may_begin and not standing.closed,
)
def start_provisionally(doer: Doer, wanted: OnTicket) -> Done:
    """Who owns it owes its clocks all along; whoever is stuck offers it to them."""
    provisional.start(viewer=doer.viewer, ticket_id=wanted.ticket, at=doer.at)
    return Done(said=say("You began on it. Say so when you are stuck: it is offered to whoever owns it."))


@act(
    "handoffs.stop-provisionally",
    say("Go no further with it"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "not_begun"),
    possible=lambda standing: standing.began and not standing.closed,
)
def stop_provisionally(doer: Doer, wanted: OnTicket) -> Done:
    """It is as it was before."""
    provisional.stop(viewer=doer.viewer, ticket_id=wanted.ticket, at=doer.at)
    return Done(said=say("Left to whoever owns it."))


@dataclass(frozen=True, kw_only=True)
class Stuck(OnTicket):
    """What was tried; left out: what the doer wrote on it since they began."""

    tried: Said = ""


@act(
    "handoffs.stuck",
    say("Stuck: offer it to whoever owns it"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "not_begun", "offered_before"),
    possible=lambda standing: standing.began and not standing.offered and not standing.closed,
    key="x",
    undone_by="handoffs.withdraw-offer",
)
def stuck(doer: Doer, wanted: Stuck) -> Done:
    """It is offered with what was tried, and stays begun until they accept."""
    row = provisional.stuck(viewer=doer.viewer, ticket_id=wanted.ticket, tried=wanted.tried, at=doer.at)
    said = say("Offered to {role} with what you tried.", role=Name(row.to_role, NameFamily.role))
    undo = Undo(act="handoffs.withdraw-offer", sent={"ticket": str(wanted.ticket), "handoff": str(row.pk)})
    return Done(said=said, undo=undo)


@dataclass(frozen=True, kw_only=True)
class ByTheBook:
    """The tickets, at most 200 of which are offered at once."""

    tickets: Annotated[tuple[int, ...], Many(Id("ticket"))] = ()


@act(
    "handoffs.offer-by-the-book",
    say("Offer what belongs to another role by the book"),
    right=Right.see_desk,
    refusals=("nothing_to_offer", "not_yours"),
    possible=beside,
)
def offer_by_the_book(doer: Doer, wanted: ByTheBook) -> Done:
    """Each is offered with what the desk knows filled in, and stays where it is until it is accepted."""
    made = moves_by_book.offer_moves(viewer=doer.viewer, tickets=wanted.tickets, at=doer.at)
    one = "One ticket is offered. It stays where it is until it is accepted."
    return Done(said=count(made, one, "{n} tickets are offered. They stay where they are until they are accepted."))
