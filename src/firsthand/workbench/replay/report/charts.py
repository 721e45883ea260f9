"""The geometry of a replay's charts: places and sizes as texts for SVG, so that the template only writes them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firsthand.workbench.replay import HOURS, Attained, Judged, ReplaySummary
from firsthand.workbench.replay.report import wording

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 20, 18, 34, 16
_STEPS = 6
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COLOURS = {"customer": "customer", "third_party": "third", "unassigned": "queue"}


@dataclass(frozen=True, kw_only=True)
class Dumbbell:
    """Attainment before and after on a line from 0 to 100 %; places are percentages of its width."""

    name: str
    before: str | None
    after: str | None
    low: str
    width: str
    trend: str
    told_before: str
    told_after: str
    points: str
    judged: str


@dataclass(frozen=True, kw_only=True)
class HeatMapCell:
    """One hour of the week: where it is drawn, how dark (0 for nothing judged, to 6), and what it says."""

    x: int
    y: int
    step: int
    title: str


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """The hours of the week; darker means that more promises were broken."""

    cells: tuple[HeatMapCell, ...]
    days: tuple[tuple[str, int], ...]
    hours: tuple[tuple[str, int], ...]
    width: int
    height: int
    worst: str


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """Attainment over the months; points on a plane of 100 by 100, with gaps where nothing was judged."""

    names: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    target: str | None
    dots: tuple[tuple[str, str, str, str], ...]
    floor: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One party's part of a bar; place and width are percentages."""

    name: str
    colour: str
    x: str
    width: str
    label: str


def dumbbell(one: Attained, name: str) -> Dumbbell:
    """The line of one name."""
    before, after = one.before.share, one.after.share
    places = [share for share in (before, after) if share is not None]
    low, high = min(places, default=Fraction(0)), max(places, default=Fraction(0))
    change = wording.points(one.before, one.after)
    return Dumbbell(
        name=name,
        before=None if before is None else place(before),
        after=None if after is None else place(after),
        low=place(low),
        width=place(high - low),
        trend={"+": "up", "−": "down"}.get(change[:1], "level"),
        told_before=wording.percent(before),
        told_after=wording.percent(after),
        points=change,
        judged=wording.count(max(one.before.of, one.after.of)),
    )


def heat_map(hours: Sequence[Attained], *, after: bool) -> HeatMap:
    """The heat map of the broken promises of one edition."""
    judged = {one.name: one.after if after else one.before for one in hours}
    known = {name: found for name, found in judged.items() if found.of}
    cells = []
    for number, name in enumerate(HOURS):
        found = known.get(name)
        day, hour = divmod(number, 24)
        told = "nothing judged"
        if found is not None:
            told = f"{wording.percent(found.share)} in time of {wording.count(found.of)}"
        cells.append(
            HeatMapCell(
                x=LEFT + hour * CELL_WIDTH,
                y=TOP + day * CELL_HEIGHT,
                step=0 if found is None else _step(found),
                title=f"{_DAYS[day]} {hour:02}:00 to {hour + 1:02}:00: {told}",
            )
        )
    return HeatMap(
        cells=tuple(cells),
        days=tuple((name, TOP + day * CELL_HEIGHT + 12) for day, name in enumerate(_DAYS)),
        hours=tuple((f"{hour:02}", LEFT + hour * CELL_WIDTH) for hour in range(0, 24, 3)),
        width=LEFT + 24 * CELL_WIDTH,
        height=TOP + 7 * CELL_HEIGHT,
        worst=_worst(known),
    )


def month_line(months: Sequence[Attained], target: Fraction | None) -> MonthLine | None:
    """Attainment by month, from a floor that leaves the line room; None for fewer than two months."""
    if len(months) < 2:
        return None
    shares = [share for one in months for share in (one.before.share, one.after.share) if share is not None]
    if target is not None:
        shares.append(target)
    floor = Fraction(int(min(shares) * 10), 10) if min(shares) < 1 else Fraction(9, 10)
    step = Fraction(100, len(months) - 1)
    dots = []
    for number, one in enumerate(months):
        told = f"{one.name}: {wording.percent(one.before.share)} before, {wording.percent(one.after.share)} after"
        for which, share in (("before", one.before.share), ("after", one.after.share)):
            if share is not None:
                dots.append((which, _short(number * step), _height(share, floor), told))
    return MonthLine(
        names=tuple(one.name for one in months),
        before=_runs([one.before.share for one in months], step, floor),
        after=_runs([one.after.share for one in months], step, floor),
        target=None if target is None else _height(target, floor),
        dots=tuple(dots),
        floor=int(floor * 100),
    )


def bar(summary: ReplaySummary, *, after: bool) -> tuple[Segment, ...]:
    """The bar of where the time went under one edition."""
    found, here = [], 0
    colours = colours_of([one.party for one in summary.time])
    for one in summary.time:
        share = one.share_after if after else one.share_before
        told = f"{wording.party(one.party, summary.company)}: {share / 10:.1f} %"
        found.append(
            Segment(
                name=told,
                colour=colours[one.party],
                x=f"{here / 10:.1f}%",
                width=f"{share / 10:.1f}%",
                label=f"{share / 10:.0f} %" if share >= 70 else "",
            )
        )
        here += share
    return tuple(found)


def colours_of(parties: Sequence[str]) -> Mapping[str, str]:
    """A colour for each party: the customer, third parties and the queue have their own, teams share five."""
    teams = [party for party in parties if party not in _COLOURS]
    numbered = {team: f"team{number % 5 + 1}" for number, team in enumerate(teams)}
    return {**_COLOURS, **numbered}


def place(share: Fraction) -> str:
    """A share as a percentage with two decimals."""
    return f"{float(share) * 100:.2f}%"


def _step(judged: Judged) -> int:
    """How dark: 1 for nothing broken, 2 to 6 by the share of broken promises."""
    broken = judged.of - judged.met
    return 1 if not broken else 2 + min(broken * (_STEPS - 1) * 2 // judged.of, _STEPS - 2)


def _worst(known: Mapping[str, Judged]) -> str:
    """The hour with the most broken promises, in words."""
    broken = {name: one.of - one.met for name, one in known.items()}
    if not any(broken.values()):
        return "No promise was broken in any hour." if known else "Nothing was judged."
    name = max(broken, key=lambda hour: (broken[hour], hour))
    return f"Most were broken of what came on {name}:00: {wording.count(broken[name])} of {known[name].of:,}."


def _runs(shares: Sequence[Fraction | None], step: Fraction, floor: Fraction) -> tuple[str, ...]:
    """Points of a line, cut where nothing was judged."""
    runs: list[list[str]] = [[]]
    for number, share in enumerate(shares):
        if share is None:
            runs.append([])
        else:
            runs[-1].append(f"{_short(number * step)},{_height(share, floor)}")
    return tuple(" ".join(run) for run in runs if run)


def _height(share: Fraction, floor: Fraction) -> str:
    return _short(100 - (share - floor) / (1 - floor) * 100)


def _short(number: Fraction) -> str:
    return f"{float(number):.2f}"
