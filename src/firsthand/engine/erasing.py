"""Files of erased contacts: raw mails and attachments that go from the data folder."""

from datetime import datetime
from pathlib import Path

from firsthand.services.accounts.erasing import delete_files


class ErasedFiles:
    """Deletes what an erasure lists, below one data folder."""

    def __init__(self, *, data: Path) -> None:
        self._data = data

    def round(self, now: datetime) -> int:
        """Delete what is listed; of how many contacts."""
        return delete_files(folder=self._data, now=now)
