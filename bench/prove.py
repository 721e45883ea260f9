"""Proving a book: the whole command on the shipped book, and on a generated one of two thousand clauses."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Figure, median_seconds
from bench.generated_book import BIG, generated_book
from firsthand import books

_BOOK = books.folder("customer-first")


def figures(*, runs: int) -> list[Figure]:
    """`prove.customer_first_s` and `prove.2000_clauses_s`: the whole process, with its start and reading the book."""
    with tempfile.TemporaryDirectory() as folder:
        for name, plain in generated_book(1, BIG):
            Path(folder, name).write_text(json.dumps(plain), encoding="utf-8")  # JSON is YAML
        shipped = median_seconds(lambda: _check(_BOOK), runs=runs)
        generated = median_seconds(lambda: _check(Path(folder)), runs=runs)
    return [
        Figure(name="prove.customer_first_s", value=shipped, unit="s", runs=runs),
        Figure(name="prove.2000_clauses_s", value=generated, unit="s", runs=runs),
    ]


def _check(book: Path) -> None:
    command = [sys.executable, "-m", "firsthand", "policy", "check", str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"policy check ended with {done.returncode}: {done.stderr}")
