"""The program's own face: its name, its version, its commands."""

import subprocess
import sys
from pathlib import Path

from firsthand import __version__


def run(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process."""
    return subprocess.run(
        [sys.executable, "-m", "firsthand", *arguments],
        env={"PYTHONPATH": str(repository / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_its_version(repository: Path) -> None:
    done = run(repository, "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"firsthand {__version__}")


def test_help_names_every_public_command(repository: Path) -> None:
    text = run(repository, "--help").stdout
    assert "Usage: firsthand" in text
    for command in ("serve", "worker", "web", "demo", "decide", "calendar", "policy", "mail", "doctor"):
        assert command in text


def test_an_unknown_command_is_a_usage_error_without_a_traceback(repository: Path) -> None:
    done = run(repository, "sevre")
    assert done.returncode == 2
    assert "sevre" in done.stderr
    assert "Traceback" not in done.stderr
