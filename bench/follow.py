"""`follow`: what it costs that clocks follow events, in this process's own CPU.

`follow.pure_50_ms` and `_500_ms` are `follow` alone on a subject of 50 and 500 events. `follow.append_50_ms` and
`_500_ms` are one event appended to a ticket that is at hand, in SQLite: read, append, follow, write, commit.
`follow.act_…` is a whole act: rating it, with its decision. The story is made up: the customer
writes, the ticket waits.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Figure

_MEASURE = """
import django, json
django.setup()
from bench.following import measure
print(json.dumps(measure()))
"""


def figures(*, runs: int) -> list[Figure]:
    """The median of each over `runs` processes."""
    found = [_one_run() for _ in range(runs)]
    return [
        Figure(name=name, value=sorted(run[name] for run in found)[len(found) // 2], unit="ms", runs=runs)
        for name in found[0]
    ]


def _one_run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-", dir=Path.cwd()) as folder:
        variables = {key: value for key, value in os.environ.items() if key != "FIRSTHAND_DATABASE_URL"}
        variables |= {"FIRSTHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "firsthand.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE], env=variables, check=True, capture_output=True, text=True
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
