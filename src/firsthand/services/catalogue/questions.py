"""Asking in an open channel, answering, and saying what helped (S35–S37)."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Undo, act, beside
from firsthand.services.catalogue.tickets.parts import OnTicket
from firsthand.services.questions import actions

_FOUND = ("no_question", "withdrawn", "no_ticket")


@dataclass(frozen=True, kw_only=True)
class Ask(OnTicket):
    """The ticket, and what one wants to know."""

    text: Annotated[str, Text(at_most=actions.LONGEST)]


@act(
    "questions.ask",
    say("Ask in the open channel"),
    right=Right.see_desk,
    refusals=("no_ticket", "closed", "no_open_channel", "not_confirmed", "not_for_this", "text_missing"),
    possible=lambda standing: standing.may_ask,
    key="q",
    undone_by="questions.withdraw-question",
)
def ask(doer: Doer, wanted: Ask) -> Done:
    """Product, engineering and support see it, as the book has them watch. The customer's clocks run on."""
    made = actions.ask(viewer=doer.viewer, ticket_id=wanted.ticket, text=wanted.text, at=doer.at)
    undo = Undo(act="questions.withdraw-question", sent={"ticket": str(wanted.ticket), "question": str(made.pk)})
    said = say("Asked in {channel}. The customer’s clocks run on.", channel=made.channel)
    return Done(said=said, undo=undo)


@dataclass(frozen=True, kw_only=True)
class OnQuestion:
    """A question."""

    question: Annotated[int, Id("question")]


@dataclass(frozen=True, kw_only=True)
class Answer(OnQuestion):
    """A question, and what one knows."""

    text: Annotated[str, Text(at_most=actions.LONGEST)]


@act(
    "questions.answer-question",
    say("Answer a question"),
    right=Right.see_desk,
    refusals=(*_FOUND, "text_missing"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """Whoever asked is told."""
    actions.answer(viewer=doer.viewer, question_id=wanted.question, text=wanted.text, at=doer.at)
    return Done(said=say("Answered. Whoever asked is told."))


@act(
    "questions.withdraw-question",
    say("Withdraw one's own question"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours", "answered"),
    possible=beside,
)
def withdraw(doer: Doer, wanted: OnQuestion) -> Done:
    """As long as nobody has answered it."""
    actions.withdraw(viewer=doer.viewer, question_id=wanted.question, at=doer.at)
    return Done(said=say("Withdrawn. Nobody is asked any more."))


@dataclass(frozen=True, kw_only=True)
class OnAnswer:
    """An answer to a question."""

    answer: Annotated[int, Id("answer")]


@act(
    "questions.it-helped",
    say("Say that an answer helped"),
    right=Right.see_desk,
    refusals=("no_answer", *_FOUND, "not_yours"),
    possible=beside,
    undone_by="questions.no-help",
)
def helped(doer: Doer, wanted: OnAnswer) -> Done:
    """It is shown to whoever has a question like this one."""
    actions.mark(viewer=doer.viewer, answer_id=wanted.answer, helped=True, at=doer.at)
    undo = Undo(act="questions.no-help", sent={"answer": str(wanted.answer)})
    return Done(said=say("It helped: whoever asks the same finds it."), undo=undo)


@act(
    "questions.no-help",
    say("Say that an answer did not help after all"),
    right=Right.see_desk,
    refusals=("no_answer", *_FOUND, "not_yours"),
    possible=beside,
    undone_by="questions.it-helped",
)
def no_help(doer: Doer, wanted: OnAnswer) -> Done:
    """It stays, and is shown to nobody else by itself."""
    actions.mark(viewer=doer.viewer, answer_id=wanted.answer, helped=False, at=doer.at)
    return Done(said=say("It did not help after all."))
