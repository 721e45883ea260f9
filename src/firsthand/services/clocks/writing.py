"""Clock rows and verdicts as the follower makes them. Nothing else writes them, but for what people were told."""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from functools import cache

from django.db import DEFAULT_DB_ALIAS

from firsthand.domain.clocks import Basis, ClockState, FollowedClock, Outcome, judge
from firsthand.domain.kept_sentences import plain_sentence, sentence_of
from firsthand.domain.sentences import PLAIN, Sentence
from firsthand.models.clocks import LIVE, Clock, ClockKey, Verdict
from firsthand.models.subjects import Subject
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

_COLUMNS = [field.attname for field in Clock._meta.concrete_fields]


def write_clocks(
    *,
    subject: Subject,
    clocks: Sequence[FollowedClock],
    at: datetime,
    because: int | None,
    known_at: Callable[[int | None], datetime],
    is_new: bool = False,
    own: Container[int] = (),
) -> list[Clock]:
    """Bring the rows of a subject to what its events say, and append a verdict where a judgement at `at` differs from
    the newest one. Answers every row that the subject has now. `because` is the event that made the difference,
    `known_at` says when the book was read for a decision. `is_new`: the subject has no row yet; `own` are its events,
    so that what another started is looked for there."""
    kept = () if is_new else _kept().rows(subject=subject.pk)
    rows = {row.key: row for row in (Clock.from_db(DEFAULT_DB_ALIAS, _COLUMNS, columns) for columns in kept)}
    here = [clock for clock in clocks if not clock.carried]
    rows |= _carried_here(one for one in here if one.key not in rows and (one.came or one.started_by not in own))
    for clock in here:
        row = rows.get(clock.key)
        if row is None:
            row = rows[clock.key] = Clock(**_promise(clock))
        changed = _bring(row, clock, subject=subject)
        outcome = outcome_of(clock, at=at)
        differs = outcome is not None and outcome != (row.outcome or Outcome.open)
        if outcome is not None and differs:
            row.outcome = outcome
        row.breached_at = row.due_at if row.outcome == Outcome.breached else None
        if changed or differs:
            row.save()
        if outcome is not None and differs:
            _append_verdict(row, outcome, at=at, because=because, known_at=known_at(row.decision_id))
    return list(rows.values())


@cache
def _kept() -> PreparedQuery:
    """The clocks of a subject, by column."""
    return prepare(Clock.objects.filter(subject=Blank("subject")).order_by("id").values_list(*_COLUMNS))


def _carried_here(missing: Iterable[FollowedClock]) -> dict[ClockKey, Clock]:
    """Rows of promises that began at another subject: they go on here, as the same rows."""
    found: dict[ClockKey, Clock] = {}
    for clock in missing:
        same = Clock.objects.filter(kind=clock.kind, started_by_id=clock.started_by)
        row = next((one for one in same if one.decision_id == clock.decision), None)
        if row is not None:
            found[clock.key] = row
    return found


def _promise(clock: FollowedClock) -> dict[str, object]:
    """What a row says of the promise and its terms; it never changes."""
    terms = clock.terms
    return {
        "kind": clock.kind,
        "started_by_id": clock.started_by,
        "decision_id": clock.decision,
        "clause": terms.clause,
        "edition": terms.edition,
        "commitment": terms.commitment,
        "disclosable": terms.disclosable,
        "owed_by": terms.owed_by,
        "budget": str(terms.budget) if terms.budget else "",
        "calendar": terms.calendar,
        "calendar_version": terms.calendar_version,
        "pauses_on": sorted(terms.pauses_on),
        "warn_share": str(terms.warn_share) if terms.warn_share is not None else "",
    }


def followed_columns(clock: FollowedClock) -> dict[str, object]:
    """The columns of a row that follow from events alone, whenever anybody looks."""
    return {
        "state": clock.state,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "warn_at": clock.warn_at,
        "pauses": [
            [
                one.from_at.isoformat(),
                one.to_at.isoformat() if one.to_at else None,
                plain_sentence(one.cause),
                one.evidence,
            ]
            for one in clock.pauses
        ],
        "ended_at": clock.ended_at,
        "ended_by_id": clock.ended_by or None,
        "ended_because": clock.ended_because,
        "answered_by_id": clock.answered_by or None,
        "met_by_id": clock.met_by,
    }


def differs(kept: object, wanted: object) -> bool:
    """Whether a column says something else. A reason that an earlier version kept in plain English is the same one."""
    return kept != wanted and _in_english(kept) != _in_english(wanted)


def _in_english(value: object) -> object:
    match value:
        case Sentence():
            return PLAIN.phrase(value)
        case list():
            return [_in_english(one) for one in value]
        case dict():
            return PLAIN.phrase(sentence_of(value))
        case _:
            return value


def _bring(row: Clock, clock: FollowedClock, *, subject: Subject) -> bool:
    """Give a row what follows from the events; whether that is anything new."""
    wanted = {"subject_id": subject.pk, **followed_columns(clock)}
    changed = row.pk is None or any(differs(getattr(row, name), value) for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(row, name, value)
    if changed:
        row.next_at = next_look(row, sent_until=clock.sent_until) if row.state in LIVE else None
    return changed


def next_look(row: Clock, *, sent_until: datetime | None = None) -> datetime | None:
    """When the engine must look at a live row next: when its answer should have left, else at its warning, then at its
    due instant, where it sees what people were not told of."""
    if sent_until is not None:
        return sent_until
    told = set(row.told)
    return row.warn_at if row.warn_at is not None and not told & {"warning", "breach"} else row.due_at


def outcome_of(clock: FollowedClock, *, at: datetime) -> Outcome | None:
    """What a clock comes to at an instant; None where it is not judged: given up, replaced, void, or its answer is
    on its way."""
    if clock.state is ClockState.met:
        return Outcome.met
    if clock.state is ClockState.missed:
        return Outcome.breached
    if clock.state in (ClockState.cancelled, ClockState.replaced, ClockState.void):
        return None
    if clock.sent_until is not None and at <= clock.sent_until:
        return None
    return judge(due_at=clock.due_at, met_at=None, now=at)


def _append_verdict(row: Clock, outcome: Outcome, *, at: datetime, because: int | None, known_at: datetime) -> None:
    met_at = row.ended_at if outcome is Outcome.met else None
    instants = {Outcome.met: met_at, Outcome.breached: row.due_at, Outcome.open: at}
    Verdict.objects.create(
        clock=row,
        basis=Basis.as_judged,
        at=instants[outcome] or at,
        outcome=outcome,
        edition=row.edition,
        known_at=known_at,
        clause=row.clause,
        budget=row.budget,
        calendar=row.calendar,
        calendar_version=row.calendar_version,
        started_at=row.started_at,
        due_at=row.due_at or at,
        met_at=met_at,
        because_id=because,
    )
