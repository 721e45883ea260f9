"""A real log of reassignments is replayed as hand-offs: no ticket is nobody's for a minute.

bin/drill handoffs [--log FILE] [--incidents N]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

EVERY_INCIDENT = 24_918


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held, or where there is no log, which it says."""
    parser = argparse.ArgumentParser(prog="drill handoffs", description="Replay a log's reassignments as hand-offs.")
    parser.add_argument("--log", type=Path, help="the log (that of the shared data)")
    parser.add_argument("--incidents", type=int, default=EVERY_INCIDENT, help="how many of its incidents (all)")
    options = parser.parse_args(argv)
    if options.incidents < 1:
        parser.error("--incidents: expected at least 1")
    with tempfile.TemporaryDirectory(prefix="firsthand-handoffs-") as folder:
        os.environ["FIRSTHAND_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "firsthand.config.settings"
        return _replay(options.log, most=options.incidents)


def _replay(log: Path | None, *, most: int) -> int:
    import django  # noqa: PLC0415 - the settings are made above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from tests.lighthouse import light_up  # noqa: PLC0415
    from tests.services.handoffs.replaying import NAME, Replay, incidents  # noqa: PLC0415
    from tests.stories.custody import check_custody  # noqa: PLC0415
    from tests.workbench.history.logs.files import SHARED  # noqa: PLC0415

    path = log or SHARED / NAME
    if not path.is_file():
        print(f"handoffs: the log {path} is not there; nothing was replayed", flush=True)
        return 0
    call_command("migrate", verbosity=0)
    replay, began = Replay(desk=light_up()), time.perf_counter()
    for incident in islice(incidents(path), most):
        with transaction.atomic():
            replay.play(incident)
        if replay.incidents % 1000 == 0:
            seconds = time.perf_counter() - began
            print(f"handoffs: {replay.incidents} incidents in {seconds:.0f} s", file=sys.stderr, flush=True)
    if (handed := check_custody()) != replay.handed:
        print(f"handoffs: BROKEN: {replay.handed} were accepted, and the events say {handed}", flush=True)
        return 1
    print(
        f"handoffs: {replay.incidents} incidents, {replay.reassigned} reassignments, {replay.handed} accepted, "
        f"{replay.declined} declined, {replay.withdrawn} withdrawn in {time.perf_counter() - began:.0f} s; "
        f"{int(replay.owned.total_seconds()) // 60} minutes owned, 0 unowned",
        flush=True,
    )
    return 0
