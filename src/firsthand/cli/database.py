"""The database: reached or not, its schema, and bringing that up to date. Imported after Django is set up."""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, InterfaceError

from firsthand.cli.output import CannotRun
from firsthand.services.desk.environment import Environment
from firsthand.services.desk.folders import migration_lock_file

_ONE_MIGRATES = 7_300_615


def where(environment: Environment) -> str:
    """The database in words, never with its password."""
    if not environment.database_url:
        return str(environment.sqlite)
    parts = urlsplit(environment.database_url)
    return f"PostgreSQL at {parts.hostname or 'the local socket'}:{parts.port or 5432}{parts.path}"


def reach(environment: Environment) -> None:
    """Open the database. Raises CannotRun with what to do when that is impossible."""
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        what = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        advice = (
            "Check that the server runs and that FIRSTHAND_DATABASE_URL names it, its user and its password."
            if environment.database_url
            else "Check that the file and its folder belong to this user, and that the disk is not full."
        )
        raise CannotRun(
            f"The database ({where(environment)}) cannot be reached: {what}. {advice} Nothing was changed."
        ) from error


def missing() -> list[str]:
    """The migrations that the database still lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def prepare(environment: Environment, *, say: Callable[[str], None]) -> int:
    """Bring the schema up to date, with a line for each step, or make that of a new database; how many steps. Only one
    process does it at a time."""
    reach(environment)
    try:
        with _alone(environment), spilling_to_disk():
            return _migrate(say)
    except (DatabaseError, InterfaceError) as error:
        raise CannotRun(
            f"The database ({where(environment)}) could not be brought up to date: {str(error).strip()} "
            "The step that failed was rolled back; nothing else was changed."
        ) from error


def _migrate(say: Callable[[str], None]) -> int:
    if not connection.introspection.table_names():
        say("Preparing a new database ...")
        call_command("migrate", verbosity=0)
        return 1
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if not plan:
        return 0
    say(f"Preparing the database: {len(plan)} steps ...")
    done = 0

    def progress(action: str, migration: object = None, _fake: bool = False) -> None:
        nonlocal done
        if action == "apply_success":
            done += 1
            say(f"  {done} of {len(plan)}: {migration}")

    MigrationExecutor(connection, progress).migrate(targets, plan)  # type: ignore[arg-type]
    return done


@contextlib.contextmanager
def spilling_to_disk() -> Iterator[None]:
    """Meanwhile SQLite puts aside what it changes in a file of the folder for temporary files, and not in memory: a
    table that is dropped is put aside whole. The setting holds for transactions that begin inside."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = FILE")
        try:
            yield
        finally:
            cursor.execute("PRAGMA temp_store = MEMORY")


@contextlib.contextmanager
def _alone(environment: Environment) -> Iterator[None]:
    """Hold the right to migrate: a file lock beside SQLite, an advisory lock on PostgreSQL."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_MIGRATES])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_MIGRATES])
        return
    with migration_lock_file(environment.data).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
