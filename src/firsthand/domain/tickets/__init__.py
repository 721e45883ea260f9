"""Tickets: what a customer asked, in which state it is, and who owes the next step."""

from firsthand.domain.tickets.lifecycle import (
    OURS,
    WAITING,
    Cause,
    Owes,
    Phase,
    Refusal,
    State,
    States,
    StateTimer,
    StatusChange,
    transition,
)
from firsthand.domain.tickets.proposing_marks import proposed_mark
from firsthand.domain.tickets.substantive import ReplyJudgement, judge_reply

__all__ = [
    "OURS",
    "WAITING",
    "Cause",
    "Owes",
    "Phase",
    "Refusal",
    "ReplyJudgement",
    "State",
    "StateTimer",
    "States",
    "StatusChange",
    "judge_reply",
    "proposed_mark",
    "transition",
]
