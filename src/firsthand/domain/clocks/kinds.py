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
    consequence = "consequence"
    follow_up = "follow_up"
    coaching = "coaching"


class ClockState(StrEnum):
    """Where a clock stands. A breached clock still runs: the answer is still owed. `sent`: an answer is on its way, and
    nobody knows yet whether it left. `replaced` (other terms for the same promise) and `void` (a later event showed
    that its start never held) are no outcomes: statistics count promises, by what started them."""

    running = "running"
    paused = "paused"
    sent = "sent"
    met = "met"
    missed = "missed"
    cancelled = "cancelled"
    replaced = "replaced"
    void = "void"


OWED_STATES = frozenset({ClockState.running, ClockState.paused})
"""Nobody has acted yet."""
LIVE_STATES = OWED_STATES | {ClockState.sent}
"""It may still come to nothing: as `OWED_STATES`, or an answer is on its way."""
RESPONSES = frozenset({ClockKind.first_response, ClockKind.next_response})
"""The kinds of clock that an answer to the customer meets."""
