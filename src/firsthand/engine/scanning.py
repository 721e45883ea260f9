"""Files that came in are scanned after their message was taken in, where a scanner is set."""

from datetime import datetime
from pathlib import Path

from firsthand.services.scanning.incoming import next_to_scan, scan

A_ROUND = 5


class Scanning:
    """Scans the files that wait below one data folder, in turn: one without an answer holds up no other."""

    def __init__(self, *, data: Path) -> None:
        self._data = data
        self._last = 0

    def round(self, now: datetime) -> int:
        """Scan some; how many. Raises ScannerDown for one without an answer; the next round goes on behind it."""
        for done in range(A_ROUND):
            number = next_to_scan(after=self._last)
            self._last = number or 0
            if number is None:
                return done
            scan(number, data=self._data)
        return A_ROUND
