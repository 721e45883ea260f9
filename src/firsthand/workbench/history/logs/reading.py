"""Reads a history from a log: whole, or in chunks so that any size fits into memory. Nothing is half-loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, FIRST_YEAR, LAST_YEAR
from firsthand.domain.sentences import say
from firsthand.workbench.history import NAT, History, Int64s, last_instant, no_instants, no_pauses, no_spans
from firsthand.workbench.history.concat import concatenated
from firsthand.workbench.history.logs.columns import ColumnReader
from firsthand.workbench.history.logs.errors import HistoryError
from firsthand.workbench.history.logs.events import Sequences, sequences
from firsthand.workbench.history.logs.frames import Log, open_log
from firsthand.workbench.history.logs.mapping import INSTANTS, NATIVE, Mapping
from firsthand.workbench.history.logs.spans import custody_of, pauses_of
from firsthand.workbench.history.logs.streams import LogFormat

CHUNK_ROWS = 1 << 18


def read_history(path: Path, mapping: Mapping = NATIVE) -> History:
    """The whole history in a file. HistoryError names file, line, field and what was expected.

    `until` is the last instant that the log knows.
    """
    chunks = list(read_chunks(path, mapping))
    return concatenated(chunks)


def read_chunks(path: Path, mapping: Mapping = NATIVE, *, rows: int = CHUNK_ROWS) -> Iterator[History]:
    """The history in chunks that know the same `until`. Parquet is read as it is asked for, so that memory stays
    bounded; of a text the columns are held, about 150 bytes a ticket."""
    log = open_log(path, mapping)
    if mapping.events is not None:
        yield from _of_events(sequences(log, mapping.events))
        return
    if log.form is LogFormat.parquet:
        until = _last_of_parquet(log)
        for first, frame in log.frames(rows):
            yield replace(_of_tickets(log, frame, first), until=until)
        return
    chunks = [_of_tickets(log, frame, first) for first, frame in log.frames(rows)]
    if not chunks:
        raise HistoryError("empty", say("the file has no rows; expected at least one"), file=path.name)
    _refuse_repeated(log, chunks)
    until = max(chunk.until for chunk in chunks)
    for chunk in chunks:
        yield replace(chunk, until=until)


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How many tickets a Parquet file holds, and the last instant at which something happened in it."""

    rows: int
    until: int


def parquet_extent(path: Path, mapping: Mapping = NATIVE) -> Extent:
    """The extent of a Parquet file whose rows are tickets. HistoryError for another form, which has no parts."""
    log = open_log(path, mapping)
    if log.form is not LogFormat.parquet or mapping.events is not None:
        message = say("expected Parquet with a row a ticket, which several machines can read in parts")
        raise HistoryError("not_in_parts", message, file=path.name)
    return Extent(rows=log.height, until=_last_of_parquet(log))


def read_part(path: Path, mapping: Mapping, *, first: int, rows: int, until: int) -> Iterator[History]:
    """Some rows of a Parquet file in chunks; `until` is that of the whole file."""
    log = open_log(path, mapping)
    for number in range(first, first + rows, CHUNK_ROWS):
        frame = log.slice(number, min(CHUNK_ROWS, first + rows - number))
        yield replace(_of_tickets(log, frame, number), until=until)


@dataclass(frozen=True, kw_only=True)
class SeriesIds:
    """Ids that stay in the frame they were read into until somebody asks for one."""

    series: pl.Series

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, row: int, /) -> str:
        return str(self.series[row])


def _of_tickets(log: Log, frame: pl.DataFrame, first: int) -> History:
    reader = ColumnReader(log=log, frame=frame, numbers=np.arange(first, first + frame.height, dtype=np.int64))
    mapping = log.mapping
    ids = frame[mapping.id].cast(pl.String)
    if ids.null_count():
        row = first + int(ids.is_null().arg_true()[0])
        raise log.wrong("missing_value", say("expected an id, found nothing"), field=mapping.id, row=row)
    instants = {name: _column_instants(reader, name) for name in INSTANTS}
    pauses = pauses_of(reader) if mapping.is_native else no_pauses()
    custody = custody_of(reader) if mapping.is_native else no_spans()
    history = _history(reader, ids, instants)
    last = max(history.until, last_instant(pauses.from_at, pauses.to_at, custody.from_at))
    return replace(history, pauses=pauses, custody=custody, until=last)


