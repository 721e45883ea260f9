"""The states of a ticket: which change follows which, and what a message from the customer does in each.

The names are those of the team's own workflow of 2021 (practice 2.4): new is not yet taken, open is ours to
answer, pending is the customer's, on hold waits for somebody inside or a third party, solved may be reopened,
closed may not.
"""

from enum import StrEnum

from firsthand.domain.words import words


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    new = "new"
    open = "open"
    pending = "pending"
    on_hold = "on_hold"
    solved = "solved"
    closed = "closed"


class WhoOwes(StrEnum):
    """Who owes the next step while a ticket has a status."""

    responsible_role = "responsible_role"
    responsible_person = "responsible_person"
    customer = "customer"
    somebody_inside = "somebody_inside"
    nobody = "nobody"


class OnCustomerReply(StrEnum):
    """What a message from the customer does to a ticket."""

    stays = "stays"
    reopens = "reopens"
    starts_a_linked_ticket = "starts_a_linked_ticket"


_OWES = {
    TicketStatus.new: WhoOwes.responsible_role,
    TicketStatus.open: WhoOwes.responsible_person,
    TicketStatus.pending: WhoOwes.customer,
    TicketStatus.on_hold: WhoOwes.somebody_inside,
    TicketStatus.solved: WhoOwes.nobody,
    TicketStatus.closed: WhoOwes.nobody,
}

_CHANGES = {
    TicketStatus.new: (
        TicketStatus.open,
        TicketStatus.pending,
        TicketStatus.on_hold,
        TicketStatus.solved,
        TicketStatus.closed,
    ),
    TicketStatus.open: (
        TicketStatus.pending,
        TicketStatus.on_hold,
        TicketStatus.solved,
        TicketStatus.closed,
    ),
    TicketStatus.pending: (
        TicketStatus.open,
        TicketStatus.on_hold,
        TicketStatus.solved,
        TicketStatus.closed,
    ),
    TicketStatus.on_hold: (
        TicketStatus.open,
        TicketStatus.pending,
        TicketStatus.solved,
        TicketStatus.closed,
    ),
    TicketStatus.solved: (TicketStatus.open, TicketStatus.closed),
    TicketStatus.closed: (),
}

_ON_REPLY = {
    TicketStatus.new: OnCustomerReply.stays,
    TicketStatus.open: OnCustomerReply.stays,
    TicketStatus.pending: OnCustomerReply.reopens,
    TicketStatus.on_hold: OnCustomerReply.reopens,
    TicketStatus.solved: OnCustomerReply.reopens,
    TicketStatus.closed: OnCustomerReply.starts_a_linked_ticket,
}


def who_owes(status: TicketStatus) -> WhoOwes:
    """Who owes the next step of a ticket in this status."""
    return _OWES[status]


def allowed_changes(status: TicketStatus) -> tuple[TicketStatus, ...]:
    """The statuses that a ticket may be given next. Nothing follows closed; nothing goes back to new."""
    return _CHANGES[status]


def check_status_change(current: TicketStatus, wanted: TicketStatus) -> str | None:
    """None when `wanted` may follow `current`, else a sentence for the person who tried."""
    if wanted in _CHANGES[current]:
        return None
    if wanted is current:
        return f"The ticket is already {words(wanted)}."
    if current is TicketStatus.closed:
        return "A closed ticket stays closed; a reply to it starts a new ticket that is linked to this one."
    if wanted is TicketStatus.new:
        return "A ticket is new only until somebody takes it; set it to open instead."
    allowed = ", ".join(words(one) for one in _CHANGES[current])
    current_words, wanted_words = words(current), words(wanted)
    return f"A ticket that is {current_words} cannot become {wanted_words}; it can become {allowed}."


def on_customer_reply(status: TicketStatus) -> OnCustomerReply:
    """What a message from the customer does to a ticket in this status."""
    return _ON_REPLY[status]


def status_after_our_reply(status: TicketStatus) -> TicketStatus:
    """The status the composer proposes after a reply to the customer: theirs to answer, unless it ended."""
    if status in (TicketStatus.solved, TicketStatus.closed):
        return status
    return TicketStatus.pending
