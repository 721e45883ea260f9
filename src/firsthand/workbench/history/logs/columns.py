"""The columns of a frame as columns of a history: names as codes, and texts as instants."""

import re
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass

import numpy as np
import polars as pl

from firsthand.domain.book.entries import unknown_value
from firsthand.domain.sentences import Sentence, say
from firsthand.workbench.history import NAT, Bools, Categories, Int64s
from firsthand.workbench.history.local_times import has_offset_of, instants_of_readings
from firsthand.workbench.history.logs.errors import HistoryError
from firsthand.workbench.history.logs.frames import Log
from firsthand.workbench.history.logs.mapping import Otherwise, Source

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_OFFSET = r"(Z|[+-]\d\d:?\d\d)$"
_ISO = "%Y-%m-%dT%H:%M:%S%.f"


@dataclass(frozen=True, kw_only=True)
class ColumnReader:
    """Reads columns of one frame of a log. Row i of the frame is row `numbers[i]` of the file."""

    log: Log
    frame: pl.DataFrame
    numbers: Int64s

    def names(self, field: str, source: Source | None) -> Categories:
        """The names of a field. HistoryError for a value that the mapping refuses, or that a closed field does not
        know."""
        rows = self.frame.height
        if source is None or (source.column is not None and source.column not in self.frame.columns):
            return self._checked(field, Categories.constant(None, rows), "")
        if source.column is None:
            return self._checked(field, Categories.constant(source.always, rows), "")
        column = categories(self.frame[source.column], self.log.mapping.nulls)
        return self._checked(field, self._translated(field, column, source), source.column)

    def flags(self, field: str, source: Source | None) -> Bools:
        """A column of true and false; absent is false."""
        column = self.names(field, source)
        for code, name in enumerate(column.names):
            if name.lower() not in _FLAGS:
                message = say("expected true or false, found {name}", name=repr(name))
                raise self._wrong_at("wrong_value", message, field, int(np.argmax(column.codes == code)))
        table = np.array([*(_FLAGS[name.lower()] for name in column.names), False], dtype=np.bool_)
        return table[column.codes]

    def instants(self, column: str) -> Int64s:
        """A column of instants. HistoryError for a text that is none, or whose offset is in doubt."""
        series = self.frame[column]
        if series.dtype.is_numeric() or series.dtype in (pl.Boolean, pl.Date, pl.Time):
            raise self._wrong_at(
                "wrong_type", say("expected an instant, found the type {found}", found=str(series.dtype)), column, 0
            )
        if isinstance(series.dtype, pl.Datetime):
            naive = series.cast(pl.Datetime("us")) if series.dtype.time_zone is None else None
            found = series.dt.convert_time_zone("UTC") if naive is None else self._in_zone(naive, column)
            return _microseconds(found)
        texts = series.cast(pl.String).str.strip_chars()
        nulls = sorted({"", *self.log.mapping.nulls})
        texts = texts.set(texts.is_in(nulls), None)
        return _microseconds(self._parsed(texts, column))

    def _parsed(self, texts: pl.Series, column: str) -> pl.Series:
        form = self.log.mapping.times
        if form != "iso":
            aware = "%z" in form or "%:z" in form
            times = texts.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC" if aware else None)
            self._check_read(texts, times, column, f"a time as {form}")
            return times if aware else self._in_zone(times, column)
        wall = _iso_wall(texts.str.replace(" ", "T", literal=True).str.replace(_OFFSET, ""))
        self._check_read(texts, wall, column, "an instant such as 2021-06-22T23:51:00Z")
        offsets = texts.str.extract(_OFFSET)
        kinds = set(offsets.filter(texts.is_not_null()).unique().to_list())
        if len(kinds) > 1:
            self._check_offsets(texts, offsets, column)
        if kinds <= {None}:
            return self._in_zone(wall, column)
        times = (wall - _offset_of(offsets)).dt.replace_time_zone("UTC")
        if len(kinds) > 1:
            self._check_zone(times, wall, column)
        return times

    def _check_read(self, texts: pl.Series, times: pl.Series, column: str, expected: str) -> None:
        bad = (texts.is_not_null() & times.is_null()).arg_true()
        if len(bad):
            row = int(bad[0])
            raise self._wrong_at(
                "wrong_value",
                say("expected {expected}, found {found}", expected=expected, found=repr(texts[row])),
                column,
                row,
            )

    def _check_offsets(self, texts: pl.Series, offsets: pl.Series, column: str) -> None:
        """Some with an offset and some without is an error; so are several offsets that no zone explains."""
        given = texts.is_not_null().arg_true()
        first = offsets[int(given[0])]
        odd = int((texts.is_not_null() & offsets.ne_missing(pl.Series([first]))).arg_true()[0])
        if offsets.filter(texts.is_not_null()).null_count():
            message = say(
                "mixed offsets: {one} stands beside {other}; expected an offset (or Z) on every time, or on none and a "
                "zone in the mapping",
                one=repr(texts[odd]),
                other=repr(texts[int(given[0])]),
            )
            raise self._wrong_at("mixed_offsets", message, column, odd)
        if self.log.mapping.zone is None and not self.log.mapping.any_offset:
            message = say(
                "mixed offsets: {one} stands beside {other}; expected one offset throughout, or in the mapping the "
                "zone that has both, or offsets: any",
                one=repr(texts[odd]),
                other=repr(texts[int(given[0])]),
            )
            raise self._wrong_at("mixed_offsets", message, column, odd)

    def _check_zone(self, times: pl.Series, wall: pl.Series, column: str) -> None:
        zone = self.log.mapping.zone
        if zone is None or self.log.mapping.any_offset:
            return
        given = wall.is_not_null().to_numpy()
        shown = has_offset_of(zone, times.to_physical().drop_nulls().to_numpy(), _readings(wall))
        odd = np.flatnonzero(given)[~shown]
        if len(odd):
            row = int(odd[0])
            text = self.frame[column][row]
            message = say(
                "mixed offsets: {text} has not the offset of {zone} at that time", text=repr(text), zone=str(zone)
            )
            raise self._wrong_at("mixed_offsets", message, column, row)

    def _in_zone(self, wall: pl.Series, column: str) -> pl.Series:
        """Readings of the zone's wall clock as instants: the first of two, and where the clock skips one, what it
        would have been by the offset before."""
        zone = self.log.mapping.zone
        if zone is None:
            if wall.null_count() == len(wall):
                return wall.dt.replace_time_zone("UTC")
            row = int(wall.is_not_null().arg_true()[0])
            message = say("the times have no offset; give the zone that they are of in the mapping (zone: Europe/Rome)")
            raise self._wrong_at("naive_time", message, column, row)
        times = np.full(len(wall), NAT, dtype=np.int64)
        times[wall.is_not_null().to_numpy()] = instants_of_readings(zone, _readings(wall))
        found = pl.Series(times).cast(pl.Datetime("us", "UTC"))
        return found.set(wall.is_null(), None)

    def _translated(self, field: str, column: Categories, source: Source) -> Categories:
        known = {name: source.values.get(name, name) for name in column.names}
        for code, name in enumerate(column.names):
            if name in source.values or source.otherwise is Otherwise.keep:
                continue
            if source.otherwise is Otherwise.error:
                message = say("{field}: {problem}", field=field, problem=unknown_value(name, sorted(source.values)))
                row = int(np.argmax(column.codes == code))
                raise self._wrong_at("wrong_value", message, source.column or field, row)
            known.pop(name)
        return renamed(column, known, absent=source.absent)

    def _checked(self, field: str, column: Categories, name: str) -> Categories:
        known = self.log.mapping.declared.get(field)
        if known is None:
            return column
        label = name or field
        for code, value in enumerate(column.names):
            if value not in known and (column.codes == code).any():
                raise self._wrong_at(
                    "wrong_value", unknown_value(value, known), label, int(np.argmax(column.codes == code))
                )
        if (column.codes < 0).any():
            row = int(np.argmax(column.codes < 0))
            raise self._wrong_at(
                "missing_value", say("expected one of {known}, found nothing", known=", ".join(known)), label, row
            )
        return column

    def _wrong_at(self, code: str, message: Sentence, field: str, row: int) -> HistoryError:
        return self.log.wrong(code, message, field=field, row=int(self.numbers[row]))


