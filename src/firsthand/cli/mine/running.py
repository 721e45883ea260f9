"""Runs `firsthand policy mine`: reads the history, mines it, writes the draft and says what was found."""

import csv
import io
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.output import complain, print_line
from firsthand.domain.errors import DeskError
from firsthand.workbench.history.logs import read_history, read_mapping
from firsthand.workbench.mining.answering import lines_of, report_of, unexplained_rows
from firsthand.workbench.mining.answers import MinedAnswer, mine
from firsthand.workbench.mining.draft import draft_of
from firsthand.workbench.mining.questions import question_of


@dataclass(frozen=True, kw_only=True)
class MineOptions:
    """The options of the command, as given."""

    history: Path
    mapping: str | None = None
    zone: str | None = None
    group_by: str = "group"
    group_as: str = "channel"
    clock: str = "resolution"
    percentile: int = 90
    practice: bool = False
    tolerance: int = 60
    hold_out: bool = False
    out: Path | None = None
    unexplained: Path | None = None
    as_json: bool = False


def run(options: MineOptions) -> int:
    """Mine and say what was found: 0, or 2 when the history, the mapping or an option cannot be used."""
    try:
        answer = answer_to(options)
        if options.out is not None:
            draft = draft_of(answer, source=options.history.name, author="firsthand policy mine", now=datetime.now(UTC))
            options.out.write_text(draft, encoding="utf-8")
        if options.unexplained is not None:
            options.unexplained.write_text(_csv_of(answer), encoding="utf-8")
    except DeskError as error:
        return not_usable("policy mine", error, sys.stderr)
    except OSError as error:
        complain(f"policy mine: {error.filename}: {error.strerror}")
        return USAGE
    if options.as_json:
        sys.stdout.write(orjson.dumps(report_of(answer), option=orjson.OPT_INDENT_2).decode() + "\n")
        return 0
    for line in lines_of(answer):
        print_line(line)
    if options.out is not None:
        print_line(f"The draft is in {options.out}; read it with: firsthand policy show {options.out}")
    return 0


def answer_to(options: MineOptions) -> MinedAnswer:
    """The answer that the options ask for."""
    mapping = read_mapping(options.mapping)
    question = question_of(
        zone=options.zone or mapping.zone or "UTC",
        group_by=options.group_by,
        group_as=options.group_as,
        clock=options.clock,
        percentile=options.percentile,
        practice=options.practice,
        tolerance_seconds=options.tolerance,
        hold_out=options.hold_out,
    )
    return mine(read_history(options.history, mapping), question)


def _csv_of(answer: MinedAnswer) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("id", "group", "why", "rule_of_others"))
    writer.writerows(unexplained_rows(answer))
    return text.getvalue()
