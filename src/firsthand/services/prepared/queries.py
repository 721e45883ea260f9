"""A prepared query is written as any other, with blanks for the values of the moment, and keeps its SQL.

    @cache
    def _held() -> PreparedQuery:
        return prepare(RoleHolding.objects.filter(person=Blank("person")).values_list("role"))

    _held().rows(person=7)

What the SQL depends on beside the blanks is an argument of the function that prepares it, and so the cache's key. What
stands in the database is asked anew each time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Blank(Expression):
    """The place of a value that is known only when the query is asked; it stands wherever an expression may."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """A place for the value, which `PreparedQuery.rows` finds again among the query's."""
        return "%s", (self,)


@dataclass(frozen=True, kw_only=True)
class PreparedQuery:
    """SQL that is ready but for its blanks; empty where there are no rows whatever stands in them. `reads` makes values
    of the columns for which the database has a text or a number."""

    sql: str
    params: Sequence[Any] = ()
    reads: Mapping[int, Callable[[Any], Any]]

    def rows(self, **blanks: int | str | datetime) -> list[tuple[Any, ...]]:
        """The rows with these values in the blanks. KeyError for a blank that was given none."""
        if not self.sql:
            return []
        values = {
            name: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
            for name, value in blanks.items()
        }
        filled = [values[one.name] if isinstance(one, Blank) else one for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return self._read(rows) if self.reads else rows

    def _read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, read in self.reads.items() if rows else ():
            columns[place] = [read(value) for value in columns[place]]
        return list(zip(*columns, strict=True))


def prepare(query: QuerySet[Any, Any]) -> PreparedQuery:
    """The SQL of a query for columns (`values_list`)."""
    compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return PreparedQuery(sql="", reads={})
    converted = compiler.get_converters([column for column, _, _ in compiler.select])
    reads = {place: partial(_read, converters, column) for place, (converters, column) in converted.items()}
    return PreparedQuery(sql=sql, params=params, reads=reads)


def one_after_the_other(queries: Sequence[PreparedQuery]) -> PreparedQuery:
    """Several queries with columns of the same kinds as one, whose rows begin with the place of theirs, from 0. Each
    keeps its own order and limit; between them there is none."""
    some = [(place, one) for place, one in enumerate(queries) if one.sql]
    if not some:
        return PreparedQuery(sql="", reads={})
    parts = [f"SELECT {place:d} AS place, part{place:d}.* FROM ({one.sql}) part{place:d}" for place, one in some]  # noqa: S608 - numbers
    return PreparedQuery(
        sql=" UNION ALL ".join(parts),
        params=[param for _, one in some for param in one.params],
        reads={column + 1: read for column, read in some[0][1].reads.items()},
    )


def _read(converters: Sequence[Callable[[Any, Any, Any], Any]], column: Any, value: Any) -> Any:  # noqa: ANN401, RUF100
    for convert in converters:
        value = convert(value, column, connection)
    return value
