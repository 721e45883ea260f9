"""Replay: reading a Parquet file of tickets, deciding and judging each under two books, and all aggregates; seconds
and peak memory, each measured in a process of its own."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from bench import Figure
from firsthand import books
from firsthand.domain.book import Edition
from firsthand.services.book.files import book_from_texts
from firsthand.workbench.history import NAT, Categories, History, Int64s, Spans
from firsthand.workbench.history.generated import generated
from firsthand.workbench.history.logs import read_chunks
from firsthand.workbench.replay import summary_of
from firsthand.workbench.replay.running import replayed

_BOOK = books.folder("customer-first")
_SIZES = {"1e5": 100_000, "1e6": 1_000_000, "1e7": 10_000_000}
_PART = 250_000
DRAFT = """
book: customer-first
amendment: bench-draft
title: How-to questions to support, and half an hour before the sale
published_at: 2021-09-01T00:00:00Z
author: Head of customer support
approver: Chief technology officer
zone: America/Los_Angeles
activates:
  - {clause: S32, at: 2021-09-15T00:00:00Z, by: Head of customer support, why: two engineers are ramped}
service_levels:
  - clause: S18
    source: S18
    text: Half an hour.
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 30 business minutes, calendar: support-hours, pauses_on: [pending]}
    class: internal_target
    precedence: internal
    replaces: S18
    in_force: {from: 2021-09-15}
"""


def figures(*, runs: int) -> list[Figure]:
    """`replay.1e5_s`, `replay.1e6_s`, `replay.1e7_s`, the time of all processors for each, and the peak memory of the
    last two. The largest runs once. The ratio is how much longer ten times the tickets take: at most ten is linear."""
    found: list[Figure] = []
    before: float | None = None
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in _SIZES.items():
            path = Path(folder) / f"{name}.parquet"
            write_history(path, rows)
            times = 1 if rows > 1_000_000 else min(runs, 3)
            measured = [_measured(path) for _ in range(times)]
            path.unlink()
            seconds = statistics.median(one["seconds"] for one in measured)
            ratio = None if before is None else seconds / before
            peer = None if before is None else "a tenth of the tickets"
            found.append(Figure(name=f"replay.{name}_s", value=seconds, unit="s", peer=peer, ratio=ratio, runs=times))
            cpu = statistics.median(one["cpu"] for one in measured)
            found.append(Figure(name=f"replay.{name}_cpu_s", value=cpu, unit="s", runs=times))
            if rows >= 1_000_000:
                most = max(one["mib"] for one in measured)
                found.append(Figure(name=f"replay.{name}_mb", value=most, unit="MiB", runs=times))
            before = seconds
    return found


def editions() -> tuple[Edition, Edition]:
    """The shipped book, and the same with a draft."""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(_BOOK.glob("*.yaml"))]
    before, after = book_from_texts(texts), book_from_texts([*texts, ("bench-draft.yaml", DRAFT)])
    return before.edition(), after.edition()


def write_history(path: Path, rows: int) -> None:
    """A generated history in our own format, written in parts so that making it needs little memory."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for number, first in enumerate(range(0, rows, _PART)):
            part = generated(min(_PART, rows - first), seed=number + 1, first=first)
            frame_of(part).write_parquet(Path(folder) / f"{number:06}.parquet")
        pl.scan_parquet(sorted(Path(folder).glob("*.parquet"))).sink_parquet(path)


def frame_of(history: History) -> pl.DataFrame:
    """A history as a frame in our own format."""
    named = ("kind", "severity", "channel", "stage", "plan", "contract", "account", "team")
    columns: dict[str, pl.Series] = {"id": pl.Series([history.ids[row] for row in range(len(history))])}
    columns |= {name: _names(getattr(history, name)) for name in named}
    columns["strategic"] = pl.Series(history.strategic)
    columns |= {name: _instants(getattr(history, name)) for name in ("received_at", "first_response_at", "resolved_at")}
    pauses = {**_stretches(history.pauses), "state": _names(history.pauses.state)}
    columns["pauses"] = _lists(pauses, len(history))
    columns["custody"] = _lists(_stretches(history.custody), len(history))
    return pl.DataFrame(columns)


def _stretches(spans: Spans) -> dict[str, pl.Series]:
    ends = {"from": _instants(spans.from_at), "to": _instants(spans.to_at)}
    return {"row": pl.Series(spans.rows), **ends, "party": _names(spans.party)}


def _lists(columns: dict[str, pl.Series], rows: int) -> pl.Series:
    lists = pl.DataFrame(columns).group_by("row", maintain_order=True).agg(pl.struct(pl.exclude("row")).alias("one"))
    numbered = pl.DataFrame({"row": np.arange(rows, dtype=np.int64)})
    return numbered.join(lists, on="row", how="left", maintain_order="left")["one"]


def _names(column: Categories) -> pl.Series:
    places = pl.Series(np.where(column.codes < 0, len(column.names), column.codes).astype(np.int64))
    return pl.Series([*column.names, None], dtype=pl.String).gather(places)


def _instants(instants: Int64s) -> pl.Series:
    series = pl.Series(instants)
    return series.set(series == NAT, None).cast(pl.Datetime("us", "UTC"))


def _measured(path: Path) -> dict[str, float]:
    """One replay in a process of its own: its seconds from opening the file, and its peak memory."""
    command = [sys.executable, "-m", "bench.replay", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ})
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _child(path: Path) -> None:
    before, after = editions()
    begin, used = time.perf_counter(), time.process_time()
    sums = replayed(before, after, read_chunks(path))
    summary = summary_of(sums, before, after)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - used
    print(
        json.dumps(
            {"seconds": seconds, "cpu": cpu, "mib": _peak_mib(), "tickets": summary.tickets, "flips": summary.any_flip}
        )
    )


def _peak_mib() -> float:
    """The most memory this process ever held. `getrusage` would count what its parent held when it was made."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(one for one in status.read_text(encoding="utf-8").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
