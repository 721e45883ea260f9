"""The states of a ticket, and the one function that moves between them.

The names are those of the team's own workflow of 2021 (practice 2.4). What code needs to know of a state are five
answers: its phase, who owes the next step, what a customer's message does, what our reply leads to, and what happens
by itself. Everything that moves a ticket is a cause; `transition` knows what each does in each state, guards included.
"""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.words import words


class TicketStatus(StrEnum):
    """Where a ticket stands: new is not yet taken, open is ours to answer, pending is the customer's, on hold waits for
    somebody inside or a third party, solved may be reopened, closed may not."""

    new = "new"
    open = "open"
    pending = "pending"
    on_hold = "on_hold"
    solved = "solved"
    closed = "closed"


class Phase(StrEnum):
    """Whether work goes on, is done and may be taken up again, or is over."""

    open = "open"
    solved = "solved"
    closed = "closed"


class Owes(StrEnum):
    """Who owes the next step: the responsible team, the responsible person, the customer, somebody inside, nobody."""

    team = "team"
    person = "person"
    customer = "customer"
    inside = "inside"
    nobody = "nobody"


class Cause(StrEnum):
    """What moves a ticket from one state to another."""

    person = "person"
    our_reply = "our_reply"
    taken = "taken"
    customer_wrote = "customer_wrote"
    merged_in = "merged_in"
    merged_away = "merged_away"
    not_a_request = "not_a_request"
    reply_taken_back = "reply_taken_back"
    reply_not_delivered = "reply_not_delivered"
    owed_again = "owed_again"
    timer = "timer"


@dataclass(frozen=True, kw_only=True)
class State:
    """What a status means. `may_become` is what a person may set, `after_customer` the status that a customer's message
    leads to (None: it starts a linked ticket), `after_reply` the one that the composer proposes."""

    phase: Phase
    owes: Owes
    may_become: tuple[TicketStatus, ...]
    after_customer: TicketStatus | None
    after_reply: TicketStatus


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """The ticket moves to another status, and what that means."""

    before: TicketStatus
    status: TicketStatus
    owes: Owes
    phase: Phase
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The ticket does not move; a sentence for the person who tried."""

    code: str
    message: str
    field: str = "status"


_S = TicketStatus
STATES = {
    _S.new: State(
        phase=Phase.open,
        owes=Owes.team,
        may_become=(_S.open, _S.pending, _S.on_hold, _S.solved, _S.closed),
        after_customer=_S.new,
        after_reply=_S.pending,
    ),
    _S.open: State(
        phase=Phase.open,
        owes=Owes.person,
        may_become=(_S.pending, _S.on_hold, _S.solved, _S.closed),
        after_customer=_S.open,
        after_reply=_S.pending,
    ),
    _S.pending: State(
        phase=Phase.open,
        owes=Owes.customer,
        may_become=(_S.open, _S.on_hold, _S.solved, _S.closed),
        after_customer=_S.open,
        after_reply=_S.pending,
    ),
    _S.on_hold: State(
        phase=Phase.open,
        owes=Owes.inside,
        may_become=(_S.open, _S.pending, _S.solved, _S.closed),
        after_customer=_S.open,
        after_reply=_S.pending,
    ),
    _S.solved: State(
        phase=Phase.solved,
        owes=Owes.nobody,
        may_become=(_S.open, _S.closed),
        after_customer=_S.open,
        after_reply=_S.solved,
    ),
    _S.closed: State(
        phase=Phase.closed,
        owes=Owes.nobody,
        may_become=(),
        after_customer=None,
        after_reply=_S.closed,
    ),
}
_CLOSED = "A closed ticket stays closed; a reply to it starts a new ticket that is linked to this one."
_REOPENS = frozenset({Cause.reply_not_delivered, Cause.reply_taken_back, Cause.owed_again})
"""What shows that it should not have been closed."""
_OWED = (
    "An answer to the customer is still owed. Reply with what was done and the next step, say that there is nothing to "
    "answer, or say that it is not a request."
)


def transition(
    status: TicketStatus,
    cause: Cause,
    *,
    wanted: TicketStatus | None = None,
    response_owed: bool = False,
) -> StatusChange | Refusal | None:
    """Where a ticket goes because of `cause`; None when it stays where it is, a Refusal when it may not.

    `wanted` is the status that a person or a reply asks for, or to which a reply that was taken back returns.
    `response_owed`: an answer to the customer is owed, late or not; neither a person's close nor the timer ends that.
    """
    to = _target(status, cause, wanted)
    if isinstance(to, Refusal):
        return to
    if to is status:
        return None
    if STATES[status].phase is Phase.closed and cause not in _REOPENS:
        return Refusal(code="closed", message=_CLOSED)
    if to is _S.closed and response_owed and cause in (Cause.person, Cause.our_reply, Cause.timer):
        return Refusal(code="response_owed", message=_OWED)
    state = STATES[to]
    return StatusChange(before=status, status=to, owes=state.owes, phase=state.phase, cause=cause)


def _target(status: TicketStatus, cause: Cause, wanted: TicketStatus | None) -> TicketStatus | Refusal:
    """The status that a cause leads to, before the guards."""
    state = STATES[status]
    match cause:
        case Cause.person:
            return status if wanted is None else _why_not(status, wanted) or wanted
        case Cause.our_reply:
            to = wanted or state.after_reply
            return to if to is status else _why_not(status, to) or to
        case Cause.taken:
            return _S.open if status is _S.new else status
        case Cause.customer_wrote:
            return state.after_customer or status
        case Cause.merged_in:
            return _S.open if state.owes in (Owes.customer, Owes.inside, Owes.nobody) else status
        case Cause.reply_not_delivered | Cause.owed_again:
            return status if status is _S.new else _S.open
        case Cause.reply_taken_back:
            return wanted or status
        case Cause.merged_away | Cause.not_a_request | Cause.timer:
            return _S.closed


def _why_not(status: TicketStatus, wanted: TicketStatus) -> Refusal | None:
    """Why a person may not set this status now."""
    if wanted in STATES[status].may_become:
        return None
    return Refusal(code="wrong_status", message=_sentence(status, wanted))


def _sentence(status: TicketStatus, wanted: TicketStatus) -> str:
    if wanted is status:
        return f"The ticket is already {words(wanted)}."
    if STATES[status].phase is Phase.closed:
        return _CLOSED
    if wanted is _S.new:
        return "A ticket is new only until somebody takes it; set it to open instead."
    allowed = ", ".join(words(one) for one in STATES[status].may_become)
    return f"A ticket that is {words(status)} cannot become {words(wanted)}; it can become {allowed}."


def who_owes(status: TicketStatus) -> Owes:
    """Who owes the next step of a ticket in this status."""
    return STATES[status].owes


def phase_of(status: TicketStatus) -> Phase:
    """Whether work goes on in this status."""
    return STATES[status].phase


def allowed_changes(status: TicketStatus) -> tuple[TicketStatus, ...]:
    """The statuses that a person may give a ticket next. Nothing follows closed; nothing goes back to new."""
    return STATES[status].may_become


def status_after_our_reply(status: TicketStatus) -> TicketStatus:
    """The status that the composer proposes after a reply to the customer: theirs to answer, unless it ended."""
    return STATES[status].after_reply
