"""What is done again and again: whether it is due again. Nothing here reads a clock.

What was done last is kept as an instant. A clock that is set back turns that into one to come, and whoever waits for it
waits for as long as the clock was set back. Such an instant counts as long past.
"""

from datetime import datetime, timedelta


def is_due_again(last: datetime | None, every: timedelta, *, now: datetime) -> bool:
    """Whether what was last done at `last` (None: never), and is done `every` so often, is due."""
    return last is None or not is_recent(last, every, now=now)


def is_recent(at: datetime, span: timedelta, *, now: datetime) -> bool:
    """Whether an instant lies less than `span` away from now. One to come that is no further is forgiven: the clocks of
    two machines never agree."""
    return abs(now - at) < span