def _of_events(events: Sequences) -> Iterator[History]:
    if not events.ids:
        raise HistoryError("empty", say("the file has no rows; expected at least one"), file=events.log.path.name)
    mapping = events.log.mapping
    moments = {name: events.instants(moment) for name, moment in mapping.instants.items()}
    instants = {name: moments.get(name, no_instants(len(events.ids))) for name in INSTANTS}
    history = _history(events.reader, pl.Series(events.ids), instants)
    until = max(history.until, last_instant(events.at))
    yield replace(history, pauses=events.pauses(), custody=events.custody(), until=until)


def _column_instants(reader: ColumnReader, name: str) -> Int64s:
    moment = reader.log.mapping.instants.get(name)
    if moment is None or moment.column not in reader.frame.columns:
        return no_instants(reader.frame.height)
    return reader.instants(moment.column)


def _history(reader: ColumnReader, ids: pl.Series, instants: dict[str, Int64s]) -> History:
    log, names = reader.log, reader.log.mapping.names
    for name, column in instants.items():
        moment = log.mapping.instants.get(name)
        label = moment.column if moment and moment.column else name
        absent = (column == NAT) if name == "received_at" else np.zeros(len(column), dtype=np.bool_)
        outside = (column != NAT) & ((column < FIRST_INSTANT) | (column >= END_OF_INSTANTS))
        for bad, message in (
            (absent, say("expected an instant, found nothing")),
            (outside, say("expected a year from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)),
        ):
            if bad.any():
                row = int(reader.numbers[np.argmax(bad)])
                raise log.wrong("wrong_value", message, field=label, row=row)
    columns: dict[str, Any] = {name: reader.names(name, names.get(name)) for name in _CATEGORIES}
    columns |= instants
    happened = [column for name, column in instants.items() if name != "target_at"]
    return History(
        ids=SeriesIds(series=ids),
        strategic=reader.flags("strategic", names.get("strategic")),
        pauses=no_pauses(),
        custody=no_spans(),
        until=last_instant(*happened),
        unrecorded=frozenset(name for name in INSTANTS if not _is_recorded(log, name)),
        **columns,
    )


def _is_recorded(log: Log, name: str) -> bool:
    moment = log.mapping.instants.get(name)
    return moment is not None and (moment.column is None or moment.column in log.names)


_CATEGORIES = ("kind", "severity", "channel", "stage", "plan", "contract", "account", "topic", "team", "group")


def _last_of_parquet(log: Log) -> int:
    """The last instant at which something happened in a Parquet file, by its statistics where it has them."""
    moments = {name: moment for name, moment in log.mapping.instants.items() if name != "target_at"}
    wanted = [moment.column for moment in moments.values() if moment.column in log.wanted]
    last = NAT
    frame = pl.scan_parquet(log.path).select(pl.col(wanted).max()).collect()
    reader = ColumnReader(log=log, frame=frame, numbers=np.zeros(1, dtype=np.int64))
    for column in wanted:
        if column is not None:
            last = max(last, last_instant(reader.instants(column)))
    return last


def _refuse_repeated(log: Log, chunks: Sequence[History]) -> None:
    ids = pl.concat([chunk.ids.series for chunk in chunks if isinstance(chunk.ids, SeriesIds)])
    if ids.n_unique() < len(ids):
        row = int((~ids.is_first_distinct()).arg_true()[0])
        message = say("{ids} is given twice; expected a row a ticket", ids=repr(ids[row]))
        raise log.wrong("repeated", message, field=log.mapping.id, row=row)
