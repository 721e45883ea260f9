"""What people who left own all the same falls to the lead of their role, as soon as it has one."""

from datetime import datetime

from firsthand.services.leaving.actions import hand_on_what_was_left


def round(now: datetime) -> int:
    """Hand on what was left behind. Answers 0: there is never a reason to look again at once."""
    hand_on_what_was_left(now=now)
    return 0
