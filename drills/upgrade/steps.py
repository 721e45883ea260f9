"""One step of the drill in a process of its own: `python -m drills.upgrade.steps fill|upgrade|check ...`.

Each prints one JSON object. The database is the one that the environment names.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import django

OLD = "0004_drafts"


def main(argv: Sequence[str]) -> int:
    """Do a step; 0 when it held."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.config.settings")
    django.setup()
    step, given = argv[0], json.loads(argv[1])
    steps: dict[str, Callable[[dict[str, Any]], dict[str, object]]]
    steps = {"fill": fill, "upgrade": upgrade, "check": check}
    found = steps[step](given)
    print(json.dumps(found))
    return 0


def fill(given: dict[str, Any]) -> dict[str, object]:
    """Make the database of the version before and fill it; what it holds and must keep."""
    from drills.upgrade.before import fill as fill_desk  # noqa: PLC0415 - tables are known only now
    from drills.upgrade.checks import one  # noqa: PLC0415
    from drills.upgrade.kept import kept_before  # noqa: PLC0415

    migrate(OLD)
    now = datetime.now(UTC).replace(microsecond=0)
    counts = fill_desk(tickets=given["tickets"], events=given["events"], now=now, seed=given["seed"])
    _settle()
    live = "state IN ('running', 'paused')"
    return {
        "now": now.isoformat(),
        "counts": counts,
        "never_worked": one(
            f"SELECT count(*) FROM firsthand_clock WHERE {live} AND kind NOT IN ('first_response', 'resolution')"
        ),
        "kept": kept_before(),
    }


def upgrade(given: dict[str, Any]) -> dict[str, object]:
    """Bring the database up to date; how long that took this process, and its greatest memory."""
    from firsthand.cli.database import spilling_to_disk  # noqa: PLC0415

    began, used = time.perf_counter(), time.process_time()
    with spilling_to_disk():
        migrate()
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - used,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def check(given: dict[str, Any]) -> dict[str, object]:
    """What is wrong with the database that was upgraded, in words."""
    from drills.upgrade.checks import faults, leave_once, people_are_told  # noqa: PLC0415
    from drills.upgrade.kept import kept_after  # noqa: PLC0415

    before, after = given["kept"], kept_after()
    found = [f"{name}: {before[name]} before, {after[name]} after" for name in before if before[name] != after[name]]
    found += faults(never_worked=given["never_worked"])
    now = datetime.fromisoformat(given["now"])
    found += people_are_told(now)
    found += leave_once(now)
    return {"faults": found}


def migrate(target: str = "") -> None:
    """Bring the desk's tables to a migration, or to the newest."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    executor.migrate([("firsthand", target)] if target else executor.loader.graph.leaf_nodes())


def _settle() -> None:
    """What the database itself does within minutes of so many new rows."""
    from django.db import connection  # noqa: PLC0415

    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for one in ("VACUUM ANALYZE", "CHECKPOINT") if postgres else ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(one)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
