"""Giving what is to be considered in the order of the work, answering it, and taking it back (S24)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from firsthand.domain.acts import ByWhen, Id, Text
from firsthand.domain.considerations import Weighed
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Undo, act, beside
from firsthand.services.catalogue.tickets.parts import OnTicket
from firsthand.services.considerations import actions

_FOUND = ("no_consideration", "no_ticket", "not_yours", "withdrawn", "over")


@dataclass(frozen=True, kw_only=True)
class Give(OnTicket):
    """The ticket, what is to be considered, and until when."""

    text: Annotated[str, Text(at_most=actions.LONGEST)]
    until: Annotated[datetime, ByWhen()]


@act(
    "considerations.give-to-consider",
    say("Give something to consider"),
    right=Right.see_desk,
    refusals=("no_ticket", "closed", "considers_nothing", "not_yours", "words_missing", "until_wrong"),
    possible=lambda standing: standing.may_give_to_consider,
    undone_by="considerations.take-back-consideration",
)
def give(doer: Doer, wanted: Give) -> Done:
    """Whoever puts the work in order answers it; no priority changes by itself."""
    made = actions.give(viewer=doer.viewer, ticket_id=wanted.ticket, text=wanted.text, until=wanted.until, at=doer.at)
    sent = {"ticket": str(wanted.ticket), "consideration": str(made.pk)}
    undo = Undo(act="considerations.take-back-consideration", sent=sent)
    return Done(said=say("Given. Whoever puts the work in order answers it."), undo=undo)


@dataclass(frozen=True, kw_only=True)
class OnConsideration:
    """What is to be considered."""

    consideration: Annotated[int, Id("consideration")]


@dataclass(frozen=True, kw_only=True)
class Answer(OnConsideration):
    """What is to be considered; taken or not_taken; and how, or why not."""

    answer: Annotated[str, Text(at_most=16)]
    why: Annotated[str, Text(at_most=actions.LONGEST)]


@act(
    "considerations.answer-consideration",
    say("Answer what is to be considered"),
    right=Right.see_desk,
    refusals=(*_FOUND, "answered", "choose", "words_missing"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """Whoever gave it is told, and how or why not."""
    made = actions.answer(
        viewer=doer.viewer, consideration_id=wanted.consideration, answer=wanted.answer, why=wanted.why, at=doer.at
    )
    if made.answer == Weighed.taken:
        return Done(said=say("Taken into account. {name} is told how.", name=made.given_by.name))
    return Done(said=say("Not taken into account. {name} is told why.", name=made.given_by.name))


@act(
    "considerations.take-back-consideration",
    say("Take back what was to be considered"),
    right=Right.see_desk,
    refusals=_FOUND,
    possible=beside,
)
def withdraw(doer: Doer, wanted: OnConsideration) -> Done:
    """Nobody needs to answer it any more."""
    actions.withdraw(viewer=doer.viewer, consideration_id=wanted.consideration, at=doer.at)
    return Done(said=say("Taken back. Nobody needs to consider it any more."))
