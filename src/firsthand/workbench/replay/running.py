"""Runs a replay over the chunks of a history, and keeps every flip in a Parquet file. Memory does not grow with it."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from firsthand.domain.book import Edition
from firsthand.workbench.history import History, Ids, Int64s, PickedIds
from firsthand.workbench.history.logs.reading import SeriesIds
from firsthand.workbench.history.ticket_columns import NAT
from firsthand.workbench.replay import FlipColumns, ReplayedPart, Replayer, Sums, merged

FLIP_SCHEMA: dict[str, pl.DataType] = {
    "ticket": pl.String(),
    "received_at": pl.Datetime("us", "UTC"),
    "account": pl.String(),
    "team": pl.String(),
    "subject": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "clause_before": pl.String(),
    "clause_after": pl.String(),
    "due_before": pl.Datetime("us", "UTC"),
    "due_after": pl.Datetime("us", "UTC"),
}
_HELD = 500_000


def replayed(before: Edition, after: Edition, chunks: Iterable[History], flips: Path | None = None) -> Sums:
    """The sums of a replay, part by part. With `flips`, all of them are written to that Parquet file."""
    replayer = Replayer(before, after)
    sums: list[Sums] = []
    file = FlipsFile(flips) if flips is not None else None
    try:
        for part in _parts(replayer, chunks):
            sums = [merged([*sums, part.sums])]
            if file is not None:
                file.add(part)
        if file is not None:
            file.close()
    finally:
        if file is not None:
            file.discard()
    return merged(sums)


def _parts(replayer: Replayer, chunks: Iterable[History]) -> Iterator[ReplayedPart]:
    for chunk in chunks:
        yield from replayer.parts(chunk)


class FlipsFile:
    """A Parquet file of flips, written in pieces beside it and put together at the end; there when all of it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pieces = path.with_name(f".{path.name}.pieces")
        self.held: list[pl.DataFrame] = []
        self.rows = 0
        self.written = 0

    def add(self, part: ReplayedPart) -> None:
        """Add the flips of a part."""
        for columns in part.flips.values():
            if len(columns):
                self.held.append(flips_frame(columns, part.history))
                self.rows += len(columns)
        if self.rows >= _HELD:
            self._spill()

    def close(self) -> None:
        """Put the file in its place."""
        whole = self.path.with_name(f".{self.path.name}.whole")
        if self.written:
            self._spill()
            pl.scan_parquet(sorted(self.pieces.glob("*.parquet"))).sink_parquet(whole)
        else:
            pl.concat([pl.DataFrame(schema=FLIP_SCHEMA), *self.held]).write_parquet(whole)
        whole.replace(self.path)

    def discard(self) -> None:
        """Remove the pieces."""
        shutil.rmtree(self.pieces, ignore_errors=True)

    def _spill(self) -> None:
        if not self.held:
            return
        self.pieces.mkdir(exist_ok=True)
        pl.concat(self.held).write_parquet(self.pieces / f"{self.written:06}.parquet")
        self.written += 1
        self.held, self.rows = [], 0


def flips_frame(columns: FlipColumns, history: History) -> pl.DataFrame:
    """The flips of one subject as a frame of FLIP_SCHEMA."""
    rows, owners = columns.rows, (*columns.names, "nobody")
    frame = {
        "ticket": ids_of(history.ids, rows),
        "received_at": _instants(history.received_at[rows]),
        "account": _gathered(history.account.names, history.account.codes[rows]),
        "team": _gathered(history.team.names, history.team.codes[rows]),
        "subject": pl.repeat(columns.subject, len(rows), dtype=pl.String, eager=True),
        "before": _gathered(owners, np.where(columns.before < 0, len(columns.names), columns.before)),
        "after": _gathered(owners, np.where(columns.after < 0, len(columns.names), columns.after)),
        "clause_before": _gathered(columns.clauses_before, columns.clause_before),
        "clause_after": _gathered(columns.clauses_after, columns.clause_after),
        "due_before": _instants(columns.due_before),
        "due_after": _instants(columns.due_after),
    }
    return pl.DataFrame(frame, schema=FLIP_SCHEMA)


def ids_of(ids: Ids, rows: Int64s) -> pl.Series:
    """The ids of some rows, without making a text of the others."""
    if isinstance(ids, PickedIds):
        return ids_of(ids.ids, ids.rows[rows])
    if isinstance(ids, SeriesIds):
        return ids.series.gather(rows)
    return pl.Series([ids[row] for row in rows.tolist()], dtype=pl.String)


def _gathered(names: tuple[str, ...], codes: np.ndarray[tuple[int], np.dtype[np.integer]]) -> pl.Series:
    """Names by their codes; a negative code is none."""
    places = pl.Series(np.where(codes < 0, len(names), codes).astype(np.int64))
    return pl.Series([*names, None], dtype=pl.String).gather(places)


def _instants(instants: Int64s) -> pl.Series:
    series = pl.Series(instants)
    return series.set(series == NAT, None).cast(pl.Datetime("us", "UTC"))
