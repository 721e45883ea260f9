"""`bin/bench [NAME] [--json]`: measured figures of this machine, each the median of several runs.

Every benchmark is a module of this package with `def figures(*, runs: int) -> list[Figure]`, loaded only when it is
asked for. One with a `page` also has tables for `docs/reference/performance.md`, which `--write` puts there.
"""

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from inspect import signature
from pathlib import Path

BENCHMARKS = {
    "working-time": "bench.working_time",
    "decide": "bench.decide",
    "prove": "bench.prove",
    "follow": "bench.follow",
    "intake": "bench.intake",
    "inbox": "bench.inbox",
    "handoffs": "bench.handoffs",
    "search": "bench.search",
    "pages": "bench.pages",
    "replay": "bench.replay",
    "mining": "bench.mining",
    "guard": "bench.guard",
}
PERFORMANCE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"
_RUNS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One measured number: the median over `runs`. `peer` says what it was compared with in the same run, and
    `ratio` how many times better than the peer it is."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None
    runs: int


class AbsentBenchmark(LookupError):  # noqa: N818  the name says what is wrong
    """This checkout does not have that benchmark."""


def benchmark(name: str) -> Callable[..., list[Figure]]:
    """The `figures` function of a benchmark; AbsentBenchmark when its module is not in this checkout."""
    module = BENCHMARKS[name]
    if importlib.util.find_spec(module) is None:
        raise AbsentBenchmark(f"{name}: this checkout has no such benchmark (no module {module})")
    found: Callable[..., list[Figure]] = importlib.import_module(module).figures
    return found


def median_seconds(work: Callable[[], object], *, runs: int) -> float:
    """The median time of a piece of work in seconds, after one run that is not counted."""
    work()
    return statistics.median(_seconds(work) for _ in range(runs))


def main(argv: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 0, or 1 when one that was asked for is absent."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure this checkout on this machine.")
    parser.add_argument("name", nargs="?", choices=list(BENCHMARKS), help="one benchmark; all without it")
    parser.add_argument("--json", action="store_true", help="one JSON object a line for each figure")
    parser.add_argument("--write", action="store_true", help="put its tables into docs/reference/performance.md")
    parser.add_argument("--runs", type=int, default=_RUNS, help=f"runs to take the median of ({_RUNS})")
    parser.add_argument("--tickets", type=int, help="tickets on the desk, where a benchmark can have another number")
    options = parser.parse_args(argv)
    if options.runs < 1:
        parser.error("--runs: expected at least 1")
    found: list[Figure] = []
    absent = 0
    names = [options.name] if options.name else list(BENCHMARKS)
    for name in names:
        try:
            figures = benchmark(name)
        except AbsentBenchmark as error:
            absent += 1
            print(error, file=sys.stderr)
            continue
        more = {"tickets": options.tickets} if options.tickets and "tickets" in signature(figures).parameters else {}
        for figure in figures(runs=options.runs, **more):
            found.append(figure)
            if options.json:
                print(json.dumps(asdict(figure)), flush=True)
    if not options.json:
        print(_table(found) + machine())
    for name, text in _pages(names, options.runs):
        if options.write:
            write_page(PERFORMANCE, name, text)
        if not options.json:
            print(f"\n{text}")
    return 1 if absent else 0


def write_page(path: Path, name: str, text: str) -> None:
    """Put the text between `<!-- NAME -->` and `<!-- /NAME -->` of a page; ValueError when it has no such place."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->\n")
    if not begin or not end:
        raise ValueError(f"{path}: expected the lines <!-- {name} --> and <!-- /{name} -->")
    path.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")


def _pages(names: Sequence[str], runs: int) -> Iterator[tuple[str, str]]:
    """The tables of the benchmarks that have some."""
    for name in names:
        module = BENCHMARKS[name]
        page = getattr(importlib.import_module(module), "page", None) if importlib.util.find_spec(module) else None
        text = page(runs=runs) if page else None
        if text is not None:
            yield name, text


def machine() -> str:
    """The machine and the versions that the figures were measured with, in one line."""
    try:
        cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        cpuinfo = []
    models = [line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")]
    model = f"{len(models)} x {models[0]}" if models else platform.processor() or platform.machine()
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "tzdata", "django")]
    return ", ".join([model, platform.platform(terse=True), f"Python {platform.python_version()}", *versions])


def _table(figures: Sequence[Figure]) -> str:
    rows = [
        (figure.name, _number(figure.value), figure.unit, _against(figure), f"median of {figure.runs}")
        for figure in figures
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    return "".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}} {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}\n"
        for row in rows
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


def _against(figure: Figure) -> str:
    if figure.peer is None or figure.ratio is None:
        return figure.peer or ""
    return f"{_number(figure.ratio)} x {figure.peer}"


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
