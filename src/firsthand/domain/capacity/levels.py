"""A table of levels, and which of them hold at a load. Of several the highest counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.domain.names import TeamName
from firsthand.domain.sentences import Sentence, count, say

MOST_PLACES, MOST_LEVELS = 3, 12
"""So many are told apart in full by the check of a book, in well under a second."""


@dataclass(frozen=True, kw_only=True, order=True)
class Band:
    """Whole numbers from `at_least` to `at_most`, both in; without an end where that is None."""

    at_least: int
    at_most: int | None

    def holds(self, number: int) -> bool:
        """Whether the number is in it."""
        return self.at_least <= number and (self.at_most is None or number <= self.at_most)

    def meets(self, other: "Band") -> bool:
        """Whether some number is in both."""
        first, second = sorted((self, other))
        return first.at_most is None or second.at_least <= first.at_most

    def is_within(self, other: "Band") -> bool:
        """Whether every number of it is in the other."""
        if other.at_most is not None and (self.at_most is None or self.at_most > other.at_most):
            return False
        return self.at_least >= other.at_least

    def __str__(self) -> str:
        if self.at_most is None:
            return f"{self.at_least}+"
        return str(self.at_least) if self.at_least == self.at_most else f"{self.at_least}-{self.at_most}"

    @property
    def said(self) -> Sentence:
        """In words."""
        if self.at_most is None:
            return say("more than {number}", number=self.at_least - 1) if self.at_least else say("any number")
        if self.at_least == self.at_most:
            return say("{number}", number=self.at_least)
        if self.at_least == 0:
            return say("at most {number}", number=self.at_most)
        return say("{first} to {last}", first=self.at_least, last=self.at_most)


@dataclass(frozen=True, kw_only=True)
class WorkPlace:
    """Those who live in some areas of the world, as their zone is named (`Africa`, `America`), or are of some teams."""

    name: str
    areas: tuple[str, ...] = ()
    teams: tuple[TeamName, ...] = ()

    def has(self, *, zone: str, teams: frozenset[TeamName]) -> bool:
        """Whether somebody in that zone and of these teams belongs to it."""
        return zone.partition("/")[0] in self.areas or zone in self.areas or bool(teams & frozenset(self.teams))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is counted: who is at work in a place, or, without one, the open tickets for each who is at work."""

    place: str = ""

    def said(self, number: Sentence | int) -> Sentence:
        """A number, or a band, of it in words."""
        if self.place:
            return say("{number} at work in {place}", number=number, place=self.place)
        return say("{number} open tickets each", number=number)


@dataclass(frozen=True, kw_only=True)
class Load:
    """How many are at work, by place, and how many tickets are open for each of them, rounded up; where nobody is at
    work, all that are open."""

    at_work: Mapping[str, int]
    open_each: int

    def of(self, measure: Measure) -> int:
        """How much there is of something that is counted."""
        return self.at_work[measure.place] if measure.place else self.open_each


@dataclass(frozen=True, kw_only=True)
class CapacityLevel:
    """A level: it holds where `every` band holds, or any of them; `then` is what is done on it."""

    number: int
    called: str
    every: bool
    bands: Mapping[Measure, Band] = field(hash=False)
    then: str = ""

    def holds(self, load: Load) -> bool:
        """Whether it holds at a load."""
        each = [band.holds(load.of(measure)) for measure, band in self.bands.items()]
        return all(each) if self.every else any(each)

    def because(self, load: Load) -> tuple[Sentence, ...]:
        """The bands of it that hold at a load, in words."""
        return tuple(measure.said(band.said) for measure, band in self.bands.items() if band.holds(load.of(measure)))


@dataclass(frozen=True, kw_only=True)
class CapacityTable:
    """The levels, lowest first, and the places by which people are counted."""

    places: tuple[WorkPlace, ...]
    levels: tuple[CapacityLevel, ...]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What is counted, in the order of the table; the open tickets last."""
        return (*(Measure(place=one.name) for one in self.places), Measure())

    def holding(self, load: Load) -> tuple[CapacityLevel, ...]:
        """The levels that hold at a load, lowest first; none where the table has a gap."""
        return tuple(one for one in self.levels if one.holds(load))

    def up_to(self, level: CapacityLevel) -> tuple[CapacityLevel, ...]:
        """What is done on a level: its own, after those of every level below."""
        return tuple(one for one in self.levels if one.number <= level.number and one.then)


def load_said(table: CapacityTable, load: Load) -> tuple[Sentence, ...]:
    """A load in words, one sentence for each thing that is counted."""
    said = [
        say("{number} at work in {place}", number=load.of(one), place=one.place) for one in table.measures if one.place
    ]
    return (*said, count(load.open_each, "one open ticket each", "{n} open tickets each"))
