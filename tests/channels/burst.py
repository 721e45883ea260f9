"""Two hundred messages, one after the other, in a process that may be killed at any instant: `python -m
tests.channels.burst CHANNEL` on the desk of the environment. Run again, it says all of them again."""

import os
import sys
from datetime import UTC, datetime, timedelta

MESSAGES = 200
BEGIN = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def main(channel: str) -> None:
    """Say everything; a line after each, so that whoever watches knows how far it is."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.channels.settings"
    django.setup()
    from django.conf import settings

    from tests.channels.sides import side_of

    with side_of(channel, settings.ENVIRONMENT.data) as side:
        for number in range(MESSAGES):
            side.says(f"Number {number} does not work.", number=number, at=BEGIN + timedelta(seconds=number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
