"""Proposing a field that others own, and answering a proposal (S5, S6)."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Undo, act, beside
from firsthand.services.proposals import actions

_FOUND = ("no_proposal", "answered", "no_ticket", "no_account")
_BY_THE_CHECK = ("choose", "value_wrong", "wrong_role", "plan_wrong", "contract_wrong")
"""What the check of a value refuses."""
_BY_THE_OWNERS_ACT = (*_BY_THE_CHECK, "unknown_severity", "unknown_stage", "reason_missing", "no_plan_in_book")
"""What the owner's own act refuses that sets it."""


@dataclass(frozen=True, kw_only=True)
class Propose:
    """A field of a ticket or of an account, the value that it should have, and why."""

    ticket: Annotated[int | None, Id("ticket")] = None
    account: Annotated[int | None, Id("account")] = None
    field: Annotated[str, Text(at_most=64)]
    value: Annotated[str, Text(at_most=64)] = ""
    why: Annotated[str, Text(at_most=actions.LONGEST_WHY)]


@act(
    "proposals.propose",
    say("Propose another value of a field"),
    right=Right.see_desk,
    refusals=(
        "no_field",
        "do_it",
        "closed",
        "same_value",
        "proposed_before",
        "reason_missing",
        "no_ticket",
        "no_account",
        *_BY_THE_CHECK,
    ),
    undone_by="proposals.withdraw-proposal",
    possible=beside,
)
def propose(doer: Doer, wanted: Propose) -> Done:
    """Whoever may set it is told, and answers."""
    made = actions.propose(
        viewer=doer.viewer,
        field=wanted.field,
        value=wanted.value,
        why=wanted.why,
        ticket_id=wanted.ticket,
        account_id=wanted.account,
        at=doer.at,
    )
    about = {"ticket": str(wanted.ticket)} if wanted.ticket is not None else {"account": str(wanted.account)}
    undo = Undo(act="proposals.withdraw-proposal", sent={**about, "proposal": str(made.pk)})
    return Done(said=say("Proposed. Whoever may set it is told."), undo=undo)


@dataclass(frozen=True, kw_only=True)
class OnProposal:
    """A proposal."""

    proposal: Annotated[int, Id("proposal")]


@dataclass(frozen=True, kw_only=True)
class Accept(OnProposal):
    """A proposal, and the value of its field that whoever accepts had before them."""

    seen: Annotated[str | None, Text(at_most=64)] = None


@act(
    "proposals.accept-proposal",
    say("Accept a proposal"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours", "closed", "changed", *_BY_THE_OWNERS_ACT),
    possible=beside,
)
def accept(doer: Doer, wanted: Accept) -> Done:
    """The field is set by the doer's own act, and whoever proposed it is told."""
    actions.accept(viewer=doer.viewer, proposal_id=wanted.proposal, seen=wanted.seen, at=doer.at)
    return Done(said=say("Accepted: it is set, and whoever proposed it is told."))


@dataclass(frozen=True, kw_only=True)
class Decline(OnProposal):
    """A proposal, and why not."""

    why: Annotated[str, Text(at_most=actions.LONGEST_WHY)]


@act(
    "proposals.decline-proposal",
    say("Decline a proposal"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours", "reason_missing"),
    possible=beside,
)
def decline(doer: Doer, wanted: Decline) -> Done:
    """The field stays, and whoever proposed it is told why."""
    actions.decline(viewer=doer.viewer, proposal_id=wanted.proposal, why=wanted.why, at=doer.at)
    return Done(said=say("Declined, and whoever proposed it is told why."))


@act(
    "proposals.withdraw-proposal",
    say("Withdraw one's own proposal"),
    right=Right.see_desk,
    refusals=(*_FOUND, "not_yours"),
    possible=beside,
)
def withdraw(doer: Doer, wanted: OnProposal) -> Done:
    """Nothing is changed, and the clock of its answer ends."""
    actions.withdraw(viewer=doer.viewer, proposal_id=wanted.proposal, at=doer.at)
    return Done(said=say("Withdrawn. Nothing was changed."))
