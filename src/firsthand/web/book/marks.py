"""Changes of the book ready to print: each clause once, with the words that went struck and those that came marked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.domain.amending.changes import Became, CalendarChange, ClauseChange
from firsthand.domain.amending.redline import MarkedText, redline
from firsthand.domain.book import Clause, CommitmentClass, Edition
from firsthand.domain.book.prose import commitment_sentence
from firsthand.domain.book.values import ActivationKind
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.sentences import Teller
from firsthand.services.language.telling import gettext as _
from firsthand.services.language.telling import teller_of
from firsthand.web import formats
from firsthand.web.book.week_strip import WeekStrip, week_strip

ClauseWords = Callable[[Clause], str]


@dataclass(frozen=True, kw_only=True)
class MarkedLine:
    """A line below the text of a clause, such as what it makes the desk do."""

    name: str
    pieces: tuple[MarkedText, ...]


@dataclass(frozen=True, kw_only=True)
class MarkedClause:
    """A clause as an editor marks it. `was` is the id that it had before, where that is another."""

    id: str
    became: str
    word: str
    was: str
    text: tuple[MarkedText, ...]
    lines: tuple[MarkedLine, ...]
    why: str
    rule_set: str


@dataclass(frozen=True, kw_only=True)
class MarkedCalendar:
    """A calendar before and after, as of a date; None where there was, or is, none."""

    name: str
    before: WeekStrip | None
    after: WeekStrip | None
    starts_on: str = ""


def marked_clauses(changes: Iterable[ClauseChange], edition: Edition) -> list[MarkedClause]:
    """The changes in their order, with dates in the zone and with the names of an edition."""
    teller = teller_of(edition.declared)
    return [_marked(change, edition.zone, teller) for change in changes]


def _marked(change: ClauseChange, zone: str, teller: Teller) -> MarkedClause:
    old, new = change.old, change.new
    shown = change.shown
    if change.became is Became.activated:
        old = None
    return MarkedClause(
        id=shown.id,
        became=change.became.value,
        word=became_words(change.became),
        was=old.id if old and new and old.id != new.id else "",
        text=_kept(_text(shown)) if change.became is Became.activated else _struck(change),
        lines=tuple(_lines(change, (old, new), zone, teller)),
        why=change.why,
        rule_set=change.rule_set.value,
    )


def _lines(
    change: ClauseChange, both: tuple[Clause | None, Clause | None], zone: str, teller: Teller
) -> Iterator[MarkedLine]:
    """What a clause does, when and from when: marked where it differs, and whole where the clause is new or gone."""
    old, new = both
    parts: tuple[tuple[str, ClauseWords], ...] = (
        ("reading", lambda clause: clause.reading),
        ("effect", lambda clause: teller.sentence(clause.effect.sentence)),
        ("when", lambda clause: _when(clause, teller)),
        ("commitment", lambda clause: _commitment(clause, teller)),
        ("force", lambda clause: force_words(clause, zone)),
    )
    same = change.became is Became.activated
    for name, words in parts:
        pieces = _kept(words(change.shown)) if same else _pieces(old, new, words)
        if pieces and (same or name == "effect" or old is None or new is None or len(pieces) > 1 or _differs(pieces)):
            yield MarkedLine(name=name, pieces=pieces)


def _differs(pieces: tuple[MarkedText, ...]) -> bool:
    return any(piece.mark != "same" for piece in pieces)


def _kept(text: str) -> tuple[MarkedText, ...]:
    return redline(text, text)


def _pieces(old: Clause | None, new: Clause | None, words: ClauseWords) -> tuple[MarkedText, ...]:
    """Marked against each other; a clause that is wholly new or gone is plain, the margin says which."""
    if old is not None and new is not None:
        return redline(words(old), words(new))
    only = new or old
    return _kept(words(only)) if only is not None else ()


def _struck(change: ClauseChange) -> tuple[MarkedText, ...]:
    """The text of a clause: struck where it ends, marked where another text takes its place."""
    if change.new is None:
        return redline(_text(change.shown), "")
    return _pieces(change.old, change.new, _text)


def _text(clause: Clause) -> str:
    return clause.text if clause.text.endswith((".", "!", "?", "”", '"')) else f"{clause.text}."


def _commitment(clause: Clause, teller: Teller) -> str:
    commitment = commitment_sentence(clause)
    return teller.sentence(commitment) if commitment is not None else ""


def _when(clause: Clause, teller: Teller) -> str:
    words = teller.phrase(clause.condition.sentence)
    return _("When {condition}.").format(condition=words) if words else _("Always.")


def became_words(became: Became) -> str:
    """What became of a clause, in a word."""
    return {
        Became.added: _("new"),
        Became.changed: _("changed"),
        Became.ended: _("ends"),
        Became.announced: _("announced"),
        Became.dropped: _("no longer announced"),
        Became.activated: _("takes force"),
    }[became]


def force_words(clause: Clause, zone: str) -> str:
    """From when to when a clause is in force, in the policy's zone."""
    if clause.commitment is CommitmentClass.aspiration:
        return _("An aspiration, never applied.")
    starts, ends = clause.applies_from, clause.in_force.to_at
    if starts is None:
        waits = clause.activation.kind is not ActivationKind.date and clause.activation.activated_at is None
        return _("Waits until somebody records that it takes force.") if waits else _("Never took force.")
    words = _("From {day}").format(day=moment_words(starts, zone))
    return (words + _(" until {day}").format(day=moment_words(ends, zone)) if ends else words) + "."


def moment_words(at: datetime, zone: str) -> str:
    """An instant in a zone: the day alone at its midnight, else with the time."""
    local = at.astimezone(zone_named(zone))
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return formats.day(local) if midnight else f"{formats.day(local)}, {formats.clock_time(local)}"


def marked_calendars(changes: Iterable[CalendarChange], *, before_on: date, after_on: date) -> list[MarkedCalendar]:
    """The calendars that differ, each as of the two dates."""
    found = [_marked_calendar(change, before_on, after_on) for change in changes]
    return [one for one in found if one.before is None or one.after is None or not _same_week(one.before, one.after)]


def _marked_calendar(change: CalendarChange, before_on: date, after_on: date) -> MarkedCalendar:
    after = week_strip(change.new, on=after_on) if change.new else None
    return MarkedCalendar(
        name=change.name,
        before=week_strip(change.old, on=before_on) if change.old else None,
        after=after,
        starts_on=formats.day(after.in_force_from) if after and after.in_force_from else "",
    )


def _same_week(one: WeekStrip, other: WeekStrip) -> bool:
    return (one.zone, one.blocks, one.holidays) == (other.zone, other.blocks, other.holidays)
