"""The rows of a log as frames, a block at a time, with only the columns that a mapping reads."""

import contextlib
import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import orjson
import polars as pl

from firsthand.domain.sentences import Sentence, say
from firsthand.workbench.history.logs.errors import HistoryError
from firsthand.workbench.history.logs.mapping import Mapping
from firsthand.workbench.history.logs.streams import LogFormat, blocks, form_of, opened

BLOCK_BYTES = 32 << 20
_BOM = b"\xef\xbb\xbf"
STRETCHES = ("pauses", "custody")
_NEEDED = ("id", "received_at", "kind", "stage")


@dataclass(frozen=True, kw_only=True)
class Log:
    """A file with the mapping that reads it. `names` are its columns as they are called, repeated ones as
    `name.2`, `name.3`."""

    path: Path
    mapping: Mapping
    form: LogFormat
    names: tuple[str, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns to read, in the order of the file."""
        known = {*self.mapping.columns, *(STRETCHES if self.mapping.is_native else ())}
        return tuple(name for name in self.names if name in known)

    def frames(self, rows: int) -> Iterator[tuple[int, pl.DataFrame]]:
        """The number of the first row, and a frame of its block with the wanted columns; about `rows` rows in each
        for Parquet, a block of bytes for the others. HistoryError for what is not as a table should be."""
        if self.form is LogFormat.parquet:
            for first in range(0, self.height, rows):
                yield first, self.slice(first, rows)
            return
        first = 0
        with opened(self.path) as stream:
            if self.form is LogFormat.csv:
                _header(stream, self.path)
            for block in blocks(stream, BLOCK_BYTES):
                frame = self._csv(block, first) if self.form is LogFormat.csv else self._json(block, first)
                yield first, frame
                first += frame.height

    def wrong(self, code: str, message: Sentence, *, field: str, row: int) -> HistoryError:
        """An error about a field of a row, with its line."""
        return HistoryError(code, message, field=field, file=self.path.name, place=self.place(row))

    def place(self, row: int) -> str:
        """Where a row stands: its first line in a text, its number in Parquet."""
        if self.form is LogFormat.parquet:
            return f"row {row + 1}"
        with opened(self.path) as stream:
            if self.form is LogFormat.json_lines:
                filled = (number for number, line in enumerate(stream, start=1) if line.strip())
                return f"line {next(number for index, number in enumerate(filled) if index == row)}"
            _header(stream, self.path)
            text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")
            reader = csv.reader(text, delimiter=self.mapping.separator)
            line = 2
            with contextlib.suppress(csv.Error):  # it is in the record where the reader stops
                for number, _ in enumerate(reader):
                    if number == row:
                        break
                    line = reader.line_num + 2
            text.detach()
        return f"line {line}"

    @property
    def height(self) -> int:
        """How many rows a Parquet file has."""
        return int(self._scanned(pl.scan_parquet(self.path).select(pl.len())).item())

    def slice(self, first: int, rows: int) -> pl.DataFrame:
        """Some rows of a Parquet file, with the wanted columns."""
        return self._scanned(pl.scan_parquet(self.path).select(self.wanted).slice(first, rows))

    def _scanned(self, lazy: pl.LazyFrame) -> pl.DataFrame:
        try:
            return lazy.collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            message = say("this is not a whole Parquet file: {short}. Nothing was read", short=_short(error))
            raise HistoryError("truncated", message, file=self.path.name) from None

    def _csv(self, block: bytes, first: int) -> pl.DataFrame:
        separator = self.mapping.separator
        if _separators(block, separator.encode()) % max(len(self.names) - 1, 1):
            self._find_ragged(block, first)
        try:
            frame = (
                pl.scan_csv(
                    io.BytesIO(block),
                    has_header=False,
                    new_columns=list(self.names),
                    infer_schema=False,
                    separator=separator,
                    null_values=sorted(self.mapping.nulls) or None,
                )
                .select(self.wanted)
                .collect()
            )
        except pl.exceptions.PolarsError as error:
            self._find_ragged(block, first)
            message = say("this is not a table of text: {short}", short=_short(error))
            raise HistoryError("not_a_table", message, file=self.path.name) from None
        if frame.height * (len(self.names) - 1) != _separators(block, separator.encode()):
            self._find_ragged(block, first)
        return frame

    def _find_ragged(self, block: bytes, first: int) -> None:
        """HistoryError for the first record with too few or too many fields, or with a broken quotation."""
        text = io.StringIO(block.decode("utf-8", errors="replace"), newline="")
        reader = csv.reader(text, delimiter=self.mapping.separator, strict=True)
        line = begin = int(self.place(first).removeprefix("line "))
        try:
            for record in reader:
                if len(record) != len(self.names):
                    message = say(
                        "expected {names} fields as in the header, found {record}",
                        names=len(self.names),
                        record=len(record),
                    )
                    place = f"line {line}"
                    raise HistoryError("ragged", message, file=self.path.name, place=place)
                line = begin + reader.line_num
        except csv.Error as error:
            place = f"line {line}"
            raise HistoryError(
                "not_a_table", say("{error}", error=str(error)), file=self.path.name, place=place
            ) from None

    def _json(self, block: bytes, first: int) -> pl.DataFrame:
        try:
            frame = pl.read_ndjson(io.BytesIO(block), infer_schema_length=None)
        except pl.exceptions.PolarsError:
            frame = pl.DataFrame(self._records(block, first), infer_schema_length=None)
        missing = [pl.lit(None, dtype=pl.String).alias(name) for name in self.wanted if name not in frame.columns]
        return frame.with_columns(missing).select(self.wanted)

    def _records(self, block: bytes, first: int) -> list[dict[str, object]]:
        """The records read one by one; HistoryError names the line of the one that is none."""
        found: list[dict[str, object]] = []
        for line in block.splitlines():
            if not line.strip():
                continue
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise self.wrong(
                    "not_json", say("this is not JSON: {error}", error=str(error)), field="", row=first + len(found)
                ) from None
            if not isinstance(record, dict):
                raise self.wrong("wrong_type", say("expected fields with values"), field="", row=first + len(found))
            found.append({name: record.get(name) for name in self.wanted})
        return found


def open_log(path: Path, mapping: Mapping) -> Log:
    """The log, its columns checked against the mapping. HistoryError suggests the near column."""
    form = form_of(path)
    if form is LogFormat.parquet:
        try:
            names = tuple(pl.scan_parquet(path).collect_schema().names())
        except (pl.exceptions.PolarsError, OSError) as error:
            message = say("this is not a whole Parquet file: {short}. Nothing was read", short=_short(error))
            raise HistoryError("truncated", message, file=path.name) from None
    elif form is LogFormat.csv:
        with opened(path) as stream:
            names = _column_names(_header(stream, path), path, separator=mapping.separator)
    else:
        names = _json_names(path)
    _check_columns(path, mapping, names, first="row 1" if form is LogFormat.parquet else "line 1")
    return Log(path=path, mapping=mapping, form=form, names=names)


def _column_names(header: str, path: Path, *, separator: str) -> tuple[str, ...]:
    try:
        return _distinct(next(csv.reader([header], delimiter=separator)))
    except csv.Error as error:
        message = say("{error}", error=str(error))
        raise HistoryError("not_a_table", message, file=path.name, place="line 1") from None


def _header(stream: IO[bytes], path: Path) -> str:
    line = stream.readline()
    try:
        header = line.removeprefix(_BOM).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise HistoryError("not_utf8", say("the file is not UTF-8 text"), file=path.name, place="line 1") from None
    if not header:
        message = say("the file is empty; expected a header and rows")
        raise HistoryError("empty", message, file=path.name, place="line 1")
    return header


def _json_names(path: Path) -> tuple[str, ...]:
    names: dict[str, None] = {}
    with opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                place = f"line {number}"
                raise HistoryError(
                    "not_json", say("this is not JSON: {error}", error=str(error)), file=path.name, place=place
                ) from None
            if not isinstance(record, dict):
                place = f"line {number}"
                raise HistoryError("wrong_type", say("expected fields with values"), file=path.name, place=place)
            names.update(dict.fromkeys(record))
    return tuple(names)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    found = []
    for name in (one.strip() for one in names):
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return tuple(found)


def _check_columns(path: Path, mapping: Mapping, names: tuple[str, ...], *, first: str) -> None:
    needed = _NEEDED if mapping.is_native else mapping.columns
    for name in needed:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(names)}"
            message = say(
                "the file has no column {name}, which the mapping {mapping} reads; {hint}",
                name=repr(name),
                mapping=mapping.name,
                hint=hint,
            )
            raise HistoryError("missing_column", message, field=name, file=path.name, place=first)
    if not mapping.is_native:
        return
    known = (*mapping.columns, *STRETCHES)
    for name in names:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        if name not in known and near and near[0] not in names:
            message = say("unknown column {name}; did you mean {near}?", name=repr(name), near=repr(near[0]))
            raise HistoryError("unknown_column", message, field=name, file=path.name, place=first)


def _separators(block: bytes, separator: bytes) -> int:
    """How many separators stand outside of quotes."""
    if b'"' not in block:
        return block.count(separator)
    text = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    separators = np.flatnonzero(text == separator[0])
    return int(np.count_nonzero(np.searchsorted(quotes, separators) % 2 == 0))


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
