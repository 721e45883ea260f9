"""Reading a calendar file at a bounded price: in a process of its own, with so much of time, memory and answer.

What comes back is when somebody is away and how many events there were; titles, people, places and whatever else stands
in the file end with that process.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

import firsthand
from firsthand.domain.absences import AwayStretch, Counts
from firsthand.domain.errors import Worded
from firsthand.domain.sentences import Sentence, count, say

MOST_BYTES = 2_000_000
MOST_EVENTS = 5000
LOOKS_AHEAD = timedelta(days=731)
LOOKS_BACK = timedelta(days=1)
_MOST_SECONDS = 20.0
_TOO_EXPENSIVE = say("Reading it needs more computing than the desk gives to a calendar.")
_BREAKS = say("It breaks the reader of calendars.")
_FAULTS = {
    "expensive": _TOO_EXPENSIVE,
    "no_calendar": say("That is no calendar: expected an iCalendar file, which begins with BEGIN:VCALENDAR."),
    "cut": say("It ends before its end: END:VCALENDAR is missing."),
    "too_many": count(MOST_EVENTS, "It has more than one event.", "It has more than {n} events."),
}


class NotRead(Worded):
    """The calendar was not read."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(words)


@dataclass(frozen=True, kw_only=True)
class ReadCalendar:
    """When somebody is away by a calendar; how many events it has, how many of them count, and how many could not be
    understood."""

    stretches: tuple[AwayStretch, ...]
    events: int
    counted: int
    left_out: int


def read_calendar(content: bytes, *, rule: Counts, email: str, at: datetime) -> ReadCalendar:
    """What an iCalendar file says from a day before `at` until two years after; `email` is that of whose it is, who may
    have declined. Raises NotRead."""
    if len(content) > MOST_BYTES:
        raise NotRead(say("It is larger than {most} bytes.", most=f"{MOST_BYTES:,}"))
    asked = {
        "rule": rule.value,
        "email": email.lower(),
        "from": (at - LOOKS_BACK).isoformat(),
        "to": (at + LOOKS_AHEAD).isoformat(),
        "most": MOST_EVENTS,
    }
    answer = _ask(orjson.dumps(asked) + b"\n" + content)
    if (fault := answer.get("fault")) is not None:
        raise NotRead(_FAULTS[fault])
    return ReadCalendar(
        stretches=tuple(
            AwayStretch(from_at=datetime.fromisoformat(begins), to_at=datetime.fromisoformat(ends), floating=floating)
            for begins, ends, floating in answer["stretches"]
        ),
        events=answer["events"],
        counted=answer["counted"],
        left_out=answer["left_out"],
    )


def _ask(asked: bytes) -> dict[str, Any]:
    package = str(Path(firsthand.__file__).resolve().parent.parent)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "firsthand.services.absences.reading_child"],
            input=asked,
            capture_output=True,
            timeout=_MOST_SECONDS,
            env={**kept, "PYTHONPATH": package},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotRead(_TOO_EXPENSIVE) from error
    if done.returncode != 0:
        raise NotRead(_TOO_EXPENSIVE if done.returncode < 0 else _BREAKS)
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found
