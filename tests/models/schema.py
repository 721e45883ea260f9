"""What a database is made of, apart from the order of columns and constraints, to hold two of them side by side."""

import re
from collections import Counter
from collections.abc import Iterator

from django.db import connection

_OF_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
    "SELECT tablename, replace(indexdef, indexname, '') FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'firsthand_function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def schema() -> Counter[tuple[object, ...]]:
    """Every column, constraint, index, trigger and first row of the desk's own tables, in words of the database. SQLite
    says them with their names, PostgreSQL without: there the names of Django's making are those of a table's past."""
    rows = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    return Counter(row for row in [*rows, *_names()] if str(row[0]).startswith("firsthand_"))


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _names() -> Iterator[tuple[object, ...]]:
    for family in ("knownrole", "knownteam", "knownkind", "knownstage", "knownstate"):
        yield from ((f"firsthand_{family}", name) for (name,) in _rows(f"SELECT name FROM firsthand_{family}"))


def _postgresql() -> Iterator[tuple[object, ...]]:
    for query in _OF_POSTGRESQL:
        yield from ((str(table), *rest) for table, *rest in _rows(query))


def _sqlite() -> Iterator[tuple[object, ...]]:
    for kind, table, sql in _rows("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        # The digest at the end of a name of Django's making is that of what the table was called once.
        plain = re.sub(r"_[0-9a-f]{8}(?=\b|_)", "", str(sql))
        yield from ((table, part) for part in (_parts(plain) if kind == "table" else [plain]))


def _parts(sql: str) -> Iterator[str]:
    """The columns and constraints of a table: what commas of the outermost brackets part."""
    depth, part = 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            yield from _checked(part)
            part = ""
        else:
            part += sign
    yield from _checked(part)


def _checked(part: str) -> Iterator[str]:
    """SQLite writes constraints behind the last column without a comma on some ways: they are parts of their own."""
    yield from (one.strip() for one in re.split(r"(?=CONSTRAINT )", part) if one.strip())
