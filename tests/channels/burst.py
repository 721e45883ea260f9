"""Many messages, one after the other, in a process that may be killed at any instant: `python -m tests.channels.burst
CHANNEL MESSAGES` on the desk of the environment. Run again, it says all of them again."""

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.stories.desk_folder import ROOT, environment, found_desk, rows

BEGIN = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def killed_twice(channel: str, data: Path, *, messages: int) -> None:
    """A burst on a new desk in `data`, killed twice on the way and run again: every message is there once."""
    found_desk(data)
    command = [sys.executable, "-m", "tests.channels.burst", channel, str(messages)]
    early, late = messages * 3 // 10, messages * 9 // 10
    for kill_after in (random.randint(1, early), random.randint(early + 1, late), None):
        burst = subprocess.Popen(command, env=environment(data), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert burst.stdout is not None
        for line in burst.stdout:
            if kill_after is not None and int(line) >= kill_after:
                burst.kill()
                break
        burst.stdout.close()
        assert burst.wait(60) == (-9 if kill_after is not None else 0)
    texts = "SELECT count(*), count(DISTINCT text) FROM firsthand_message WHERE direction = 'inbound'"
    assert rows(data, texts) == [(messages, messages)]
    assert rows(data, "SELECT count(*) FROM firsthand_ticket") == [(messages,)]


def main(channel: str, messages: int) -> None:
    """Say everything; a line after each, so that whoever watches knows how far it is."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.channels.settings"
    django.setup()
    from django.conf import settings

    from tests.channels.sides import side_of

    with side_of(channel, settings.ENVIRONMENT.data) as side:
        for number in range(messages):
            side.says(f"Number {number} does not work.", number=number, at=BEGIN + timedelta(seconds=number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
