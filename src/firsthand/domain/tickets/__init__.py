"""Tickets: what a customer asked, in which state it is, and who owes the next step."""

from firsthand.domain.tickets.kinds import Role, Stage, TicketKind
from firsthand.domain.tickets.lifecycle import (
    OnCustomerReply,
    TicketStatus,
    WhoOwes,
    allowed_changes,
    check_status_change,
    on_customer_reply,
    status_after_our_reply,
    who_owes,
)
from firsthand.domain.tickets.substantive import ReplyJudgement, judge_reply

__all__ = [
    "OnCustomerReply",
    "ReplyJudgement",
    "Role",
    "Stage",
    "TicketKind",
    "TicketStatus",
    "WhoOwes",
    "allowed_changes",
    "check_status_change",
    "judge_reply",
    "on_customer_reply",
    "status_after_our_reply",
    "who_owes",
]
