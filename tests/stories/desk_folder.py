"""A desk in a data folder of its own, and the program run on it as an operator does."""

import atexit
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
NOT_INHERITED = ("FIRSTHAND_DATABASE_URL", "FIRSTHAND_DATA", "DJANGO_SETTINGS_MODULE")


def environment(data: Path | None = None) -> dict[str, str]:
    """The environment of a program on this checkout, with this data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    kept |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUNBUFFERED": "1"}
    return kept | ({"FIRSTHAND_DATA": str(data)} if data else {})


def run(
    *command: str, data: Path | None = None, folder: Path | None = None, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `firsthand COMMAND` to its end; standard error is in `stderr`."""
    return subprocess.run(
        [sys.executable, "-m", "firsthand", *command],
        env=environment(data),
        cwd=folder or ROOT,
        input=given,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def found_desk(data: Path) -> None:
    """Lighthouse's people, customers and book in `data`."""
    shutil.copytree(_founded(), data, dirs_exist_ok=True)


@cache
def _founded() -> Path:
    """Such a desk, made once in a process of its own, because preparing its database takes ten seconds."""
    data = Path(tempfile.mkdtemp(prefix="firsthand-founded-"))
    code = "import django; django.setup()\nfrom tests.lighthouse import light_up\nlight_up()\n"
    assert run("migrate", data=data).returncode == 0
    subprocess.run(
        [sys.executable, "-c", code],
        env=environment(data) | {"DJANGO_SETTINGS_MODULE": "firsthand.config.settings"},
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    return data


def rows(data: Path, question: str) -> list[Any]:
    """What the desk's SQLite database answers."""
    with closing(sqlite3.connect(data / "firsthand.sqlite3", timeout=20)) as database:
        return database.execute(question).fetchall()


class Serving:
    """`firsthand serve` (or another long command) between `with` and its end."""

    def __init__(self, *command: str, data: Path, folder: Path | None = None, within: float = 60) -> None:
        self._command = command
        self._within = within
        self._data = data
        self._folder = folder
        self.said: list[str] = []
        self.address = ""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "firsthand", *self._command],
            env=environment(self._data),
            cwd=self._folder or ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._ready.wait(self._within), f"it did not start: {self.said}"
        return self

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if found := re.search(r"Firsthand is at (\S+)", line):
                self.address = found[1]
            if "stop with Ctrl-C" in line:
                self._ready.set()
        self._ready.set()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.address.rpartition(":")[2])

    def get(self, path: str) -> int:
        """The status of a page, after redirects."""
        with urlopen(self.address + path, timeout=10) as answer:
            return int(answer.status)

    def is_well(self, within: float = 30) -> bool:
        """Whether it says soon that it is well: what was due before it began makes it say so first."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with suppress(HTTPError):
                return self.get("/healthz") == 200
            time.sleep(0.2)
        return False

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM; the exit status. Raises TimeoutExpired after 20 seconds."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()
