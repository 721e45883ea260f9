"""Histories of ours to mine, made of the synthetic logs."""

import csv
from pathlib import Path

from firsthand.domain.calendars.instants import datetime_of
from firsthand.workbench.mining import NEVER, Observations


def write_history(path: Path, rows: Observations, *, ended: str = "target_at") -> Path:
    """The rows as a file in our own format, their ends as the column `ended`."""
    plans = rows.others[0] if rows.others else None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "received_at", "kind", "stage", "severity", "group", "plan", ended))
        for row in range(len(rows)):
            end = int(rows.ended_at[row])
            writer.writerow(
                (
                    f"T{row + 1}",
                    datetime_of(int(rows.received_at[row])).isoformat(),
                    "troubleshooting",
                    "production",
                    "s1" if row % 2 else "s2",
                    rows.group.names[int(rows.group.codes[row])],
                    plans.names[int(plans.codes[row])] if plans else "",
                    "" if end == NEVER else datetime_of(end).isoformat(),
                )
            )
    return path
