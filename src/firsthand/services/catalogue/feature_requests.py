"""Sending a feature request to whoever decides, and answering it (S39, S43)."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act, beside
from firsthand.services.catalogue.tickets.parts import OnTicket
from firsthand.services.feature_requests import actions


@dataclass(frozen=True, kw_only=True)
class Send(OnTicket):
    """The ticket, what is wished in a line, and what speaks for it."""

    title: Annotated[str, Text(at_most=actions.LONGEST_TITLE)]
    evidence: Annotated[str, Text(at_most=actions.LONGEST_EVIDENCE)]


@act(
    "feature_requests.send-request",
    say("Send the request to whoever decides"),
    right=Right.work_tickets,
    refusals=("no_ticket", "closed", "reaches_nobody", "sent_before", "words_missing"),
    possible=lambda standing: standing.may_send,
)
def send(doer: Doer, wanted: Send) -> Done:
    """Whoever the book has it reach is told, and answers; until it is sent the ticket is not solved."""
    actions.send(viewer=doer.viewer, ticket_id=wanted.ticket, title=wanted.title, evidence=wanted.evidence, at=doer.at)
    return Done(said=say("Sent. Whoever decides is told."))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A request; yes, later or no; and why."""

    request: Annotated[int, Id("request")]
    answer: Annotated[str, Text(at_most=16)]
    why: Annotated[str, Text(at_most=actions.LONGEST_WHY)]


@act(
    "feature_requests.answer-request",
    say("Answer a feature request"),
    right=Right.see_desk,
    refusals=("no_request", "no_ticket", "not_yours", "answered", "choose", "words_missing"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """Whoever sent it is told, and why."""
    actions.answer(viewer=doer.viewer, request_id=wanted.request, answer=wanted.answer, why=wanted.why, at=doer.at)
    return Done(said=say("Answered. Whoever sent it is told."))
