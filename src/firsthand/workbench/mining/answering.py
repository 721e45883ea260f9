"""An answer as lines for a terminal, as plain values for JSON, and as rows of what is not explained."""

from collections.abc import Iterator

from firsthand.domain.calendars.instants import datetime_of
from firsthand.workbench.mining import WORDS, Measure, MinedClause
from firsthand.workbench.mining.answers import MinedAnswer
from firsthand.workbench.mining.wording import calendar_name, closed_dates, counted, evidence, hours_words, percent

_WIDEST = 60


def lines_of(answer: MinedAnswer) -> list[str]:
    """What was found, for a person."""
    mined = answer.mined
    kept = f"kept by {mined.percentile} %" if mined.percentile else "with their targets"
    found = f"{counted(len(mined.clauses), 'clause')}, {counted(len(mined.calendars), 'calendar')}"
    lines = [f"{counted(len(answer.history), 'ticket')}, {kept}: {found}"]
    for hours in mined.calendars:
        lines.append(f"  {calendar_name(hours)}: {hours_words(hours)}")
        dates = closed_dates(hours.calendar("mined", mined.zone))
        if dates:
            lines.append(f"    closed on {', '.join(dates)}")
    lines.append("")
    for number, clause in enumerate(mined.clauses, start=1):
        lines.append(
            f"M{number}  {_who(clause)}: {clause.rule.budget}, {hours_words(clause.rule.hours)}{_dates(clause)}"
        )
        lines.append(f"    {evidence(clause, mined.percentile)}")
    lines.append("")
    for title, measure in _measures(answer):
        lines.append(f"{title}: {_measure_words(measure, practice=mined.percentile is not None)}")
    lines += [f"  {len(ids):,}  {WORDS[why]}" for why, ids in answer.by_reason.items()]
    return lines


def report_of(answer: MinedAnswer) -> dict[str, object]:
    """What was found, as plain values; the tickets that are not explained by reason."""
    mined = answer.mined
    return {
        "zone": mined.zone,
        "percentile": mined.percentile,
        "calendars": [
            {
                "name": calendar_name(hours),
                "hours": hours_words(hours),
                "closed_on": closed_dates(hours.calendar("mined", mined.zone)),
            }
            for hours in mined.calendars
        ],
        "clauses": [_clause_report(clause, number) for number, clause in enumerate(mined.clauses, start=1)],
        **{title.replace(" ", "_"): _measure_report(measure) for title, measure in _measures(answer)},
        "unexplained": {why.value: ids for why, ids in answer.by_reason.items()},
    }


def unexplained_rows(answer: MinedAnswer) -> Iterator[tuple[str, str, str, str]]:
    """For each ticket that is not explained: id, group, why, and the budget of other groups that fits it."""
    groups = getattr(answer.history, answer.question.columns[0])
    for one in answer.unexplained:
        rule = "" if one.rule is None else f"{one.rule.budget} on {calendar_name(one.rule.hours)}"
        yield answer.history.ids[one.row], groups[one.row] or "", one.why.value, rule


def _measures(answer: MinedAnswer) -> list[tuple[str, Measure]]:
    found = [("learnt from" if answer.held_out else "of all", answer.mined.measure)]
    return [*found, ("held out", answer.held_out)] if answer.held_out else found


def _measure_words(measure: Measure, *, practice: bool) -> str:
    share = percent(measure.explained, measure.with_target)
    kept = "kept their budget" if practice else "explained"
    words = f"{measure.explained:,} of {measure.with_target:,} {kept} ({share})"
    if measure.exact:
        exact, near = (percent(part, measure.with_target) for part in (measure.exact, measure.within_5_seconds))
        words += f", {near} within 5 seconds, {exact} to the second"
    return f"{words}; {measure.rows - measure.with_target:,} of {measure.rows:,} tickets have none"


def _measure_report(measure: Measure) -> dict[str, object]:
    return {
        "tickets": measure.rows,
        "with_target": measure.with_target,
        "explained": measure.explained,
        "share": round(measure.share, 6),
        "within_5_seconds": measure.within_5_seconds,
        "exact": measure.exact,
    }


def _clause_report(clause: MinedClause, number: int) -> dict[str, object]:
    where = clause.where
    low, high = clause.confidence
    return {
        "clause": f"M{number}",
        "groups": list(clause.groups),
        "from": None if where.from_at is None else datetime_of(where.from_at),
        "to": None if where.to_at is None else datetime_of(where.to_at),
        "has": dict(where.has),
        "lacks": [list(pair) for pair in where.lacks],
        "budget": str(clause.rule.budget),
        "calendar": calendar_name(clause.rule.hours),
        "support": clause.rows,
        "explained": clause.explained,
        "exact": clause.exact,
        "confidence": [round(low, 4), round(high, 4)],
        "between_seconds": None if clause.between is None else [spent // 1_000_000 for spent in clause.between],
    }


def _who(clause: MinedClause) -> str:
    if not clause.groups:
        return "every other group"
    names = ", ".join(name or "(none)" for name in clause.groups)
    parts = [f"{name} {value or '(none)'}" for name, value in clause.where.has]
    parts += [f"{name} not {value or '(none)'}" for name, value in clause.where.lacks]
    who = names if len(names) <= _WIDEST else f"{names[:_WIDEST].rsplit(',', 1)[0]}, ... ({len(clause.groups)} groups)"
    return f"{who} where {', '.join(parts)}" if parts else who


def _dates(clause: MinedClause) -> str:
    where = clause.where
    begin = f", from {datetime_of(where.from_at):%Y-%m-%d %H:%M}Z" if where.from_at is not None else ""
    end = f", until {datetime_of(where.to_at):%Y-%m-%d %H:%M}Z" if where.to_at is not None else ""
    return begin + end
