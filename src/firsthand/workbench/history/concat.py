"""Joins chunks of a history into one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from firsthand.workbench.history.categories import Categories
from firsthand.workbench.history.spans import Pauses, Spans
from firsthand.workbench.history.ticket_columns import History, Ids


@dataclass(frozen=True, kw_only=True, eq=False)
class ConcatenatedIds:
    """The ids of several histories, one after the other."""

    parts: Sequence[Ids]

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def __getitem__(self, row: int, /) -> str:
        for part in self.parts:
            if row < len(part):
                return part[row]
            row -= len(part)
        raise IndexError(row)


def concatenated(chunks: Sequence[History]) -> History:
    """One history of all the chunks, in their order; the latest `until` holds. ValueError when there is none."""
    if len(chunks) == 1:
        return chunks[0]
    first_rows = np.cumsum([0, *(len(chunk) for chunk in chunks)]).tolist()
    whole: dict[str, Any] = {
        "ids": ConcatenatedIds(parts=[chunk.ids for chunk in chunks]),
        "pauses": Pauses(
            **_spans([chunk.pauses for chunk in chunks], first_rows),
            state=_names([chunk.pauses.state for chunk in chunks]),
        ),
        "custody": Spans(**_spans([chunk.custody for chunk in chunks], first_rows)),
        "until": max(chunk.until for chunk in chunks),
        "unrecorded": frozenset.intersection(*(chunk.unrecorded for chunk in chunks)),
    }
    for column in fields(History):
        parts = [getattr(chunk, column.name) for chunk in chunks]
        if isinstance(parts[0], Categories):
            whole[column.name] = _names(parts)
        elif isinstance(parts[0], np.ndarray):
            whole[column.name] = np.concatenate(parts)
    return History(**whole)


def _names(parts: Sequence[Categories]) -> Categories:
    names = tuple(dict.fromkeys(name for part in parts for name in part.names))
    return Categories(codes=np.concatenate([part.recoded(names) for part in parts]), names=names)


def _spans(parts: Sequence[Spans], first_rows: Sequence[int]) -> dict[str, Any]:
    rows = [part.rows + first for part, first in zip(parts, first_rows, strict=False)]
    return {
        "rows": np.concatenate(rows),
        "from_at": np.concatenate([part.from_at for part in parts]),
        "to_at": np.concatenate([part.to_at for part in parts]),
        "party": _names([part.party for part in parts]),
    }
