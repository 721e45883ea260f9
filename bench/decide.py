"""Decisions a second on one core, with reasons, from a file of 200,000 lines."""

import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from bench import Figure, median_seconds
from firsthand import books
from firsthand.cli import decide

LINES = 200_000
_BOOK = books.folder("customer-first")
_START = datetime(2021, 6, 23, tzinfo=UTC)
_DAYS = 300


def figures(*, runs: int) -> list[Figure]:
    """`decide.per_s`: the whole command, with reading the book and the file. The peer reads and writes the same
    lines as JSON and decides nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests.jsonl"
        _write_requests(path, LINES)
        decided = median_seconds(lambda: _decide(path), runs=runs)
        copied = median_seconds(lambda: _copy(path), runs=runs)
    return [
        Figure(
            name="decide.per_s",
            value=LINES / decided,
            unit="decisions/s",
            peer="orjson round trip of the same lines, deciding nothing",
            ratio=copied / decided,
            runs=runs,
        )
    ]


def _write_requests(path: Path, lines: int) -> None:
    """Requests of every kind, stage and severity over 300 days, from 500 accounts, a third on own
    contracts."""
    draw = random.Random(1)  # noqa: S311 - the same requests on every run
    with path.open("wb") as file:
        for number in range(lines):
            received = _START + timedelta(seconds=draw.randrange(86_400 * _DAYS))
            request = {
                "id": f"R-{number}",
                "received_at": received.isoformat(),
                "kind": draw.choice(["how_to", "feature_request", "troubleshooting"]),
                "severity": draw.choice([None, "s1", "s2"]),
                "channel": "email",
                "account": {
                    "name": f"Account {number % 500}",
                    "stage": draw.choice(["prospect", "trial", "production"]),
                    "strategic": number % 5 == 0,
                    "plan": draw.choice([None, "enterprise", "team"]),
                    "contract": draw.choice([None, None, f"C-{number % 500}"]),
                },
            }
            file.write(orjson.dumps(request) + b"\n")


def _decide(path: Path) -> None:
    with path.open("rb") as requests, Path(os.devnull).open("wb") as nowhere:
        status = decide.run(_BOOK, None, stdin=requests, stdout=nowhere, stderr=sys.stderr)
    if status:
        raise RuntimeError(f"decide ended with {status}")


def _copy(path: Path) -> None:
    with path.open("rb") as requests, Path(os.devnull).open("wb") as nowhere:
        for line in requests:
            nowhere.write(orjson.dumps(orjson.loads(line)) + b"\n")
