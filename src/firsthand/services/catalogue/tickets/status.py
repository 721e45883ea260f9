"""Where a ticket stands."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared
from firsthand.domain.names import NameFamily, StateName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Cause, StatusChange, transition
from firsthand.services.catalogue.act import Doer, Done, Undo, act
from firsthand.services.catalogue.tickets.parts import MOVES, SEEN, OnTicket, Why, ticket_before
from firsthand.services.tickets.actions import status


@dataclass(frozen=True, kw_only=True)
class SetStatus(OnTicket):
    """The state, and why."""

    status: Annotated[StateName, Declared("state")]
    why: Why = ""


@act(
    "tickets.status",
    say("Set the status"),
    right=Right.work_tickets,
    refusals=(*SEEN, *MOVES),
    possible=lambda standing: standing.has_states,
    key="s",
    undone_by="tickets.status",
)
def set_status(doer: Doer, wanted: SetStatus) -> Done:
    """No response clock is stopped by it."""
    before = ticket_before(doer, wanted.ticket)
    status.set_status(viewer=doer.viewer, ticket_id=wanted.ticket, status=wanted.status, at=doer.at, why=wanted.why)
    said = say("It is {status} now.", status=Name(wanted.status, NameFamily.state))
    if before is None or not _leads_back(doer, wanted.status, StateName(before.status)):
        return Done(said=said)
    return Done(said=said, undo=Undo(act="tickets.status", sent={"ticket": str(before.pk), "status": before.status}))


def _leads_back(doer: Doer, now: StateName, before: StateName) -> bool:
    """Whether a person may set the state that it was in."""
    states = doer.viewer.organisation.states
    return isinstance(transition(states, now, Cause.person, wanted=before, response_owed=True), StatusChange)
