"""Which events of a calendar are time away."""

from dataclasses import dataclass
from enum import StrEnum

AWAY_TITLES = (
    "out of office",
    "out of the office",
    "ooo",
    "vacation",
    "holiday",
    "annual leave",
    "sick leave",
    "parental leave",
    "pto",
    "day off",
    "time off",
    "abwesend",
    "urlaub",
)
"""How a title begins that says by itself that somebody is away: not every program has a mark for it."""


class Counts(StrEnum):
    """Which events of a calendar count: those that say that somebody is away, or every one that stands."""

    marked = "marked"
    every = "every"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """What an event says about whether somebody is away. `busy` is Outlook's mark in capitals, or empty; `is_free`:
    it takes no time of theirs; `is_declined`: they said no to it."""

    whole_days: bool
    title: str = ""
    busy: str = ""
    is_free: bool = False
    is_cancelled: bool = False
    is_declined: bool = False


def counts(event: CalendarEvent, rule: Counts) -> bool:
    """Whether somebody is away then. Never by what was cancelled or declined. By the mark or the title that says so;
    else by whole days that are not marked free; a meeting of some hours is no absence. Where every event counts, each
    that stands does, free or not: a list of public holidays is marked free throughout."""
    if event.is_cancelled or event.is_declined:
        return False
    if rule is Counts.every or event.busy == "OOF":
        return True
    if event.busy in ("FREE", "TENTATIVE", "WORKINGELSEWHERE"):
        return False
    return _says_away(event.title) or (event.whole_days and not event.is_free)


def _says_away(title: str) -> bool:
    said = " ".join(title.casefold().split())
    return any(said == one or (said.startswith(one) and not said[len(one)].isalnum()) for one in AWAY_TITLES)
