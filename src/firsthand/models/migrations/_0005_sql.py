"""JSON and instants in the words of SQLite and of PostgreSQL, as far as 0005 needs them. All arguments are SQL."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Dialect(Protocol):
    """The same questions to either database. What is empty or absent is null."""

    def member(self, column: str, *path: str) -> str:
        """A string or a number inside an object."""

    def several(self, column: str, key: str) -> str:
        """A list inside an object."""

    def object_of(self, members: Mapping[str, str]) -> str:
        """An object of its members, without those that are null."""

    def without(self, column: str, keys: Sequence[str]) -> str:
        """An object without some members and without nulls."""

    def joined(self, one: str, other: str) -> str:
        """The members of two objects."""

    def unless_empty(self, value: str) -> str:
        """An object, null when it has no member."""

    def instant(self, column: str) -> str:
        """An instant as Python writes it."""

    def spans_of_clocks(self) -> str:
        """The statement that gives each clock its pauses as a list of lists."""


class Sqlite:
    """SQLite's words."""

    def member(self, column: str, *path: str) -> str:
        return f"nullif(json_extract({column}, '$.{'.'.join(path)}'), '')"

    def several(self, column: str, key: str) -> str:
        return f"json(nullif(json_extract({column}, '$.{key}'), '[]'))"

    def object_of(self, members: Mapping[str, str]) -> str:
        inner = ", ".join(f"'{key}', {value}" for key, value in members.items())
        return f"json_patch('{{}}', json_object({inner}))"

    def without(self, column: str, keys: Sequence[str]) -> str:
        paths = "".join(f", '$.{key}'" for key in keys)
        return f"json_patch('{{}}', json_remove({column}{paths}))"

    def joined(self, one: str, other: str) -> str:
        return f"json_patch({one}, {other})"

    def unless_empty(self, value: str) -> str:
        return f"nullif({value}, '{{}}')"

    def instant(self, column: str) -> str:
        return f"replace({column}, ' ', 'T') || '+00:00'"

    def spans_of_clocks(self) -> str:
        shown = "coalesce(CAST(evidence_id AS text), '')"
        span = f"json_array({self.instant('from_at')}, {self.instant('to_at')}, cause, {shown})"
        rows = "SELECT * FROM firsthand_clockpause WHERE clock_id = firsthand_clock.id ORDER BY from_at, id"
        return (
            f"UPDATE firsthand_clock SET pauses = (SELECT json_group_array({span}) FROM ({rows})) "
            "WHERE id IN (SELECT clock_id FROM firsthand_clockpause)"
        )


class Postgresql:
    """PostgreSQL's words."""

    def member(self, column: str, *path: str) -> str:
        return f"nullif({column} #> '{{{','.join(path)}}}', '\"\"'::jsonb)"

    def several(self, column: str, key: str) -> str:
        return f"nullif({column} -> '{key}', '[]'::jsonb)"

    def object_of(self, members: Mapping[str, str]) -> str:
        inner = ", ".join(f"'{key}', {value}" for key, value in members.items())
        return f"jsonb_strip_nulls(jsonb_build_object({inner}))"

    def without(self, column: str, keys: Sequence[str]) -> str:
        return f"jsonb_strip_nulls({column} - '{{{','.join(keys)}}}'::text[])"

    def joined(self, one: str, other: str) -> str:
        return f"({one} || {other})"

    def unless_empty(self, value: str) -> str:
        return f"nullif({value}, '{{}}'::jsonb)"

    def instant(self, column: str) -> str:
        text = f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
        return f"replace({text}, '.000000', '') || '+00:00'"

    def spans_of_clocks(self) -> str:
        shown = "coalesce(evidence_id::text, '')"
        span = f"jsonb_build_array({self.instant('from_at')}, {self.instant('to_at')}, cause, {shown})"
        rows = f"SELECT clock_id, jsonb_agg({span} ORDER BY from_at, id) AS spans FROM firsthand_clockpause GROUP BY clock_id"
        return (
            f"UPDATE firsthand_clock SET pauses = found.spans FROM ({rows}) AS found "
            "WHERE found.clock_id = firsthand_clock.id"
        )


def dialect(vendor: str) -> Dialect:
    """The words of `sqlite` or `postgresql`."""
    return Postgresql() if vendor == "postgresql" else Sqlite()