def categories(series: pl.Series, nulls: frozenset[str] = frozenset()) -> Categories:
    """A frame's column as codes, its names in alphabetical order; empty texts and `nulls` are absent."""
    texts = series if series.dtype == pl.String else series.cast(pl.String)
    unique = texts.unique().drop_nulls().sort()
    codes = texts.cast(pl.Enum(unique)).to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
    column = Categories(codes=codes, names=tuple(unique.to_list()))
    known = {name: name for name in column.names if name not in nulls and name.strip()}
    return column if len(known) == len(column.names) else renamed(column, known)


def renamed(column: Categories, names: ReadOnly[str, str], absent: str | None = None) -> Categories:
    """The column with other names; several may become one. Those without are absent, which `absent` replaces."""
    new = [names.get(name, absent) for name in column.names]
    distinct = tuple(dict.fromkeys(name for name in (*new, absent) if name is not None))
    places = {name: code for code, name in enumerate(distinct)}
    table = np.array([places[name] if name is not None else -1 for name in (*new, absent)], dtype=np.int32)
    return Categories(codes=table[column.codes], names=distinct)


def _iso_wall(texts: pl.Series) -> pl.Series:
    """The wall-clock readings of ISO texts without their offsets, with or without seconds, or a date alone."""
    wall = texts.str.to_datetime(_ISO, strict=False, time_unit="us")
    for form, width in (("%Y-%m-%dT%H:%M", 16), ("%Y-%m-%d", 10)):
        if wall.null_count() == texts.null_count():
            break
        fits = texts.str.len_bytes() == width
        other = texts.set(~fits, None).str.to_datetime(form, strict=False, time_unit="us")
        wall = pl.select(pl.coalesce(wall, other)).to_series()
    return wall


def _offset_of(offsets: pl.Series) -> pl.Series:
    """Offsets such as +02:00 as durations; Z is none."""
    known: list[str] = offsets.unique().drop_nulls().to_list()
    minutes = {}
    for text in known:
        match = re.fullmatch(r"([+-])(\d\d):?(\d\d)", text)
        amount = int(match[2]) * 60 + int(match[3]) if match else 0
        minutes[text] = -amount if text.startswith("-") else amount
    micros = offsets.replace_strict(minutes, return_dtype=pl.Int64, default=0) * 60_000_000
    return micros.cast(pl.Duration("us"))


def _readings(wall: pl.Series) -> Int64s:
    return wall.drop_nulls().to_physical().to_numpy()


def _microseconds(times: pl.Series) -> Int64s:
    # The smallest integer stands for "not recorded"; no supported year is near it.
    return times.cast(pl.Datetime("us", "UTC")).to_physical().fill_null(NAT).to_numpy()
