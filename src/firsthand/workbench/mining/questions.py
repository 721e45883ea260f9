"""What is asked of a history: which columns group its tickets, and which field of a request stands for the group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.domain.book.entries import unknown_value
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.workbench.history import ABSENT, Categories, History, Int64s
from firsthand.workbench.mining import NEVER, Labels, Observations

COLUMNS = ("group", "channel", "severity", "plan", "contract", "kind", "stage", "account", "team")
REQUEST_FIELDS = ("channel", "severity", "plan", "contract", "kind", "stage")
OPEN_FIELDS = ("channel", "plan", "contract")
CLOCKS = (ClockKind.first_response, ClockKind.resolution)
NOTHING = ""  # the name of tickets that have none in a column


@dataclass(frozen=True, kw_only=True)
class Question:
    """How a history is mined.

    Tickets are grouped by the first of `columns`; the others may part a group. A column that is no field of a request
    (the type of a request, say) is written into conditions as the field `group_as`. `percentile` is for practice,
    which is mined where the history states no targets, or where `practice` asks for it. With `hold_out` the clauses
    are learnt from the first half of each group, and measured on the rest.
    """

    zone: str
    columns: tuple[str, ...] = ("group",)
    group_as: str = "channel"
    clock: ClockKind = ClockKind.resolution
    percentile: int = 90
    practice: bool = False
    tolerance: int = 60_000_000
    hold_out: bool = False

    def field_of(self, column: str) -> str:
        """The field of a request that stands for a column."""
        return column if column in REQUEST_FIELDS else self.group_as


def question_of(
    *,
    zone: str,
    group_by: str = "group",
    group_as: str = "channel",
    clock: str = "resolution",
    percentile: int = 90,
    practice: bool = False,
    tolerance_seconds: int = 60,
    hold_out: bool = False,
) -> Question:
    """The question that options ask; Invalid names the option and what was expected."""
    zone_named(zone)
    columns = tuple(dict.fromkeys(name.strip() for name in group_by.split(",")))
    for name in columns:
        if name not in COLUMNS:
            raise Invalid(
                "unknown_column", say("--group-by: {problem}", problem=unknown_value(name, COLUMNS)), field="group_by"
            )
    _one_of(group_as, OPEN_FIELDS, "group_as")
    _one_of(clock, [one.value for one in CLOCKS], "clock")
    if not 1 <= percentile <= 99:
        raise Invalid(
            "bad_percentile",
            say("--percentile: expected 1 to 99, found {percentile}", percentile=percentile),
            field="percentile",
        )
    if not 0 <= tolerance_seconds <= 3600:
        message = say("--tolerance: expected 0 to 3600 seconds, found {found}", found=tolerance_seconds)
        raise Invalid("bad_tolerance", message, field="tolerance")
    question = Question(
        zone=zone,
        columns=columns,
        group_as=group_as,
        clock=ClockKind(clock),
        percentile=percentile,
        practice=practice,
        tolerance=tolerance_seconds * 1_000_000,
        hold_out=hold_out,
    )
    fields = [question.field_of(name) for name in columns]
    for place, field in enumerate(fields):
        if field in fields[:place]:
            message = say(
                "--group-by: {one} and {other} would both be written as the field {field}; give another with "
                "--group-as ({known})",
                one=columns[fields.index(field)],
                other=columns[place],
                field=field,
                known=", ".join(OPEN_FIELDS),
            )
            raise Invalid("same_field", message, field="group_by")
    return question


def observations_of(history: History, question: Question, *, practice: bool) -> Observations:
    """The columns of a history that the question is about."""
    first = question.clock is ClockKind.first_response
    done = history.first_response_at if first else history.resolved_at
    group, *others = question.columns
    return Observations(
        zone=question.zone,
        received_at=history.received_at,
        ended_at=np.where(history.before_receipt(done), NEVER, done) if practice else history.target_at,
        group=_labels(group, getattr(history, group)),
        others=tuple(_labels(name, getattr(history, name)) for name in others),
    )


def activity_of(history: History) -> Int64s:
    """The instants at which somebody at the desk did something."""
    every = np.concatenate([history.first_response_at, history.resolved_at])
    return np.asarray(every[every != NEVER])


def _labels(name: str, column: Categories) -> Labels:
    """The column with its names sorted, so that the order of a file says nothing; absent is a name of its own."""
    names = sorted({*column.names, NOTHING})
    place = {one: code for code, one in enumerate(names)}
    codes = np.array([*(place[one] for one in column.names), place[NOTHING]], dtype=np.int64)
    assert ABSENT == -1  # noqa: S101  the last entry stands for absent
    return Labels(name=name, codes=codes[column.codes], names=tuple(names))


def _one_of(word: str, known: Sequence[str], option: str) -> None:
    if word not in known:
        message = say("--{option}: {problem}", option=option.replace("_", "-"), problem=unknown_value(word, known))
        raise Invalid("unknown_value", message, field=option)
