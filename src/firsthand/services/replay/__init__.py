"""Replay of the desk's own history. Needs the extra `columns` (NumPy)."""

from firsthand.services.replay.database import MOST_TICKETS, database_history
from firsthand.services.replay.previewing import SHOWN_FLIPS, Preview, PreviewFlip, preview

__all__ = ["MOST_TICKETS", "SHOWN_FLIPS", "Preview", "PreviewFlip", "database_history", "preview"]
