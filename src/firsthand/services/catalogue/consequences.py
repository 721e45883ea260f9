"""Asking for consequences before a move, answering, combining, moving all the same, and warning unasked (S15–S17)."""

from dataclasses import dataclass
from typing import Annotated

from django.db import transaction

from firsthand.domain.acts import Id, OneOf, Text
from firsthand.domain.consequences import Advice, Conflict, Move, Seen
from firsthand.domain.names import Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act, beside
from firsthand.services.consequences import actions, noting

_FOUND = ("no_round", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """An account, what is to be moved of it and to what (a stage by its name), and why."""

    account: Annotated[int, Id("account")]
    move: Annotated[Move, OneOf(Move)]
    wanted: Annotated[str, Text(at_most=actions.LONGEST_WANTED)]
    why: Annotated[str, Text(at_most=actions.LONGEST_WHY)]


@act(
    "consequences.ask-first",
    say("Ask for consequences before a move"),
    right=Right.set_commercial,
    refusals=(
        "no_account",
        "nobody_asked",
        "asked_already",
        "same_value",
        "unknown_stage",
        "wanted_missing",
        "reason_missing",
    ),
    possible=beside,
    undone_by="consequences.withdraw-round",
)
def ask(doer: Doer, wanted: Ask) -> Done:
    """Each role that the book names is asked; nothing waits for them, and the move stays sales' own act."""
    made = actions.ask(
        viewer=doer.viewer,
        account_id=wanted.account,
        move=wanted.move,
        wanted=wanted.wanted,
        why=wanted.why,
        at=doer.at,
    )
    undo = Undo(act="consequences.withdraw-round", sent={"round": str(made.pk)})
    said = say("Asked. Nothing holds you up: you may move at any time, and say why.")
    return Done(said=said, goes_to=Place(kind="consequences", of=made.pk), undo=undo)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a role was asked, whether it sees consequences, and which."""

    asked: Annotated[int, Id("asked")]
    seen: Annotated[Seen, OneOf(Seen)]
    text: Annotated[str, Text(at_most=noting.LONGEST)] = ""


@act(
    "consequences.answer-asked",
    say("Answer what consequences a move has"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours", "answered", "none_and_some", "text_missing"),
    possible=beside,
)
def answer(doer: Doer, wanted: Answer) -> Done:
    """What one sees coming, or that one sees none. Whoever asked is told."""
    actions.answer(viewer=doer.viewer, asked_id=wanted.asked, seen=wanted.seen, text=wanted.text, at=doer.at)
    return Done(said=say("Answered. Sales is told, and the whole company reads it."))


@dataclass(frozen=True, kw_only=True)
class Warn:
    """What one warns of, by exactly one number (a ticket, a request, a deviation, a proposal or a round); what one sees
    coming; and the decision of the book that it is about, if any."""

    ticket: Annotated[int | None, Id("ticket")] = None
    request: Annotated[int | None, Id("request")] = None
    exception: Annotated[int | None, Id("exception")] = None
    proposal: Annotated[int | None, Id("proposal")] = None
    round: Annotated[int | None, Id("round")] = None
    decision: Annotated[int | None, Id("decision")] = None
    text: Annotated[str, Text(at_most=noting.LONGEST)]


@act(
    "consequences.warn",
    say("Warn of a consequence"),
    right=Right.see_desk,
    refusals=(
        *_FOUND,
        "no_ticket",
        "no_request",
        "no_exception",
        "no_proposal",
        "no_decision",
        "nothing_named",
        "nobody_warns",
        "text_missing",
    ),
    possible=lambda standing: standing.may_warn,
)
def warn(doer: Doer, wanted: Warn) -> Done:
    """Unasked, of anything. The whole company reads it; on a restricted ticket whoever may read that."""
    about = noting.About(
        ticket=wanted.ticket,
        request=wanted.request,
        exception=wanted.exception,
        proposal=wanted.proposal,
        round=wanted.round,
    )
    noting.warn(viewer=doer.viewer, about=about, text=wanted.text, decision_id=wanted.decision, at=doer.at)
    return Done(said=say("Noted. The whole company reads it."))


@dataclass(frozen=True, kw_only=True)
class OnRound:
    """What sales asked."""

    round: Annotated[int, Id("round")]


@dataclass(frozen=True, kw_only=True)
class Combine(OnRound):
    """What sales asked, what is advised, what it means for the customer and in the long term, and which of the two won
    where they conflicted."""

    advice: Annotated[Advice, OneOf(Advice)]
    customer_interest: Annotated[str, Text(at_most=actions.LONGEST_SIDE)]
    long_term: Annotated[str, Text(at_most=actions.LONGEST_SIDE)]
    conflict: Annotated[Conflict, OneOf(Conflict)]


@act(
    "consequences.combine",
    say("Record the combined answer"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours", "interest_missing", "long_term_missing"),
    possible=beside,
)
def combine(doer: Doer, wanted: Combine) -> Done:
    """Both sides of it, always (S1, S2). Sales is told; the move stays theirs."""
    said = actions.Combined(
        advice=wanted.advice,
        customer_interest=wanted.customer_interest,
        long_term=wanted.long_term,
        conflict=wanted.conflict,
    )
    actions.combine(viewer=doer.viewer, round_id=wanted.round, wanted=said, at=doer.at)
    return Done(said=say("Recorded. Sales is told; the move stays theirs."))


@dataclass(frozen=True, kw_only=True)
class Moving(OnRound):
    """What sales asked, and why it moves now; needed while the answer is open, or against it."""

    why: Annotated[str, Text(at_most=actions.LONGEST_WHY)] = ""


@act(
    "consequences.move-now",
    say("Move it now"),
    right=Right.set_commercial,
    refusals=(*_FOUND, "moved", "reason_missing", "no_account", "unknown_stage"),
    possible=beside,
)
def move_now(doer: Doer, wanted: Moving) -> Done:
    """Whatever was answered. A stage is set with it; a date and an exception are kept as moved."""
    with transaction.atomic():
        row = actions.check_move(viewer=doer.viewer, round_id=wanted.round, why=wanted.why)
        if row.move == Move.stage and row.account.stage != row.wanted:
            stage = Stage(row.wanted)
            set_commercial(viewer=doer.viewer, account_id=row.account_id, stage=stage, why=wanted.why, at=doer.at)
        else:
            actions.move_it(viewer=doer.viewer, round_id=wanted.round, why=wanted.why, at=doer.at)
    return Done(said=say("Moved. What was asked stays owed, and the reason stands beside it."))


@act(
    "consequences.withdraw-round",
    say("Withdraw what was asked"),
    right=Right.set_commercial,
    refusals=(*_FOUND, "moved"),
    possible=beside,
)
def withdraw(doer: Doer, wanted: Moving) -> Done:
    """Sales does not want to move it any more; nobody owes an answer."""
    actions.withdraw(viewer=doer.viewer, round_id=wanted.round, why=wanted.why, at=doer.at)
    return Done(said=say("Withdrawn. Nobody owes an answer any more."))
