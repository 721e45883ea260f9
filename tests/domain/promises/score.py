"""`python -m tests.domain.promises.score FILES… [--misses]`: how well the guard reads labelled replies, as the table
of bars.

Figures are for all, English and German. Files whose name begins with `dev-` hold voices that the grammar was written
beside: of these a random half is one column, and voices of other files are the other; a fall of more than three
points is overfitting."""

import json
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from firsthand.domain.promises import Act, ActFound, Finding, guarded
from firsthand.domain.promises.comparing import Comparer
from tests.domain.promises.desk import acts as acts_of
from tests.domain.promises.desk import setting

SHOWN = ("promise", "norm", "offer")
Json = dict[str, Any]
Span = Sequence[int]


@dataclass(slots=True)
class Tally:
    """Hits, what was found beside them, and what was not found; a share has hits and misses only."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much is right; 1 when nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found; 1 when nothing is there."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


ROWS = (
    ("time expression found", "P ≥ 0.95, R ≥ 0.95"),
    ("typed value, given the span", "≥ 0.98"),
    ("due instant, given the span", "≥ 0.98"),
    ("timed promise shown", "R ≥ 0.95, P ≥ 0.90"),
    ("stop", "P ≥ 0.97, R ≥ 0.90"),
    ("untimed promise shown", "P ≥ 0.90, R ≥ 0.80"),
    ("holder right", "≥ 0.95"),
    ("act right", ""),
    ("hedge right", ""),
    ("condition right", ""),
)


@dataclass(slots=True)
class Score:
    """The tallies of a set of messages, and in words what went wrong."""

    rows: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name, _ in ROWS})
    misses: list[str] = field(default_factory=list)
    messages: int = 0


def overlap(one: Span, other: Span) -> float:
    """What two spans share of what they cover together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def touches(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the shorter one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared * 2 >= min(one[1] - one[0], other[1] - other[0]) > 0


def add(score: Score, label: Json) -> None:
    """Read one labelled message and count."""
    text, marks = label["text"], label["marks"]
    where = setting(
        now=datetime.fromisoformat(label["now"]), role=label["role"], language=label["lang"], zone=label["zone"]
    )
    acts, findings = acts_of(text, label["lang"], label["role"]), guarded(text, where)
    score.messages += 1

    def missed(what: str, span: Span, more: object = "") -> None:
        score.misses.append(f"{label['voice']}: {what}: {text[slice(*span)]!r} {more}")

    acts = [_without_time(act) if _is_unscored(act, label) else act for act in acts]
    _times(score, marks, acts, Comparer(where), missed)
    _shown(score, marks, acts, missed)
    _stops(score, marks, findings, missed)


def _is_unscored(act: ActFound, label: Json) -> bool:
    """Whether its time is neither right nor wrong: an amount, an opening hour, what has no notation."""
    return act.time is not None and any(touches(act.time.span, span) for span in label.get("unscored", ()))


def _without_time(act: ActFound) -> ActFound:
    return replace(act, time=None)


Missed = Callable[..., None]


def _times(score: Score, marks: Iterable[Json], acts: Iterable[ActFound], comparer: Comparer, missed: Missed) -> None:
    gold = {tuple(mark["time"]): mark for mark in marks if mark["time"]}
    left = {act.time.span: act for act in acts if act.time is not None}
    tally = score.rows["time expression found"]
    for span, mark in gold.items():
        best = max(left, key=lambda one: overlap(one, span), default=None)
        if best is None or overlap(best, span) < 0.5:
            tally.missed += 1
            missed("time not found", span)
            continue
        tally.hits += 1
        act = left.pop(best)
        _typed(score, mark, act, comparer, missed)
    for span in left:
        tally.extra += 1
        missed("no time", span)


def _typed(score: Score, mark: Json, act: ActFound, comparer: Comparer, missed: Missed) -> None:
    assert act.time is not None
    typed = act.time.typed
    said = {name: getattr(typed, name) for name in ("kind", "anchor", "unit", "bound", "low", "high")}
    same = said == mark["typed"]
    _share(score, "typed value, given the span", same)
    resolved = comparer.resolved(act)
    due = (
        "ambiguous"
        if resolved.ambiguous
        else resolved.dues[0].strftime("%Y-%m-%dT%H:%M:%SZ")
        if resolved.dues
        else None
    )
    wanted = mark["due"] if mark["due"] in (None, "ambiguous") else _utc(mark["due"])
    if mark["act"] in SHOWN:
        _share(score, "due instant, given the span", due == wanted)
    if not same:
        differ = {name: (str(said[name]), mark["typed"][name]) for name in said if said[name] != mark["typed"][name]}
        missed("typed", mark["time"], differ)
    elif due != wanted:
        missed("due", mark["time"], (due, wanted, typed.anchor))


def _utc(text: str) -> str:
    return (
        datetime.fromisoformat(text)
        .astimezone(datetime.fromisoformat("2026-01-01T00:00:00Z").tzinfo)
        .strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def _shown(score: Score, marks: Sequence[Json], acts: Sequence[ActFound], missed: Missed) -> None:
    shown = [act for act in acts if act.act.value in SHOWN and (act.time is not None or act.act is not Act.OFFER)]
    timed = [act for act in shown if act.time is not None]
    gold = [mark for mark in marks if mark["act"] in SHOWN]
    left = list(timed)
    tally = score.rows["timed promise shown"]
    for mark in (one for one in gold if one["time"]):
        act = next((one for one in left if one.time is not None and touches(one.time.span, mark["time"])), None)
        if act is None:
            tally.missed += 1
            missed("timed promise not shown", mark["span"])
            continue
        tally.hits += 1
        left.remove(act)
        _fields(score, mark, act, missed)
    for act in left:
        tally.extra += 1
        missed("timed, no promise", act.span, act.why[0])
    _untimed(score, gold, shown, missed)


def _untimed(score: Score, gold: Sequence[Json], shown: Sequence[ActFound], missed: Missed) -> None:
    tally = score.rows["untimed promise shown"]
    for mark in (one for one in gold if not one["time"]):
        act = next((one for one in shown if touches(one.span, mark["span"])), None)
        if act is None:
            tally.missed += 1
            missed("promise not shown", mark["span"])
            continue
        tally.hits += 1
        _fields(score, mark, act, missed)
    for act in (one for one in shown if one.time is None):
        if not any(touches(act.span, mark["span"]) for mark in gold):
            tally.extra += 1
            missed("no promise", act.span, act.why[0])


def _fields(score: Score, mark: Json, act: ActFound, missed: Missed) -> None:
    for name, said in (
        ("holder", act.holder),
        ("act", act.act.value),
        ("hedge", act.hedge),
        ("condition", act.condition),
    ):
        _share(score, f"{name} right", said == mark[name])
        if said != mark[name]:
            missed(name, mark["span"], (said, mark[name], act.why[0]))


def _share(score: Score, name: str, right: bool) -> None:
    tally = score.rows[name]
    tally.hits += right
    tally.extra += not right
    tally.missed += not right


def _stops(score: Score, marks: Iterable[Json], findings: Iterable[Finding], missed: Missed) -> None:
    tally = score.rows["stop"]
    left = [finding for finding in findings if finding.stops]
    gold = [mark for mark in marks if mark["stop"]]
    for mark in gold:
        mine = [one for one in left if touches(one.span, mark["span"]) and one.clause == mark["clause"]]
        tally.hits += bool(mine)
        tally.missed += not mine
        if not mine:
            missed("no stop", mark["span"], mark["clause"])
    for finding in left:
        if not any(touches(finding.span, mark["span"]) for mark in gold):
            tally.extra += 1
            missed("stops", finding.span, (finding.kind.value, finding.clause))


def labels_of(path: Path) -> list[Json]:
    """The labelled messages of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def scored(labels: Iterable[Json]) -> Score:
    """The score of labelled messages."""
    score = Score()
    for label in labels:
        add(score, label)
    return score


def table(columns: dict[str, Score]) -> str:
    """The table of bars in Markdown, a column for each score: precision / recall, or a share."""
    lines = ["| what | bar | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for name, bar in ROWS:
        cells = []
        for score in columns.values():
            tally = score.rows[name]
            if name.endswith(("right", "span")):
                cells.append(f"{tally.recall:.3f} of {tally.hits + tally.missed}")
            else:
                cells.append(f"{tally.precision:.3f} / {tally.recall:.3f} of {tally.hits + tally.missed}")
        lines.append(f"| {name} | {bar} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def in_random_half(label: Json) -> bool:
    """Whether a message is in the half that chance drew; the same on every machine."""
    return zlib.crc32(label["text"].encode()) % 2 == 0


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def main(argv: Sequence[str]) -> int:
    """Print the tables, and with `--misses` each slip."""
    paths = [Path(one) for one in argv if not one.startswith("--")]
    labels = [label for path in paths for label in labels_of(path)]
    met = [label for path in paths if path.name.startswith("dev-") for label in labels_of(path)]
    unmet = [label for path in paths if not path.name.startswith("dev-") for label in labels_of(path)]
    everything = scored(labels)
    columns = {
        "all": everything,
        "en": scored(one for one in labels if one["lang"] == "en"),
        "de": scored(one for one in labels if one["lang"] == "de"),
    }
    say(f"{everything.messages} messages of {len({label['voice'] for label in labels})} voices\n\n{table(columns)}")
    if met and unmet:
        random, voices = scored(filter(in_random_half, met)), scored(unmet)
        say(f"\n{table({'random half': random, 'voice half': voices})}\n")
        for name, _ in ROWS:
            fall = (
                random.rows[name].recall - voices.rows[name].recall,
                random.rows[name].precision - voices.rows[name].precision,
            )
            over = " (overfitting)" if max(fall) > 0.03 else ""
            say(f"{name}: recall {-fall[0]:+.3f}, precision {-fall[1]:+.3f}{over}")
    if "--misses" in argv:
        say("\n" + "\n".join(everything.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
