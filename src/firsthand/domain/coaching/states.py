"""Where a coaching step comes from, and how it stands."""

from enum import StrEnum


class StepOrigin(StrEnum):
    """The plan of a stage, a person, somebody else's proposal, or tickets that were alike."""

    plan = "plan"
    by_hand = "by_hand"
    proposal = "proposal"
    like_tickets = "like_tickets"


class StepState(StrEnum):
    """How a step stands. `ended`: with its plan, by a move of the account's stage or a merge."""

    open = "open"
    done = "done"
    skipped = "skipped"
    ended = "ended"


class TicketTie(StrEnum):
    """Why a ticket stands at a step: the step came of it, or should have prevented it."""

    gave_rise = "gave_rise"
    should_have_prevented = "should_have_prevented"
