"""The same replay on several machines: parts of a history on the workers of a Dask cluster, their sums put together.

Needs the extra `cluster`. Workers run the same version of this program and see the same files.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl
from distributed import Client, LocalCluster, as_completed

from firsthand.domain.book import Edition
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.workbench.history import History
from firsthand.workbench.history.generated import generated
from firsthand.workbench.history.logs import Mapping
from firsthand.workbench.history.logs.reading import parquet_extent, read_part
from firsthand.workbench.replay import Sums
from firsthand.workbench.replay.running import FLIP_SCHEMA, replayed

PART_ROWS = 500_000
_CHUNK = 1 << 17
_REACH_SECONDS = 15


class HistoryPart(Protocol):
    """A part of a history that a worker can get by itself."""

    def chunks(self) -> Iterator[History]:
        """Its tickets."""


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """Some rows of a Parquet file that every worker can read under the same path."""

    path: Path
    mapping: Mapping
    first: int
    rows: int
    until: int

    def chunks(self) -> Iterator[History]:
        """Its tickets, read where it runs."""
        return read_part(self.path, self.mapping, first=self.first, rows=self.rows, until=self.until)


@dataclass(frozen=True, kw_only=True)
class GeneratedPart:
    """Some tickets of a made-up history."""

    first: int
    rows: int

    def chunks(self) -> Iterator[History]:
        """Its tickets, made where it runs; the same for the same rows."""
        for number in range(self.first, self.first + self.rows, _CHUNK):
            yield generated(min(_CHUNK, self.first + self.rows - number), seed=number + 1, first=number)


def parts_of(path: Path, mapping: Mapping, rows: int = PART_ROWS) -> list[HistoryPart]:
    """The parts of a Parquet file. HistoryError for a file that cannot be read in parts."""
    path = path.resolve()
    extent = parquet_extent(path, mapping)
    return [
        FilePart(path=path, mapping=mapping, first=first, rows=min(rows, extent.rows - first), until=extent.until)
        for first in range(0, extent.rows, rows)
    ]


@contextmanager
def client_of(address: str) -> Iterator[Client]:
    """A client of the cluster at an address such as `tcp://10.0.0.5:8786`, or of `local:2`, a cluster of two worker
    processes on this machine that ends with it. Invalid when it cannot be reached."""
    kind, _, number = address.partition(":")
    if kind == "local":
        if not number.isdecimal() or int(number) < 1:
            raise Invalid(
                "bad_cluster",
                say("cluster: expected for example local:2, found {address}", address=repr(address)),
                field="cluster",
            )
        with (
            LocalCluster(
                n_workers=int(number), threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_REACH_SECONDS)
    except (OSError, ValueError) as error:
        message = say(
            "cluster: no Dask scheduler answers at {address}: {error}. Nothing was replayed",
            address=address,
            error=str(error),
        )
        raise Invalid("no_cluster", message, field="cluster") from None
    with client:
        yield client


def replayed_on(
    client: Client, editions: tuple[Edition, Edition], parts: Sequence[HistoryPart], flips: Path | None = None
) -> Sums:
    """The sums of a replay whose parts run on the workers, equal to those of `replayed`; a part that fails ends it.

    With `flips`, the workers write theirs beside that Parquet file, and it is put together from them.
    """
    pieces = None if flips is None else flips.with_name(f".{flips.name}.workers").resolve()
    if pieces is not None:
        pieces.mkdir()
    try:
        books = client.scatter(list(editions), broadcast=True, hash=False)
        written = [None if pieces is None else pieces / f"{number:06}.parquet" for number in range(len(parts))]
        futures = client.map(_replay_part, parts, written, before=books[0], after=books[1], pure=False, retries=0)
        total: Sums | None = None
        for future in as_completed(futures):
            sums: Sums = future.result()
            total = sums if total is None else total.merged(sums)
            future.release()
        if total is None:
            raise ValueError("there is nothing to add up")
        if flips is not None and pieces is not None:
            _together(pieces, flips)
        return total
    finally:
        if pieces is not None:
            shutil.rmtree(pieces, ignore_errors=True)


def _replay_part(part: HistoryPart, flips: Path | None, *, before: Edition, after: Edition) -> Sums:
    """Runs on a worker."""
    return replayed(before, after, part.chunks(), flips)


def _together(pieces: Path, flips: Path) -> None:
    found = sorted(pieces.glob("*.parquet"))
    whole = flips.with_name(f".{flips.name}.whole")
    pl.concat([pl.LazyFrame(schema=FLIP_SCHEMA), *(pl.scan_parquet(one) for one in found)]).sink_parquet(whole)
    whole.replace(flips)
