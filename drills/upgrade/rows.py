"""Many rows into a table, as fast as either database takes them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

_AT_ONCE = 5_000


class Rows:
    """Rows that wait to be written, by table. A dictionary or a list is JSON, an instant is aware and in UTC."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._waiting: dict[tuple[str, tuple[str, ...]], list[Sequence[Any]]] = defaultdict(list)

    def add(self, table: str, **values: object) -> None:
        """One row of `firsthand_<table>`, by column."""
        waiting = self._waiting[table, tuple(values)]
        waiting.append([_plain(value) for value in values.values()])
        self.counts[table] += 1
        if len(waiting) >= _AT_ONCE:
            self._write(table, tuple(values))

    def flush(self) -> None:
        """Write all that waits."""
        for table, columns in list(self._waiting):
            self._write(table, columns)

    def _write(self, table: str, columns: tuple[str, ...]) -> None:
        rows = self._waiting.pop((table, columns))
        names = ", ".join(f'"{column}"' for column in columns)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY firsthand_{table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO firsthand_{table} ({names}) VALUES ({marks})", rows)


def unchecked() -> None:
    """Let rows of this connection refer to rows that are yet to come; a table's own conditions hold all the same."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")


def _plain(value: object) -> object:
    if isinstance(value, datetime) and connection.vendor == "sqlite":
        return str(value.replace(tzinfo=None))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
