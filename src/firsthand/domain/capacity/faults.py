"""What is wrong with a table of levels, each with a load that shows it.

The numbers that some band tells apart are cut into stretches; within one nothing changes. So every load there is, is
one of finitely many, and what is found is all that there is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product

from firsthand.domain.capacity.levels import Band, CapacityLevel, CapacityTable, Load, Measure


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Loads at which no level holds: a stretch of each thing that is counted, and the smallest of them."""

    stretches: tuple[tuple[Band, ...], ...]
    example: Load


@dataclass(frozen=True, kw_only=True)
class AtOnce:
    """Levels that one number of a measure makes hold together, where the higher is no stricter case of the lower, and
    the levels that hold at a load with it."""

    measure: Measure
    levels: tuple[CapacityLevel, ...]
    example: Load


@dataclass(frozen=True, kw_only=True)
class SameBand:
    """Levels that have the same band of a measure, which therefore does not tell them apart."""

    measure: Measure
    band: Band
    levels: tuple[CapacityLevel, ...]
    example: Load


def gaps(table: CapacityTable) -> tuple[Gap, ...]:
    """The loads at which no level holds, in as few blocks as neighbouring stretches make, the smallest load first."""
    cuts = [_stretches(table, one) for one in table.measures]
    empty = [
        chosen
        for chosen in product(*(_alike(table, measure, cut) for measure, cut in zip(table.measures, cuts, strict=True)))
        if not table.holding(_load(table, [some[0].at_least for some in chosen]))
    ]
    blocks = [tuple(one) for one in empty]
    for axis in reversed(range(len(table.measures))):
        blocks = list(_joined(blocks, axis))
    found = [Gap(stretches=one, example=_load(table, [some[0].at_least for some in one])) for one in blocks]
    return tuple(sorted(found, key=lambda gap: [gap.example.of(one) for one in table.measures]))


def at_once(table: CapacityTable) -> tuple[AtOnce, ...]:
    """Levels of which any band is enough, that one number makes hold together though no level is a stricter case of
    the one below."""
    found: dict[tuple[Measure, tuple[int, ...]], AtOnce] = {}
    for measure in table.measures:
        alone = [one for one in table.levels if measure in one.bands and (not one.every or len(one.bands) == 1)]
        for stretch in _stretches(table, measure):
            here = [one for one in alone if one.bands[measure].holds(stretch.at_least)]
            for group in _entangled(here, measure):
                key = (measure, tuple(one.number for one in group))
                if key not in found:
                    example = _quiet_load(table, measure, stretch.at_least)
                    found[key] = AtOnce(measure=measure, levels=group, example=example)
    order = table.measures.index
    return tuple(sorted(found.values(), key=lambda one: (order(one.measure), one.levels[0].number)))


def same_bands(table: CapacityTable) -> tuple[SameBand, ...]:
    """Levels with the same band of something that is counted."""
    found = []
    for measure in table.measures:
        by_band: dict[Band, list[CapacityLevel]] = {}
        for one in table.levels:
            if measure in one.bands:
                by_band.setdefault(one.bands[measure], []).append(one)
        for band, levels in by_band.items():
            if len(levels) > 1:
                example = _quiet_load(table, measure, band.at_least)
                found.append(SameBand(measure=measure, band=band, levels=tuple(levels), example=example))
    return tuple(found)


def _stretches(table: CapacityTable, measure: Measure) -> tuple[Band, ...]:
    """The numbers of a measure, cut wherever a band of it begins or ends."""
    bands = [one.bands[measure] for one in table.levels if measure in one.bands]
    cuts = {0, *(one.at_least for one in bands), *(one.at_most + 1 for one in bands if one.at_most is not None)}
    begins = sorted(cuts)
    return tuple(
        Band(at_least=begin, at_most=after - 1 if after is not None else None)
        for begin, after in zip(begins, [*begins[1:], None], strict=True)
    )


def _alike(table: CapacityTable, measure: Measure, stretches: Iterable[Band]) -> list[tuple[Band, ...]]:
    """Stretches that the same bands hold for, together."""
    together: dict[tuple[int, ...], list[Band]] = {}
    for stretch in stretches:
        holding = (
            one.number for one in table.levels if measure in one.bands and one.bands[measure].holds(stretch.at_least)
        )
        together.setdefault(tuple(holding), []).append(stretch)
    return [tuple(one) for one in together.values()]


def _joined(blocks: Sequence[tuple[tuple[Band, ...], ...]], axis: int) -> Iterator[tuple[tuple[Band, ...], ...]]:
    """Blocks that differ along one axis alone, as one."""

    def others(block: tuple[tuple[Band, ...], ...]) -> tuple[tuple[tuple[int, int], ...], ...]:
        rest = (*block[:axis], *block[axis + 1 :])
        return tuple(tuple((one.at_least, -1 if one.at_most is None else one.at_most) for one in some) for some in rest)

    for _, alike in groupby(sorted(blocks, key=others), key=others):
        some = list(alike)
        along = sorted({stretch.at_least: stretch for one in some for stretch in one[axis]}.items())
        yield (*some[0][:axis], tuple(_runs(stretch for _, stretch in along)), *some[0][axis + 1 :])


def _runs(stretches: Iterable[Band]) -> Iterator[Band]:
    """Stretches that touch, as one."""
    last: Band | None = None
    for one in stretches:
        if last is not None and last.at_most is not None and last.at_most + 1 == one.at_least:
            last = Band(at_least=last.at_least, at_most=one.at_most)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _entangled(levels: Sequence[CapacityLevel], measure: Measure) -> Iterator[tuple[CapacityLevel, ...]]:
    """Groups of levels, each of which is no stricter case of another of its group."""
    near: dict[int, set[int]] = {one.number: set() for one in levels}
    for lower, higher in combinations(levels, 2):
        low, high = lower.bands[measure], higher.bands[measure]
        if low == high or not high.is_within(low):
            near[lower.number].add(higher.number)
            near[higher.number].add(lower.number)
    seen: set[int] = set()
    for one in levels:
        group, reached = set[int](), {one.number} if near[one.number] and one.number not in seen else set()
        while reached:
            group |= reached
            reached = {other for number in reached for other in near[number]} - group
        seen |= group
        if group:
            yield tuple(level for level in levels if level.number in group)


def _quiet_load(table: CapacityTable, measure: Measure, number: int) -> Load:
    """A load with this number of a measure, and of each other one the number that the fewest levels speak of, as far as
    can be one that the lowest level expects."""
    values = []
    for one in table.measures:
        values.append(number if one == measure else _quiet(table, one))
    return _load(table, values)


def _quiet(table: CapacityTable, measure: Measure) -> int:
    lowest = table.levels[0].bands.get(measure)
    stretches = _stretches(table, measure)

    def loud(stretch: Band) -> tuple[int, bool]:
        said = sum(
            1
            for one in table.levels
            if not one.every and measure in one.bands and one.bands[measure].holds(stretch.at_least)
        )
        return said, lowest is None or not lowest.holds(stretch.at_least)

    return min(stretches, key=loud).at_least


def _load(table: CapacityTable, values: Sequence[int]) -> Load:
    numbers: Mapping[Measure, int] = dict(zip(table.measures, values, strict=True))
    return Load(
        at_work={one.place: number for one, number in numbers.items() if one.place}, open_each=numbers[Measure()]
    )
