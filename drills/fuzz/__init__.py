"""Hostile input by the hour: bytes that were once a mail, a book, a log or an answer of a mail server, with pieces
changed. What reads them answers or refuses in its own words, and never fails in another way.

    bin/drill fuzz [--minutes N] [--seed N] [--only mail|book|history|imap]
"""

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

AT_ONCE = 200


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held. Each kind of input gets its turn until the time is over."""
    parser = argparse.ArgumentParser(prog="drill fuzz", description="Hostile input by the hour.")
    parser.add_argument("--minutes", type=float, default=60, help="how long in all (60)")
    parser.add_argument("--seed", type=int, default=0, help="which inputs (0)")
    parser.add_argument("--only", choices=("mail", "book", "history", "imap"), help="one kind of input")
    options = parser.parse_args(argv)
    if not options.minutes > 0:
        parser.error("--minutes: expected more than 0")
    with tempfile.TemporaryDirectory(prefix="firsthand-fuzz-") as folder:
        os.environ["FIRSTHAND_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "firsthand.config.settings"
        return _fuzz(within=timedelta(minutes=options.minutes), seed=options.seed, only=options.only)


def _fuzz(*, within: timedelta, seed: int, only: str | None) -> int:
    import django  # noqa: PLC0415 - the settings are made above

    django.setup()
    from drills.fuzz.readers import READERS  # noqa: PLC0415

    chosen = [reader for reader in READERS if only in (None, reader.name)]
    tried, answered = Counter[str](), Counter[str]()
    began, turn = time.monotonic(), 0
    try:
        while time.monotonic() - began < within.total_seconds():
            reader = chosen[turn % len(chosen)]
            answered[reader.name] += reader.fuzz(examples=AT_ONCE, seed=seed + turn)
            tried[reader.name] += AT_ONCE
            turn += 1
    finally:  # what failed is told by its own words after these
        for name, count in tried.items():
            told = f"{name}: {count:,} inputs, {answered[name]:,} of them answered, the others refused in words"
            print(told, flush=True)
        print(f"fuzz: {time.monotonic() - began:.0f} s", flush=True)
    return 0
