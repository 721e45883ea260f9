"""The spans of tickets in our own format: a list of `{from, to, state, party}` in each row, or its JSON text."""

import numpy as np
import polars as pl

from firsthand.domain.book.entries import unknown_value
from firsthand.domain.sentences import say
from firsthand.workbench.history import (
    CUSTOMER,
    NAT,
    THIRD_PARTY,
    UNASSIGNED,
    Categories,
    Int64s,
    Pauses,
    Spans,
    no_instants,
    no_pauses,
    no_spans,
)
from firsthand.workbench.history.logs.columns import ColumnReader, categories
from firsthand.workbench.history.logs.errors import HistoryError
from firsthand.workbench.history.logs.frames import Log

_TEXTS = pl.List(pl.Struct(dict.fromkeys(("from", "to", "state", "party"), pl.String)))


def pauses_of(reader: ColumnReader) -> Pauses:
    """The pauses of the tickets of a frame. HistoryError for a state that is none, or a pause that runs backwards."""
    exploded = _exploded(reader, "pauses")
    if exploded is None:
        return no_pauses()
    inner, rows = exploded
    state, waits = _names(inner, "state"), reader.log.mapping.waits
    for code, name in enumerate(state.names):
        if name not in waits:
            row = int(inner.numbers[np.argmax(state.codes == code)])
            raise reader.log.wrong("wrong_value", unknown_value(name, list(waits)), field="pauses.state", row=row)
    if (state.codes < 0).any():
        row = int(inner.numbers[np.argmax(state.codes < 0)])
        raise reader.log.wrong(
            "missing_value", say("expected one of {states}", states=", ".join(waits)), field="pauses.state", row=row
        )
    party = _names(inner, "party")
    names = (*party.names, *(name for name in (CUSTOMER, THIRD_PARTY) if name not in party.names))
    usual = np.array([names.index(waits[name]) for name in state.names], dtype=np.int32)[state.codes]
    party = Categories(codes=np.where(party.codes < 0, usual, party.codes).astype(np.int32), names=names)
    from_at, to_at, order = _bounds(inner, rows, "pauses")
    return Pauses(
        rows=rows[order],
        from_at=from_at[order],
        to_at=to_at[order],
        state=state.select(order),
        party=party.select(order),
    )


def custody_of(reader: ColumnReader) -> Spans:
    """Who had the tickets of a frame, and when; a span without a party is unassigned."""
    exploded = _exploded(reader, "custody")
    if exploded is None:
        return no_spans()
    inner, rows = exploded
    party = _names(inner, "party", UNASSIGNED)
    from_at, to_at, order = _bounds(inner, rows, "custody")
    return Spans(rows=rows[order], from_at=from_at[order], to_at=to_at[order], party=party.select(order))


def _exploded(reader: ColumnReader, name: str) -> tuple[ColumnReader, Int64s] | None:
    """A reader of the spans, a row each, and the ticket row of each; None when there are none."""
    if name not in reader.frame.columns:
        return None
    series = reader.frame[name]
    if series.dtype == pl.String:
        series = _decoded(reader, series, name)
    if not isinstance(series.dtype, pl.List) or not isinstance(series.dtype.inner, pl.Struct):
        if series.null_count() == len(series) or series.dtype == pl.List(pl.Null):
            return None
        raise _wrong(reader.log, int(reader.numbers[0]), name)
    numbered = pl.DataFrame({"row": np.arange(len(series), dtype=np.int64), "one": series})
    numbered = numbered.explode("one").filter(pl.col("one").is_not_null())
    if not numbered.height:
        return None
    rows = numbered["row"].to_numpy()
    return ColumnReader(log=reader.log, frame=numbered["one"].struct.unnest(), numbers=reader.numbers[rows]), rows


def _decoded(reader: ColumnReader, texts: pl.Series, name: str) -> pl.Series:
    filled = texts.set(texts.str.strip_chars() == "", None)
    try:
        return filled.str.json_decode(_TEXTS)
    except pl.exceptions.PolarsError:
        for row, text in enumerate(filled.to_list()):
            try:
                pl.Series([text], dtype=pl.String).str.json_decode(_TEXTS)
            except pl.exceptions.PolarsError:
                raise _wrong(reader.log, int(reader.numbers[row]), name) from None
        raise


def _names(inner: ColumnReader, field: str, absent: str | None = None) -> Categories:
    if field not in inner.frame.columns:
        return Categories.constant(absent, inner.frame.height)
    column = categories(inner.frame[field])
    if absent is None or not (column.codes < 0).any():
        return column
    names = column.names if absent in column.names else (*column.names, absent)
    return Categories(codes=np.where(column.codes < 0, names.index(absent), column.codes).astype(np.int32), names=names)


def _bounds(inner: ColumnReader, rows: Int64s, name: str) -> tuple[Int64s, Int64s, Int64s]:
    """The begins and ends, and the order by ticket and begin."""
    if "from" not in inner.frame.columns:
        raise _wrong(inner.log, int(inner.numbers[0]), name)
    from_at = inner.instants("from")
    to_at = inner.instants("to") if "to" in inner.frame.columns else no_instants(len(rows))
    wrong = (from_at == NAT) | ((to_at != NAT) & (to_at < from_at))
    if wrong.any():
        message = say("expected a from, and a to that is not before it")
        raise inner.log.wrong("wrong_value", message, field=name, row=int(inner.numbers[np.argmax(wrong)]))
    return from_at, to_at, np.lexsort((from_at, rows))


def _wrong(log: Log, row: int, name: str) -> HistoryError:
    message = say('expected a list such as [{{"from": "2021-07-06T16:00:00Z", "to": null, "party": "support"}}]')
    return log.wrong("wrong_type", message, field=name, row=row)
