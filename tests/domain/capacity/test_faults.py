"""What is wrong with a table of levels is found by its numbers, and every load that is shown has it (practice 2.9)."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.capacity import Band, CapacityLevel, CapacityTable, Load, Measure, WorkPlace
from firsthand.domain.capacity.faults import at_once, gaps, same_bands

EAST, WEST, EACH = Measure(place="Africa/Europe"), Measure(place="US"), Measure()
PLACES = (WorkPlace(name="Africa/Europe", areas=("Africa", "Europe")), WorkPlace(name="US", areas=("America",)))


def band(text: str) -> Band:
    """A band as books write it."""
    if text.endswith("+"):
        return Band(at_least=int(text[:-1]), at_most=None)
    first, _, last = text.partition("-")
    return Band(at_least=int(first), at_most=int(last or first))


def table(*rows: tuple[str, Mapping[Measure, str]]) -> CapacityTable:
    """A table of `all` and `any` levels, numbered from 1."""
    levels = tuple(
        CapacityLevel(
            number=number, called="", every=how == "all", bands={one: band(text) for one, text in bands.items()}
        )
        for number, (how, bands) in enumerate(rows, start=1)
    )
    return CapacityTable(places=PLACES, levels=levels)


JANUARY_2022 = table(
    ("all", {EAST: "3", WEST: "9-11", EACH: "0-5"}),
    ("any", {EAST: "2", WEST: "7-8", EACH: "6+"}),
    ("any", {EAST: "2", WEST: "6", EACH: "8+"}),
    ("any", {EAST: "2", WEST: "5", EACH: "9+"}),
    ("any", {EAST: "1", WEST: "4", EACH: "10+"}),
    ("any", {EAST: "1", WEST: "3", EACH: "10+"}),
    ("all", {EAST: "0", WEST: "2", EACH: "11+"}),
    ("all", {EAST: "0", WEST: "0-1", EACH: "11+"}),
)


def load(east: int, west: int, each: int) -> Load:
    """A load."""
    return Load(at_work={"Africa/Europe": east, "US": west}, open_each=each)


def numbers(levels: tuple[CapacityLevel, ...]) -> list[int]:
    """Which levels."""
    return [one.number for one in levels]


def test_two_in_africa_and_europe_satisfy_levels_two_three_and_four() -> None:
    [first, second, third] = at_once(JANUARY_2022)
    assert (first.measure, numbers(first.levels)) == (EAST, [2, 3, 4])
    assert (first.example, numbers(JANUARY_2022.holding(first.example))) == (load(2, 9, 0), [2, 3, 4])
    assert [(one.measure, numbers(one.levels)) for one in (second, third)] == [(EAST, [5, 6]), (EACH, [5, 6])]


def test_nobody_at_work_with_few_tickets_is_no_level() -> None:
    found = gaps(JANUARY_2022)
    assert (found[0].example, JANUARY_2022.holding(load(0, 0, 5))) == (load(0, 0, 0), ())
    assert numbers(JANUARY_2022.holding(load(0, 0, 6))) == [2]
    assert all(not JANUARY_2022.holding(one.example) for one in found)


def test_levels_five_and_six_have_the_same_band_of_open_tickets() -> None:
    found = {(one.measure, str(one.band)): numbers(one.levels) for one in same_bands(JANUARY_2022)}
    assert found[EACH, "10+"] == [5, 6]
    assert found == {
        (EAST, "2"): [2, 3, 4], (EAST, "1"): [5, 6], (EAST, "0"): [7, 8],
        (EACH, "10+"): [5, 6], (EACH, "11+"): [7, 8],
    }  # fmt: skip


def test_levels_that_are_each_stricter_than_the_one_below_are_no_fault() -> None:
    nested = table(("all", {EACH: "0-5"}), ("any", {EACH: "6+"}), ("any", {EACH: "8+"}), ("any", {EACH: "9+"}))
    assert (gaps(nested), at_once(nested), same_bands(nested)) == ((), (), ())
    assert numbers(nested.holding(load(0, 0, 8))) == [2, 3]


def test_bands_that_cross_are_at_once_where_they_cross() -> None:
    crossing = table(("any", {EACH: "0-5"}), ("any", {EACH: "4-9"}), ("any", {EACH: "10+"}))
    [found] = at_once(crossing)
    assert (found.example.open_each, numbers(found.levels), gaps(crossing)) == (4, [1, 2], ())


BANDS = st.builds(
    lambda low, more: Band(at_least=low, at_most=None if more is None else low + more),
    st.integers(0, 6),
    st.none() | st.integers(0, 4),
)
LEVELS = st.lists(
    st.tuples(st.booleans(), st.dictionaries(st.sampled_from([EAST, WEST, EACH]), BANDS, min_size=1)),
    min_size=1,
    max_size=5,
)


@given(LEVELS)
def test_a_load_is_in_a_gap_exactly_when_no_level_holds_there(rows: list[tuple[bool, dict[Measure, Band]]]) -> None:
    made = CapacityTable(
        places=PLACES,
        levels=tuple(
            CapacityLevel(number=number, called="", every=every, bands=bands)
            for number, (every, bands) in enumerate(rows, start=1)
        ),
    )
    blocks = gaps(made)
    for east in range(13):
        for west in (0, 3, 6, 12):
            for each in range(13):
                here = load(east, west, each)
                inside = sum(
                    all(
                        any(stretch.holds(here.of(measure)) for stretch in some)
                        for measure, some in zip(made.measures, one.stretches, strict=True)
                    )
                    for one in blocks
                )
                assert inside == (0 if made.holding(here) else 1)
