"""A replay as one page of HTML that needs nothing else: no script, no font, no picture from elsewhere."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from firsthand.domain.book import Edition
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.organisation import Organisation
from firsthand.domain.words import words
from firsthand.workbench.deciding import VerdictCode
from firsthand.workbench.replay import Attained, ClockSummary, FlipReason, ReplaySummary
from firsthand.workbench.replay.report import charts, wording
from firsthand.workbench.replay.report.charts import Dumbbell, HeatMap, MonthLine

_MOST_LINES, _MOST_ROWS, _MOST_FLIPS = 12, 15, 60


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """What the page shows of one kind of clock."""

    name: str
    clock: ClockSummary
    whole: Dumbbell
    groups: tuple[tuple[str, tuple[Dumbbell, ...], int], ...]
    heat_before: HeatMap | None
    heat_after: HeatMap | None
    months: MonthLine | None
    target: Fraction | None
    verdicts: tuple[tuple[str, str, str], ...]


def page(summary: ReplaySummary, before: Edition, after: Edition, *, basis: str = "") -> str:
    """The page of a replay. `before` and `after` are its editions: the page quotes their clauses. `basis` says which
    rules were applied to which tickets."""
    texts = _Clauses(before, after)
    shown = summary.flips[:_MOST_FLIPS]
    return (
        _environment()
        .get_template("replay.html")
        .render(
            summary=summary,
            basis=basis,
            title=after.amendments[-1].title if after.amendments else "Replay",
            clocks=[_clock_view(clock, summary) for clock in summary.clocks if any(_ran(clock))],
            reasons=[(reason, seen, *texts.of(reason, seen.received_at)) for reason, seen in summary.reasons[:40]],
            more_reasons=max(len(summary.reasons) - 40, 0),
            teams=summary.teams[:_MOST_ROWS],
            accounts=summary.accounts[:_MOST_ROWS],
            flips=shown,
            bars=(charts.bar(summary, after=False), charts.bar(summary, after=True)),
            colours=charts.colours_of([one.party for one in summary.time]),
            notes=wording.notes(summary),
            same_time=all(one.share_before == one.share_after for one in summary.time),
        )
    )


def _ran(clock: ClockSummary) -> tuple[int, ...]:
    """How many tickets had the clock at all, before and after."""
    return (
        *(clock.before[verdict] for verdict in VerdictCode if verdict < VerdictCode.no_clock_by_policy),
        *(clock.after[verdict] for verdict in VerdictCode if verdict < VerdictCode.no_clock_by_policy),
    )


def _clock_view(clock: ClockSummary, summary: ReplaySummary) -> ClockView:
    target = next((one.at_least for one in summary.targets if one.kind is clock.kind), None)
    groups = (("By the role that owns it", clock.by_owner), ("By team, as recorded", clock.by_team))
    judged = clock.whole.before.of or clock.whole.after.of
    return ClockView(
        name=words(clock.kind).capitalize(),
        clock=clock,
        whole=charts.dumbbell(clock.whole, "All tickets"),
        groups=tuple(_group(title, rows, summary.company) for title, rows in groups if _useful(rows)),
        heat_before=charts.heat_map(clock.by_hour, after=False) if judged else None,
        heat_after=charts.heat_map(clock.by_hour, after=True) if judged else None,
        months=charts.month_line(clock.by_month, target),
        target=target,
        verdicts=tuple(
            (
                wording.verdict(verdict.name, summary.company),
                wording.count(clock.before[verdict]),
                wording.count(clock.after[verdict]),
            )
            for verdict in VerdictCode
            if clock.before[verdict] or clock.after[verdict]
        ),
    )


def _useful(rows: tuple[Attained, ...]) -> bool:
    return len([row for row in rows if row.name]) > 1


def _group(title: str, rows: tuple[Attained, ...], company: Organisation) -> tuple[str, tuple[Dumbbell, ...], int]:
    largest = sorted(rows, key=lambda one: -max(one.before.of, one.after.of))[:_MOST_LINES]
    named = ((one, wording.party(one.name, company) if one.name else "none recorded") for one in largest)
    lines = tuple(charts.dumbbell(one, name) for one, name in named)
    return title, lines, len(rows) - len(largest)


class _Clauses:
    """The texts of the clauses that a replay names."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self.editions = (before, after)

    def of(self, reason: FlipReason, at: int) -> tuple[str, str]:
        """What the clauses of a reason say, before and after."""
        return self._text(0, reason.clause_before, at), self._text(1, reason.clause_after, at)

    def _text(self, which: int, clause_id: str, at: int) -> str:
        clause = self.editions[which].clause(clause_id, datetime_of(at)) if clause_id else None
        return clause.text if clause else "No clause speaks about it."


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("firsthand.workbench.replay.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        words=words,
        count=wording.count,
        tickets=wording.tickets,
        verdict=wording.verdict,
        party=wording.party,
        hours=wording.hours,
        percent=wording.percent,
        day=wording.day,
        instant=_instant,
    )
    env.globals.update(cell_width=charts.CELL_WIDTH, cell_height=charts.CELL_HEIGHT)
    return env


def _instant(at: int | None, zone: str) -> str:
    """An instant in the policy's zone, without doubt about day and month."""
    if at is None:
        return "–"
    local = datetime_of(at).astimezone(zone_named(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
