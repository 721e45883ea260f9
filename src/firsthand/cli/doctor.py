"""`firsthand doctor`: what this desk stands on, part by part, with what to do where something is wrong."""

import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli import start
from firsthand.cli.output import CannotRun
from firsthand.services.desk.environment import SETTINGS_FILE, Environment, SettingError, open_to_others

WAL_RESET_FIXED = (3, 51, 3)
LOW_DISK = 1 << 30


@dataclass(frozen=True, kw_only=True)
class DoctorFinding:
    """One thing that was looked at; `advice` is empty when it is in order."""

    part: str
    words: str
    advice: str = ""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""

    @app.command("doctor")
    def doctor_command(
        data: Annotated[Path | None, typer.Option("--data", help="The data folder (FIRSTHAND_DATA).")] = None,
        clocks: Annotated[
            bool, typer.Option("--clocks", help="Follow the events of every ticket anew, and name each difference.")
        ] = False,
    ) -> None:
        """Look at everything this desk stands on. Exit status 1 when something needs attention."""
        start.set_over(data=data)
        raise typer.Exit(run(clocks=clocks))


def run(*, clocks: bool = False) -> int:
    """Print every finding; 1 when one needs attention."""
    worst = 0
    for finding in findings(clocks=clocks):
        print(f"{'attention' if finding.advice else 'ok':>9}  {finding.part}: {finding.words}")
        if finding.advice:
            worst = 1
            print(f"{'':>11}{finding.advice}")
    return worst


def findings(*, clocks: bool = False) -> Iterator[DoctorFinding]:
    """Every finding in the order of dependence; stops where the next ones could not be looked at."""
    yield _python()
    yield _zones()
    try:
        environment = start.environment()
    except SettingError as error:
        yield DoctorFinding(part="settings", words=str(error), advice="Correct it and run this again.")
        return
    yield from _settings_file()
    yield _folder(environment)
    if not environment.database_url:
        yield sqlite_finding(sqlite3.sqlite_version_info)
    yield from _in_django(environment, clocks=clocks)


def _python() -> DoctorFinding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    old = sys.version_info < (3, 11)
    return DoctorFinding(part="Python", words=version, advice="Install Python 3.11 or newer." if old else "")


def _zones() -> DoctorFinding:
    try:
        return DoctorFinding(part="time zones", words=f"tzdata {metadata.version('tzdata')} (pinned, not the system's)")
    except metadata.PackageNotFoundError:
        return DoctorFinding(
            part="time zones", words="tzdata is missing", advice="Run bin/firsthand once to install it."
        )


def _folder(environment: Environment) -> DoctorFinding:
    free = shutil.disk_usage(environment.data).free
    words = f"{environment.data}, {free / (1 << 30):.1f} GiB free"
    if found := open_to_others(environment.data):
        paths = " ".join(shlex.quote(str(path)) for path in found)
        advice = f"Others can read what only the desk's user should. As root: chown its user and chmod go= {paths}"
        return DoctorFinding(part="data folder", words=words, advice=advice)
    low = "Less than 1 GiB is free: make room, or mail will be refused for now." if free < LOW_DISK else ""
    return DoctorFinding(part="data folder", words=words, advice=low)


def _settings_file() -> Iterator[DoctorFinding]:
    """Whether others can read the passwords and keys that the file of settings may hold."""
    file = SETTINGS_FILE.resolve()
    if file.is_file() and file.stat().st_mode & 0o077:
        advice = f"Others can read it, and it may hold passwords and keys: chmod 600 {shlex.quote(str(file))}"
        yield DoctorFinding(part="settings", words=str(file), advice=advice)


def sqlite_finding(version: tuple[int, ...]) -> DoctorFinding:
    """What the version of SQLite means: the WAL-reset bug is fixed in 3.51.3."""
    words = ".".join(str(part) for part in version)
    if version >= WAL_RESET_FIXED:
        return DoctorFinding(part="SQLite", words=words)
    return DoctorFinding(
        part="SQLite",
        words=f"{words} (has the rare WAL-reset bug that 3.51.3 fixes)",
        advice="It needs two processes that write at the same moment as a checkpoint. Import mail and "
        "migrate while the desk stands still, keep back-ups, or use PostgreSQL (FIRSTHAND_DATABASE_URL).",
    )


def _in_django(environment: Environment, *, clocks: bool) -> Iterator[DoctorFinding]:
    try:
        start.start_django()
        from firsthand.cli import database  # noqa: PLC0415 - needs Django to be set up

        database.reach(environment)
        missing = database.missing()
    except (CannotRun, SettingError) as error:
        yield DoctorFinding(part="database", words="not reached", advice=str(error))
        return
    yield DoctorFinding(part="database", words=database.where(environment))
    if missing:
        advice = "Run `firsthand migrate`; `firsthand serve` does it too."
        yield DoctorFinding(part="migrations", words=f"{len(missing)} missing, next {missing[0]}", advice=advice)
        return
    yield DoctorFinding(part="migrations", words="up to date")
    from firsthand.cli.doctor_desk import findings_of_clocks, findings_of_desk  # noqa: PLC0415 - see above

    for part, words, advice in (*findings_of_desk(), *(findings_of_clocks() if clocks else ())):
        yield DoctorFinding(part=part, words=words, advice=advice)
