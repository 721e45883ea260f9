"""A desk that many tests begin with is made once in a process; its rows are laid down again for each."""

import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from firsthand.models.search_triggers import TEXTS

Row = Sequence[Any]
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Kept(Generic[Made]):
    """What was made, and the rows of each table then."""

    made: Made
    at: float
    rows: dict[str, list[Row]]


def kept(*, seconds: float | None = None) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """Decorate what makes a desk in an empty database: from its second call on the same rows are laid down, for so many
    seconds. Where the database holds something already, the desk is made."""

    def decorate(make: Callable[[], Made]) -> Callable[[], Made]:
        last: list[Kept[Made]] = []

        @wraps(make)
        def again() -> Made:
            if _holds_something():
                return make()
            if not last or (seconds is not None and time.monotonic() - last[0].at > seconds):
                at, made = time.monotonic(), make()
                last[:] = [Kept(made=deepcopy(made), at=at, rows=_taken_up())]
                return made
            _lay_down(last[0].rows)
            return deepcopy(last[0].made)

        return again

    return decorate


@cache
def _tables() -> dict[str, str]:
    """Each table that a desk writes, with its columns. Triggers write into those of the search, which come last."""
    own = [model._meta for model in apps.get_app_config("firsthand").get_models()]
    models = sorted(own, key=lambda one: "_search" in one.db_table)
    found = {one.db_table: ", ".join(f'"{field.column}"' for field in one.local_concrete_fields) for one in models}
    words = "rowid, words" if connection.vendor == "postgresql" else "rowid, names, body"
    return found | {f"firsthand_{text}": words for text in TEXTS}


def _holds_something() -> bool:
    """Search waits for its words to be made again where a flush made its tables anew: that is no desk yet."""
    desks = [name for name in _tables() if "_known" not in name and not name.endswith("_searchwaiting")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in desks))
        return bool(cursor.fetchone()[0])


def _taken_up() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            cursor.execute(f"SELECT {columns} FROM {table}")
            found[table] = list(cursor.fetchall())
    return found


def _lay_down(rows: dict[str, list[Row]]) -> None:
    # In one transaction: a table may point at one whose rows are laid down after it.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, many in rows.items():
            if "_search" in table:
                cursor.execute(f"DELETE FROM {table}")
            if many:
                blanks = ", ".join(["%s"] * len(many[0]))
                again = " ON CONFLICT DO NOTHING" if "_known" in table else ""
                insert = f"INSERT INTO {table} ({_tables()[table]}) VALUES ({blanks}){again}"
                cursor.executemany(insert, many)
        # PostgreSQL counts on from the numbers that it gave itself, which a flush begins anew.
        for reset in connection.ops.sequence_reset_sql(no_style(), list(apps.get_app_config("firsthand").get_models())):
            cursor.execute(reset)
