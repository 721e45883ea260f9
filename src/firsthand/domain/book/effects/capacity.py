"""How much a role can take: levels by who is at work and what is open, or what its people say (practice 2.9)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role, read_team
from firsthand.domain.capacity import (
    MOST_LEVELS,
    MOST_PLACES,
    Band,
    CapacityLevel,
    CapacityTable,
    Measure,
    WorkPlace,
)
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, either, every, say
from firsthand.domain.shapes import Shape, may, must

_BAND = re.compile(r"(\d{1,4})(?:-(\d{1,4})|(\+))?")
_LEVEL_AT_MOST = 99


@dataclass(frozen=True, kw_only=True)
class CapacityEffect(Effect):
    """The levels of a role's capacity; without a table its people say themselves how much each can take."""

    role: Role
    table: CapacityTable | None = None

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        if self.table is None:
            return say("Who is in {role} says how many open tickets they can have; there are no levels.", role=role)
        return say(
            "The capacity of {role} has levels; of several that hold the highest counts, and what is done on it adds "
            "to what is done on those below.",
            *map(_level_said, self.table.levels),
            role=role,
        )

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the capacity of {role}", role=Name(self.role, NameFamily.role))
        return (Matter(kind="capacity", name=self.role, said=said),)

    @property
    def owing(self) -> EffectAnswer:
        return (self.table,)


def _level_said(level: CapacityLevel) -> Sentence:
    bands = [measure.said(band.said) for measure, band in level.bands.items()]
    where = every(bands) if level.every else either(bands)
    said = say(" Level {number}, {called}: {bands}.", number=level.number, called=level.called, bands=where)
    return said.followed_by(say(" Then: {then}", then=level.then)) if level.then else said


_PLACE = Shape(
    title="capacity.places",
    about=f"Whom to count together, at most {MOST_PLACES} times: by the zone of their profile, or by team.",
    keys=(
        must("name", "a text", "what people call it"),
        may(
            "areas", "an area of the names of zones, such as `Africa`, a zone, or a list", "where they work", "nowhere"
        ),
        may("teams", "a team or a list", "of which they are", "none"),
    ),
)
_LEVEL = Shape(
    title="capacity.levels",
    about=f"At most {MOST_LEVELS} levels, lowest first. A band is a number (`2`), a stretch (`9-11`) or a number "
    "and more (`6+`).",
    keys=(
        must("level", "a number", "which level"),
        must("called", "a text", "what people call it"),
        must("when", "`all` or `any`", "whether every band must hold, or any"),
        may("at_work", "fields: a place, and a band", "how many people are at work there", "not asked"),
        may("open_each", "a band", "open tickets for each who is at work; all, where nobody is", "not asked"),
        may("then", "a text", "what is done on it", "nothing; it is as usual"),
    ),
)
_SHAPE = Shape(
    title="capacity",
    about="How much a role can take. Either its `levels`, by who is at work and what is open for each, or "
    "`self_declared`: its people say themselves how many open tickets they can have.",
    keys=(
        must("role", "a role", "whose capacity"),
        may("places", "a list of places, see below", "whom to count together", "none"),
        may("levels", "a list of levels, see below", "the levels", "its people say it themselves"),
        may("self_declared", "`true`", "its people say it themselves", "there are levels"),
    ),
)


def _read(entry: Entry, fields: Fields) -> CapacityEffect:
    parts = entry.of(_SHAPE)
    role = read_role(parts["role"], fields)
    if "self_declared" in parts:
        if parts["self_declared"].value is not True or "levels" in parts or "places" in parts:
            raise parts["self_declared"].expected(say("true, and no levels beside it"))
        return CapacityEffect(role=role)
    if "levels" not in parts:
        raise entry.wrong(
            "missing_field", say("levels is missing; where people say it themselves, self_declared: true")
        )
    places = _read_places(parts["places"], fields) if "places" in parts else ()
    return CapacityEffect(role=role, table=CapacityTable(places=places, levels=_read_levels(parts["levels"], places)))


def _read_places(entry: Entry, fields: Fields) -> tuple[WorkPlace, ...]:
    found: dict[str, WorkPlace] = {}
    for one in entry.items():
        parts = one.of(_PLACE)
        name = parts["name"].text()
        if name in found:
            raise parts["name"].wrong("twice", say("{name} is named twice", name=name))
        if "areas" not in parts and "teams" not in parts:
            raise one.wrong("missing_field", say("areas or teams is missing: say who is there"))
        found[name] = WorkPlace(
            name=name,
            areas=parts["areas"].texts() if "areas" in parts else (),
            teams=read_each(read_team, parts["teams"], fields) if "teams" in parts else (),
        )
    if len(found) > MOST_PLACES:
        raise entry.expected(say("at most {most} places", most=MOST_PLACES))
    return tuple(found.values())


def _read_levels(entry: Entry, places: Sequence[WorkPlace]) -> tuple[CapacityLevel, ...]:
    levels: list[CapacityLevel] = []
    for one in entry.items():
        level = _read_level(one, [place.name for place in places])
        if levels and level.number <= levels[-1].number:
            text = say("expected a level above {before}, found {number}", before=levels[-1].number, number=level.number)
            raise one.child("level", level.number).wrong("not_in_order", text)
        levels.append(level)
    if not 1 <= len(levels) <= MOST_LEVELS:
        raise entry.expected(say("from one to {most} levels", most=MOST_LEVELS))
    return tuple(levels)


def _read_level(entry: Entry, places: Sequence[str]) -> CapacityLevel:
    parts = entry.of(_LEVEL)
    number = parts["level"].value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= _LEVEL_AT_MOST:
        raise parts["level"].expected(say("a number from 0 to {most}", most=_LEVEL_AT_MOST))
    bands: dict[Measure, Band] = {}
    for name, one in (parts["at_work"].mapping() if "at_work" in parts else {}).items():
        Entry(value=name, path=one.path).among(places)
        bands[Measure(place=name)] = read_band(one)
    if "open_each" in parts:
        bands[Measure()] = read_band(parts["open_each"])
    if not bands:
        raise entry.wrong("missing_field", say("at_work or open_each is missing: say when the level holds"))
    return CapacityLevel(
        number=number,
        called=parts["called"].text(),
        every=parts["when"].among(("all", "any")) == "all",
        bands=_in_order(bands, places),
        then=parts["then"].text() if "then" in parts else "",
    )


def _in_order(bands: Mapping[Measure, Band], places: Sequence[str]) -> dict[Measure, Band]:
    order = [*(Measure(place=one) for one in places), Measure()]
    return {one: bands[one] for one in order if one in bands}


def read_band(entry: Entry) -> Band:
    """A band as it is written: `2`, `9-11` or `6+`."""
    written = str(entry.value) if isinstance(entry.value, int) and not isinstance(entry.value, bool) else entry.value
    found = _BAND.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        raise entry.expected(say("a number, a stretch such as 9-11, or a number and more such as 6+"))
    first, last = int(found[1]), int(found[2]) if found[2] else None
    if last is not None and last < first:
        raise entry.wrong("turned", say("{first}-{last} ends before it begins", first=first, last=last))
    return Band(at_least=first, at_most=None if found[3] else last if last is not None else first)


register(
    EffectKey(name="capacity", home=ClauseSet.escalation, fields=(), read=_read, shape=_SHAPE, parts=(_PLACE, _LEVEL))
)
