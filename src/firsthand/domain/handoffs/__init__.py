"""Handing a ticket over: offered, read back, and accepted or not; the sender stays responsible until then."""

from firsthand.domain.handoffs.ends import End
from firsthand.domain.handoffs.states import AtExpiry, HandoffState, Occasion

__all__ = ["AtExpiry", "End", "HandoffState", "Occasion"]
