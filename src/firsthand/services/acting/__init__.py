"""Acts on subjects: events are appended here, and clocks follow in the same transaction."""

from firsthand.services.acting.actions import Acting, acting, acting_on_ticket

__all__ = ["Acting", "acting", "acting_on_ticket"]
