"""Event logs: several rows a ticket become one, with its waits and the hands it went through."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from firsthand.domain.book.entries import unknown_value
from firsthand.domain.sentences import say
from firsthand.workbench.history import (
    NAT,
    UNASSIGNED,
    Bools,
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
from firsthand.workbench.history.logs.mapping import EventFilter, Events, InstantSource


@dataclass(frozen=True, kw_only=True)
class Sequences:
    """The events of a log in the order of tickets and, within one, of time; of equal times the later row counts as
    later. `ticket[i]` is the row of the ticket of event i; `finals` are the last events, whose columns hold."""

    log: Log
    events: Events
    frame: pl.DataFrame
    at: Int64s
    ticket: Int64s
    finals: Int64s
    ids: tuple[str, ...]

    @property
    def reader(self) -> ColumnReader:
        """Reads the columns of the tickets from their last events."""
        numbers = self.frame["row"].to_numpy()[self.finals]
        return ColumnReader(log=self.log, frame=self.frame[self.finals], numbers=numbers)

    def instants(self, moment: InstantSource) -> Int64s:
        """An instant of each ticket: of the first or last event that matches, or of a column's last row."""
        if moment.column is not None:
            return self.reader.instants(moment.column)
        places = np.flatnonzero(self._matching(moment.where or {}))
        found = no_instants(len(self.ids))
        if not moment.last:
            places = places[::-1]  # what is written last stays
        found[self.ticket[places]] = self.at[places]
        return found

    def pauses(self) -> Pauses:
        """The spans in states that the mapping calls waits."""
        if self.events.state is None or not self.events.waits:
            return no_pauses()
        self._check_waits()
        states = categories(self.frame[self.events.state], self.log.mapping.nulls)
        codes = _filled(states.codes, self.ticket)
        starts, ends = self._runs(codes)
        waits = [self.events.waits.get(name) for name in states.names]
        waiting = np.array([*(wait is not None for wait in waits), False])[codes[starts]]
        runs = starts[waiting]
        kept = codes[runs]
        state = Categories.of([wait.state if wait else None for wait in waits])
        party = Categories.of([wait.party if wait else None for wait in waits])
        return Pauses(
            rows=self.ticket[runs],
            from_at=self.at[runs],
            to_at=ends[waiting],
            state=state.select(kept.astype(np.int64)),
            party=party.select(kept.astype(np.int64)),
        )

    def _check_waits(self) -> None:
        """HistoryError for a wait in a state that neither the book nor our own format has."""
        for name, wait in self.events.waits.items():
            if wait.state not in self.log.mapping.waits:
                message = unknown_value(wait.state, list(self.log.mapping.waits))
                raise HistoryError(
                    "wrong_value", message, field=f"events.waits.{name}.state", file=self.log.mapping.name
                )

    def custody(self) -> Spans:
        """The spans in which somebody, or nobody, had a ticket."""
        if self.events.hands is None:
            return no_spans()
        hands = categories(self.frame[self.events.hands], self.log.mapping.nulls)
        names = (*hands.names, UNASSIGNED) if UNASSIGNED not in hands.names else hands.names
        nobody = names.index(UNASSIGNED)
        codes = np.where(hands.codes < 0, nobody, hands.codes)
        if self.events.unassigned_when:
            codes = np.where(self._matching(self.events.unassigned_when), nobody, codes)
        starts, ends = self._runs(codes)
        party = Categories(codes=codes[starts].astype(np.int32), names=names)
        return Spans(rows=self.ticket[starts], from_at=self.at[starts], to_at=ends, party=party)

    def _runs(self, codes: Int64s) -> tuple[Int64s, Int64s]:
        """The first events of runs of one code within a ticket, and when each run ends; NAT for a ticket's last."""
        change = np.ones(len(codes), dtype=np.bool_)
        change[1:] = (codes[1:] != codes[:-1]) | (self.ticket[1:] != self.ticket[:-1])
        starts = np.flatnonzero(change)
        ends = no_instants(len(starts))
        same = self.ticket[starts[1:]] == self.ticket[starts[:-1]]
        ends[:-1][same] = self.at[starts[1:]][same]
        return starts, ends

    def _matching(self, where: EventFilter) -> Bools:
        found = np.ones(len(self.at), dtype=np.bool_)
        for column, values in where.items():
            found &= self.frame[column].cast(pl.String).is_in(sorted(values)).fill_null(value=False).to_numpy()
        return found


def sequences(log: Log, events: Events) -> Sequences:
    """The log's events in order. HistoryError for an event without a ticket or a time."""
    blocks = [frame.with_row_index("row", offset=first) for first, frame in log.frames(1 << 20)]
    frame = pl.concat(blocks, how="vertical_relaxed") if blocks else pl.DataFrame(schema=["row", *log.wanted])
    numbers = frame["row"].cast(pl.Int64).to_numpy()
    reader = ColumnReader(log=log, frame=frame, numbers=numbers)
    at = reader.instants(events.at) if len(frame) else no_instants(0)
    ids = categories(frame[events.ticket].cast(pl.String))
    for column, absent in ((events.ticket, ids.codes < 0), (events.at, at == NAT)):
        if absent.any():
            row = int(numbers[np.argmax(absent)])
            raise log.wrong(
                "missing_value", say("expected a value in every event, found nothing"), field=column, row=row
            )
    order = np.lexsort((numbers, _order(reader, events), at, ids.codes))
    ticket = ids.codes[order].astype(np.int64)
    finals = np.flatnonzero(np.append(ticket[1:] != ticket[:-1], len(ticket) > 0)[: len(ticket)])
    return Sequences(
        log=log, events=events, frame=frame[order], at=at[order], ticket=ticket, finals=finals, ids=ids.names
    )


def _order(reader: ColumnReader, events: Events) -> Int64s:
    if events.order is None:
        return np.zeros(reader.frame.height, dtype=np.int64)
    numbers = reader.frame[events.order].cast(pl.Int64, strict=False)
    if numbers.null_count():
        row = int(numbers.is_null().arg_true()[0])
        text = reader.frame[events.order][row]
        message = say("expected a whole number, found {text}", text=repr(text))
        raise reader.log.wrong("wrong_value", message, field=events.order, row=int(reader.numbers[row]))
    return numbers.to_numpy()


def _filled(codes: Int64s | np.ndarray[tuple[int], np.dtype[np.int32]], ticket: Int64s) -> Int64s:
    """Codes with an absent one taken from the event before it of the same ticket."""
    places = np.where(codes >= 0, np.arange(len(codes)), -1)
    before = np.maximum.accumulate(places) if len(places) else places
    usable = (before >= 0) & (ticket[np.maximum(before, 0)] == ticket)
    return np.where(usable, codes[np.maximum(before, 0)], -1).astype(np.int64)
