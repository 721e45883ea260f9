"""Met, breached or still open: by the events' own instants, never by when somebody looked."""

from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a clock stands. A verdict says `open` where something that had met the clock turned out not to have."""

    met = "met"
    breached = "breached"
    open = "open"


class Basis(StrEnum):
    """Under which terms a verdict was reached: the clock's own, or those of another edition, tried on."""

    as_judged = "as_judged"
    as_if = "as_if"


def judge(*, due_at: datetime | None, met_at: datetime | None, now: datetime) -> Outcome:
    """Met when the act came at or before the due instant (A4); breached at the due instant itself, else open.

    A clock that a pause holds has no due instant yet: it is met by the act, or it is open. At exactly the due instant
    without the act it is open, because an act at that instant meets it.
    """
    if met_at is not None:
        return Outcome.met if due_at is None or met_at <= due_at else Outcome.breached
    return Outcome.breached if due_at is not None and now > due_at else Outcome.open
