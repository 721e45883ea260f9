"""Asking other roles for help about a ticket, answering, and saying what came of it (S50)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Flag, Id, Many, Others, Text
from firsthand.domain.forms import Asked, Filled, fill
from firsthand.domain.names import TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.access.doors import ticket_behind, tickets_for
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act, beside
from firsthand.services.catalogue.tickets.custody import Destination, Responsible
from firsthand.services.catalogue.tickets.parts import MOVES, UNENDED, OnTicket
from firsthand.services.handoffs.context import known_facts
from firsthand.services.help.asking import may_ask_for_help
from firsthand.services.help.telling import asked_called
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.actions.asking_for_help import Asking

_FOUND = ("no_ticket", "no_help", "ended", "changed_meanwhile")
_ASKED = (*_FOUND, "answered")
Said = Annotated[str, Text(at_most=helping.LONGEST)]
Why = Annotated[str, Text(at_most=helping.LONGEST_WHY)]


@dataclass(frozen=True, kw_only=True)
class Ask(OnTicket):
    """Whom one asks, as which priority; whom of one's own team one asked first and what they said, or why nobody;
    whether it is a defect; and what the book's form asks for."""

    help_of: Annotated[Destination, Responsible()]
    help_priority: Annotated[str, Text(at_most=64)] = ""
    help_asked: Annotated[tuple[int, ...], Many(Id("person"))] = ()
    help_said: Annotated[str, Text(at_most=asking_for_help.LONGEST_TEAMMATES)] = ""
    help_skipped: Annotated[str, Text(at_most=asking_for_help.LONGEST_TEAMMATES)] = ""
    help_defect: Annotated[bool, Flag()] = False
    context: Annotated[Mapping[str, str], Others(declared_by="the form of the book")]


@act(
    "help.ask-for-help",
    say("Ask for help"),
    right=Right.work_tickets,
    refusals=(
        *UNENDED,
        *MOVES,
        "not_yours",
        "nobody_helps",
        "not_your_role",
        "not_let_in",
        "choose",
        "teammates_missing",
        "field_missing",
        "field_wrong",
    ),
    possible=lambda standing: standing.may_be_helped and not standing.closed,
    key="e",
    undone_by="help.withdraw-help",
)
def ask(doer: Doer, wanted: Ask) -> Done:
    """Whoever is asked answers by a clock of their own; the ticket stays whose it is, and its clocks run on."""
    row = asking_for_help.ask(
        viewer=doer.viewer,
        ticket_id=wanted.ticket,
        asking=Asking(
            role=wanted.help_of.role,
            team=wanted.help_of.team,
            priority=wanted.help_priority,
            context=_context(doer, wanted),
            asked_first=wanted.help_asked,
            they_said=wanted.help_said,
            skipped=wanted.help_skipped,
            is_defect=wanted.help_defect,
        ),
        at=doer.at,
    )
    undo = Undo(act="help.withdraw-help", sent={"ticket": str(wanted.ticket), "help": str(row.pk)})
    said = say("Asked {whom}. The ticket stays yours, and its clocks run on.", whom=asked_called(row.role, row.team))
    return Done(said=said, goes_to=Place(kind="ticket", of=wanted.ticket), undo=undo)


def _context(doer: Doer, wanted: Ask) -> Filled:
    """The form that the book has for asking this role, filled in; empty where the viewer may not ask at all, which the
    act says."""
    ticket = ticket_behind(tickets_for(doer.viewer).select_related("account"), wanted.ticket)
    may = may_ask_for_help(doer.viewer, ticket, desk=doer.desk)
    if may.from_role is None:
        return Filled(fields=())
    terms = asking_for_help.terms_of(may, wanted.help_of.role)
    return fill(terms.form, wanted.context, Asked(at=doer.at, zone=doer.viewer.zone, known=known_facts(ticket)))


@dataclass(frozen=True, kw_only=True)
class OnHelp:
    """The request for help."""

    help: Annotated[int, Id("help")]


@dataclass(frozen=True, kw_only=True)
class Take(OnHelp):
    """The request, and who looked after it when the doer looked; left out: nobody."""

    had: Annotated[int | None, Id("person")] = None


@act(
    "help.take-help",
    say("Look after a request for help"),
    right=Right.work_tickets,
    refusals=(*_ASKED, "not_yours", "taken_meanwhile"),
    possible=beside,
    undone_by="help.leave-help",
)
def take(doer: Doer, wanted: Take) -> Done:
    """It stands on the doer's list, and on nobody else's of the team."""
    row = helping.take(viewer=doer.viewer, help_id=wanted.help, had=wanted.had, at=doer.at)
    undo = Undo(act="help.leave-help", sent={"ticket": str(row.ticket_id), "help": str(row.pk)})
    return Done(said=say("You look after it: the answer is yours."), undo=undo)


