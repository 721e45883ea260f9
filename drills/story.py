"""The random story: all acts in any order, by the hundred thousand; the invariants hold after each, and a fresh follow
of every subject gives the same clocks.

    bin/drill story [--steps N] [--seed N] [--postgres]
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta

FOLLOWED_EVERY = 10_000


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held."""
    parser = argparse.ArgumentParser(prog="drill story", description="All acts in any order.")
    parser.add_argument("--steps", type=int, default=100_000, help="how many acts (100,000)")
    parser.add_argument("--seed", type=int, default=0, help="which story (0)")
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL instead of SQLite")
    options = parser.parse_args(argv)
    if options.steps < 1:
        parser.error("--steps: expected at least 1")
    if options.postgres and not os.environ.get("FIRSTHAND_DATABASE_URL"):
        from tests.with_postgres import main as with_postgres  # noqa: PLC0415

        return with_postgres([sys.executable, "-m", "drills", "story", *argv])
    with tempfile.TemporaryDirectory(prefix="firsthand-story-") as folder:
        os.environ["FIRSTHAND_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "firsthand.config.settings"
        return _story(steps=options.steps, seed=options.seed)


def _story(*, steps: int, seed: int) -> int:
    import django  # noqa: PLC0415 - the settings are made above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.models import Count  # noqa: PLC0415

    from firsthand.models.clocks import Clock  # noqa: PLC0415
    from tests.lighthouse import light_up  # noqa: PLC0415
    from tests.stories.book import publish_story_book  # noqa: PLC0415
    from tests.stories.days import Days  # noqa: PLC0415
    from tests.stories.invariants import check, check_doors, check_followed, counts  # noqa: PLC0415
    from tests.stories.invariants_beside import check_all_beside  # noqa: PLC0415
    from tests.three_clocks import BEFORE  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    desk = light_up()
    publish_story_book()
    days = Days(desk=desk, random=random.Random(seed), at=BEFORE + timedelta(days=1))
    days.opens()
    began, before = time.perf_counter(), counts()
    for number in range(1, steps + 1):
        name = days.act()
        if number % 10 == 0:
            check(days.newest(), name, days.at)
            check_doors(days.newest(), name, days.at)
        if number % 1_000 == 0:
            after = counts()
            if any(new < old for new, old in zip(after, before, strict=True)):
                raise AssertionError(f"something that was kept is gone after {name}: {before} became {after}")
            before = after
        if number % FOLLOWED_EVERY == 0 or number == steps:
            check_followed(days.at)
            check_all_beside()
            verdicts, decisions, events = counts()
            print(
                f"{number:>9,} acts in {time.perf_counter() - began:6.0f} s: {events:,} events, {decisions:,} "
                f"decisions, {verdicts:,} verdicts, every clock as its events make it",
                flush=True,
            )
    states = Clock.objects.values_list("state").annotate(count=Count("id")).order_by("state")
    print(f"seed {seed} on {connection.vendor}: {len(days.refusals):,} acts were refused, {days.amended} amendments")
    print("done: " + ", ".join(f"{count:,} {name}" for name, count in sorted(days.done.items())))
    print("clocks: " + ", ".join(f"{count:,} {state}" for state, count in states))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 0
