"""Tickets: what a customer asked, in which state it is, and who owes the next step."""

from firsthand.domain.tickets.kinds import Role, Stage, TicketKind
from firsthand.domain.tickets.lifecycle import (
    STATES,
    Cause,
    Owes,
    Phase,
    Refusal,
    State,
    StatusChange,
    TicketStatus,
    allowed_changes,
    phase_of,
    status_after_our_reply,
    transition,
    who_owes,
)
from firsthand.domain.tickets.substantive import ReplyJudgement, judge_reply

__all__ = [
    "STATES",
    "Cause",
    "Owes",
    "Phase",
    "Refusal",
    "ReplyJudgement",
    "Role",
    "Stage",
    "State",
    "StatusChange",
    "TicketKind",
    "TicketStatus",
    "allowed_changes",
    "judge_reply",
    "phase_of",
    "status_after_our_reply",
    "transition",
    "who_owes",
]