@act(
    "help.leave-help",
    say("Give a request for help back to the team"),
    right=Right.work_tickets,
    refusals=(*_ASKED, "not_taken"),
    possible=beside,
)
def leave(doer: Doer, wanted: OnHelp) -> Done:
    """Anybody of the team may look after it; its clock runs on."""
    helping.leave(viewer=doer.viewer, help_id=wanted.help, at=doer.at)
    return Done(said=say("Given back to the team. Its clock runs on."))


@dataclass(frozen=True, kw_only=True)
class PassOn(OnHelp):
    """The team that knows (empty: anybody of the role), and why it is theirs."""

    team: Annotated[str, Text(at_most=64)] = ""
    why: Why


@act(
    "help.pass-on-help",
    say("Give a request for help on to another team"),
    right=Right.work_tickets,
    refusals=(*_ASKED, "not_yours", "choose", "not_let_in", "has_it", "why_missing"),
    possible=beside,
)
def pass_on(doer: Doer, wanted: PassOn) -> Done:
    """Its clock runs on; the team is told."""
    team = TeamName(wanted.team) if wanted.team else None
    row = helping.pass_on(viewer=doer.viewer, help_id=wanted.help, team=team, why=wanted.why, at=doer.at)
    return Done(said=say("Given on to {whom}. Its clock runs on.", whom=asked_called(row.role, row.team)))


@dataclass(frozen=True, kw_only=True)
class Talk(OnHelp):
    """What is said; `asks`: whoever is asked waits for a word before they can help."""

    text: Said
    asks: Annotated[bool, Flag()] = False


@act(
    "help.talk-about-help",
    say("Say something about a request for help"),
    right=Right.work_tickets,
    refusals=(*_FOUND, "not_yours", "text_missing"),
    possible=beside,
)
def talk(doer: Doer, wanted: Talk) -> Done:
    """The other side is told; the clock runs on."""
    helping.talk(viewer=doer.viewer, help_id=wanted.help, text=wanted.text, asks=wanted.asks, at=doer.at)
    return Done(said=say("Said. The clock runs on."))


@dataclass(frozen=True, kw_only=True)
class Answer(OnHelp):
    """What one knows."""

    text: Said


@act(
    "help.answer-help",
    say("Answer a request for help"),
    right=Right.work_tickets,
    refusals=(*_ASKED, *MOVES, "not_yours", "text_missing"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """The clock of the answer ends; whoever asked is told, and says what came of it."""
    helping.answer(viewer=doer.viewer, help_id=wanted.help, text=wanted.text, at=doer.at)
    return Done(said=say("Answered. Whoever asked is told, and says what came of it."))


@dataclass(frozen=True, kw_only=True)
class Again(OnHelp):
    """What the answer lacks."""

    why: Why


@act(
    "help.ask-again",
    say("Ask for help again"),
    right=Right.work_tickets,
    refusals=(*_FOUND, *MOVES, "not_yours", "nothing_answered", "nobody_helps", "not_let_in", "why_missing"),
    possible=beside,
)
def ask_again(doer: Doer, wanted: Again) -> Done:
    """Another clock runs for the answer, from now on."""
    asking_for_help.ask_again(viewer=doer.viewer, help_id=wanted.help, why=wanted.why, at=doer.at)
    return Done(said=say("Asked again. Whoever answered is told."))


@dataclass(frozen=True, kw_only=True)
class Close(OnHelp):
    """Where what was learnt is written down, or why there is nothing to write."""

    link: Annotated[str, Text(at_most=asking_for_help.LONGEST_LINK)] = ""
    why: Why = ""


@act(
    "help.close-help",
    say("Say what came of the help"),
    right=Right.work_tickets,
    refusals=(*_FOUND, "not_yours", "nothing_answered", "learnt_missing", "field_wrong"),
    possible=beside,
)
def close(doer: Doer, wanted: Close) -> Done:
    """Whoever helped is told where it is written down."""
    asking_for_help.close(viewer=doer.viewer, help_id=wanted.help, link=wanted.link, why=wanted.why, at=doer.at)
    return Done(said=say("Closed. Whoever helped is told."))


@dataclass(frozen=True, kw_only=True)
class Withdraw(OnHelp):
    """Why it is asked no more."""

    why: Why = ""


@act(
    "help.withdraw-help",
    say("Withdraw a request for help"),
    right=Right.work_tickets,
    refusals=(*_ASKED, *MOVES, "not_yours"),
    possible=beside,
)
def withdraw(doer: Doer, wanted: Withdraw) -> Done:
    """As long as nobody has answered; the clock of the answer ends."""
    row = asking_for_help.withdraw(viewer=doer.viewer, help_id=wanted.help, why=wanted.why, at=doer.at)
    return Done(said=say("Withdrawn. Nobody is asked any more."), goes_to=Place(kind="ticket", of=row.ticket_id))
