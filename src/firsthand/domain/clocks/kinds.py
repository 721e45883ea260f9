"""What a clock promises."""

from enum import StrEnum


class ClockKind(StrEnum):
    """The act that a clock promises."""

    first_response = "first_response"
    next_response = "next_response"
    update = "update"
    resolution = "resolution"
    handoff = "handoff"
    help = "help"
    estimate = "estimate"
    answer = "answer"
    review = "review"
