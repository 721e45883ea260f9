"""What the guard reads in a text: typed times, acts and who holds them. Positions are characters of the text,
half-open."""

import enum
from dataclasses import dataclass, replace

Span = tuple[int, int]


class TimeKind(enum.StrEnum):
    """What an expression of time is."""

    INSTANT = "instant"
    DAY = "day"
    PERIOD = "period"
    DURATION = "duration"
    VAGUE = "vague"
    SET = "set"


class TimeUnit(enum.StrEnum):
    """Whether closed time counts."""

    WALL = "wall"
    WORKING = "working"


class Bound(enum.StrEnum):
    """How an expression bounds what happens: not after it, inside of it, on it, not before it, behind us, again."""

    BY = "by"
    WITHIN = "within"
    AT = "at"
    FROM = "from"
    SINCE = "since"
    EVERY = "every"


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedTime:
    """A time as it was said, not yet a datetime. `anchor`, `low` and `high` are written as the reference page of the
    guard defines them; what a kind does not use is None."""

    kind: TimeKind
    anchor: str | None = None
    unit: TimeUnit = TimeUnit.WALL
    bound: Bound = Bound.AT
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeFound:
    """A typed time, where it stands (its preposition included), and the pattern that found it."""

    span: Span
    typed: TypedTime
    pattern: str


class Act(enum.StrEnum):
    """What a clause does with a time or an outcome."""

    PROMISE = "promise"
    NORM = "norm"
    OFFER = "offer"
    REQUEST = "request"
    REPORT = "report"


SELF, PERSON, UNKNOWN, CUSTOMER = "self", "person", "unknown", "customer"
"""Holders that are no team of the book; a team is `team:` and its role."""


def team_holder(role: str) -> str:
    """The holder that a team is, by the name of its role."""
    return f"team:{role}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActFound:
    """An act in a clause, with the time that stands in it. `sure` is False where no pattern said so, but a time ahead
    of us in our own statement did. `why` names the pattern and the rows of the lexicon."""

    span: Span
    act: Act
    holder: str
    time: TimeFound | None
    condition: bool
    hedge: bool
    sure: bool
    why: tuple[str, ...]

    def moved(self, by: int) -> "ActFound":
        """The same act so many characters later."""
        time = self.time and replace(self.time, span=(self.time.span[0] + by, self.time.span[1] + by))
        return replace(self, span=(self.span[0] + by, self.span[1] + by), time=time)
