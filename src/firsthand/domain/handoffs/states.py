"""Where a hand-off stands, what it came of, and what becomes of it when nobody answers."""

from enum import StrEnum


class HandoffState(StrEnum):
    """Only `offered` is open. Each other state is an end, and is taken back within seconds or never."""

    offered = "offered"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"
    expired = "expired"


class Occasion(StrEnum):
    """Why a hand-off was offered: a person wanted it; the ticket is of another kind; what the book says of its account
    changed; the book itself did; another offer expired; its time as a provisional one is over."""

    person = "person"
    kind = "kind"
    account = "account"
    book = "book"
    expired = "expired"
    stuck = "stuck"


class AtExpiry(StrEnum):
    """What the book says becomes of an offer that nobody answered: the sender keeps the ticket (`stays`), keeps it
    while the receiver's head hears of it (`escalates`), or the offer goes on to the receiver's head (`lead`)."""

    stays = "stays"
    escalates = "escalates"
    lead = "lead"
