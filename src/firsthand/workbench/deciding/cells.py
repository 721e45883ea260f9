"""Which answer of an edition each ticket gets: the compiled rules are asked once for each distinct cell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.domain.book import CellAnswer, Edition
from firsthand.domain.book.fields import REQUEST_FIELDS
from firsthand.domain.book.rules import OTHER, Cell
from firsthand.workbench.history import Categories, History, Int32s, Int64s

_LARGEST_TABLE = 1 << 22


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The distinct answers, and which of them each ticket gets. Each was asked with its cell at its instant."""

    answers: tuple[CellAnswer, ...]
    cells: tuple[Cell, ...]
    instants: tuple[int, ...]
    rows: Int32s


def answered(edition: Edition, history: History) -> Answered:
    """The answers of an edition to every ticket of a history, by the clauses in force at its receipt.

    A severity that the edition does not declare counts as none, as it does on the desk.
    """
    columns = [_known(edition, name, _column(history, name)) for name in REQUEST_FIELDS]
    boundaries = np.array(edition.rules.boundaries, dtype=np.int64)
    segments = np.searchsorted(boundaries, history.received_at, side="right")
    key, size = segments.astype(np.int64), len(boundaries) + 1
    for column in columns:
        key *= len(column.names) + 1
        key += column.codes
        key += 1
        size *= len(column.names) + 1
    distinct, rows = _distinct(key, size)
    cells, instants = [], []
    for value in distinct.tolist():
        segment, cell = _cell_of(value, columns)
        instant = edition.rules.boundaries[segment - 1] if segment else _before(edition)
        cells.append(cell)
        instants.append(instant)
    answers = tuple(edition.answer(cell, at) for cell, at in zip(cells, instants, strict=True))
    return Answered(answers=answers, cells=tuple(cells), instants=tuple(instants), rows=rows)


def _column(history: History, name: str) -> Categories:
    if name != "strategic":
        column: Categories = getattr(history, name)
        return column
    return Categories(codes=history.strategic.astype(np.int32), names=("", "strategic"))


def _known(edition: Edition, name: str, column: Categories) -> Categories:
    """The column with the names that no clause speaks about made one, so that there are few distinct cells."""
    if name == "severity":
        declared = edition.fields["severity"].values
        return _renamed(column, [one if one in declared else None for one in column.names])
    known = edition.rules.names.get(name)
    return column if known is None else _renamed(column, [one if one in known else OTHER for one in column.names])


def _renamed(column: Categories, names: Sequence[str | None]) -> Categories:
    distinct = tuple(dict.fromkeys(name for name in names if name is not None))
    table = np.array([*(-1 if name is None else distinct.index(name) for name in names), -1], dtype=np.int32)
    return Categories(codes=table[column.codes], names=distinct)


def _distinct(key: Int64s, size: int) -> tuple[Int64s, Int32s]:
    """The distinct keys in order, and the place of each row's key among them."""
    if size > _LARGEST_TABLE or size > 4 * len(key) + 1024:
        found, inverse = np.unique(key, return_inverse=True)
        return found, inverse.astype(np.int32)
    seen = np.zeros(size, dtype=np.bool_)
    seen[key] = True
    distinct = np.flatnonzero(seen).astype(np.int64)
    places = np.empty(size, dtype=np.int32)
    places[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, places[key]


def _cell_of(key: int, columns: Sequence[Categories]) -> tuple[int, Cell]:
    values: list[str | bool | None] = []
    for name, column in zip(reversed(REQUEST_FIELDS), reversed(columns), strict=True):
        key, code = divmod(key, len(column.names) + 1)
        value = column.names[code - 1] if code else None
        values.append(value == "strategic" if name == "strategic" else value)
    return key, Cell(*reversed(values))  # type: ignore[arg-type]  # in the order of REQUEST_FIELDS


def _before(edition: Edition) -> int:
    """An instant before anything takes force."""
    return edition.rules.boundaries[0] - 1 if edition.rules.boundaries else 0
