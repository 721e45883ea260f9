"""A process with an empty data folder of its own, on the disk of this checkout: what most benchmarks run."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def fresh_desk() -> Iterator[dict[str, str]]:
    """The environment of a process whose data folder is empty; the folder goes at the end."""
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-", dir=Path.cwd()) as folder:
        variables = {key: value for key, value in os.environ.items() if key != "FIRSTHAND_DATABASE_URL"}
        yield variables | {"FIRSTHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "firsthand.config.settings"}


def answer_of(*arguments: str, variables: dict[str, str]) -> Any:
    """What `python ARGUMENTS` prints as its last line, in JSON. Raises CalledProcessError where it fails."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
