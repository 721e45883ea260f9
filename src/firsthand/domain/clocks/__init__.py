"""Clocks: promises to act, their pauses, their due instants and their receipts (S18-S21, A4, A6, A18)."""

from firsthand.domain.clocks.due import due_with_pauses, warn_at_of
from firsthand.domain.clocks.following import Followed, FollowedClock, follow, followed
from firsthand.domain.clocks.judging import Basis, Outcome, judge
from firsthand.domain.clocks.kinds import LIVE_STATES, OWED_STATES, RESPONSES, ClockKind, ClockState
from firsthand.domain.clocks.pauses import Pause, pause_cause
from firsthand.domain.clocks.receipts import LineKind, Receipt, ReceiptLine, receipt
from firsthand.domain.clocks.rules import BOOK_RULES, PERSONAL, RULES, ClockRule, OwedBy
from firsthand.domain.clocks.terms import Terms, TermsOf
from firsthand.domain.clocks.wording import as_text, duration_text

__all__ = [
    "BOOK_RULES",
    "LIVE_STATES",
    "OWED_STATES",
    "PERSONAL",
    "RESPONSES",
    "RULES",
    "Basis",
    "ClockKind",
    "ClockRule",
    "ClockState",
    "Followed",
    "FollowedClock",
    "LineKind",
    "Outcome",
    "OwedBy",
    "Pause",
    "Receipt",
    "ReceiptLine",
    "Terms",
    "TermsOf",
    "as_text",
    "due_with_pauses",
    "duration_text",
    "follow",
    "followed",
    "judge",
    "pause_cause",
    "receipt",
    "warn_at_of",
]
