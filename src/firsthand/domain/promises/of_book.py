"""What a book says of what may be promised, as the guard asks it: phrases, words for teams, clocks and calendars."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.avoid import WordingEffect
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.role_words import RoleWordsEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, WorkingTime, due_of, parse_calendar, working_time
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.clocks import RESPONSES, ClockKind
from firsthand.domain.names import Role
from firsthand.domain.organisation import Organisation
from firsthand.domain.promises.lexicon.lookup import LANGUAGES, Names, language_named
from firsthand.domain.promises.lexicon.words import plain
from firsthand.domain.promises.settings import InternalClock, Setting, Support, Wording
from firsthand.domain.words import words

SPEAKS_FOR_OTHERS = "S45"
_TOLD = frozenset((*RESPONSES, ClockKind("resolution")))
_EDITIONS_KEPT = 16
_ALWAYS = {"zone": "UTC", "weekly": {"mon-sun": "00:00-24:00"}}


@dataclass(frozen=True, kw_only=True)
class BookTerms:
    """The terms of an edition while the same clauses are in force. `owed`: the clocks of each role that the book
    names; `internal`: those that a customer may not be told, with None for whoever is responsible."""

    wording: tuple[Wording, ...]
    teams: tuple[tuple[str, str], ...]
    working: WorkingTime
    calendars: Mapping[Role, WorkingTime]
    owed: tuple[tuple[Role, Budget, WorkingTime, bool], ...]
    internal: tuple[tuple[str, Role | None, Budget], ...]
    borrowed_clause: str


_TERMS: dict[tuple[Edition, int], BookTerms] = {}


def terms_of(edition: Edition, at: datetime) -> BookTerms:
    """The terms in force at an instant; kept for the next time."""
    key = (edition, edition.rules.segment_at(instant_of(at)))
    if key not in _TERMS:
        if len(_TERMS) >= _EDITIONS_KEPT:
            _TERMS.clear()
        _TERMS[key] = _terms(edition, at)
    return _TERMS[key]


def _terms(edition: Edition, at: datetime) -> BookTerms:
    clauses = edition.clauses_in_force(at)
    clocks = [(one, one.effect) for one in clauses if isinstance(one.effect, ClockEffect) and one.effect.kind in _TOLD]
    hours = {one.name: edition.calendar(one.name) for one in edition.calendars}
    owed = tuple(
        (effect.owed_by, effect.budget, hours[effect.calendar], one.disclosable)
        for one, effect in clocks
        if effect.owed_by is not None
    )
    first = [hours[effect.calendar] for _, effect in clocks if effect.owed_by is None] or list(hours.values())
    return BookTerms(
        wording=tuple(_wording(clauses)),
        teams=_team_words(clauses, edition.organisation_at(at)),
        working=first[0] if first else working_time(parse_calendar("always", _ALWAYS)),
        calendars={role: working for role, _, working, _ in reversed(owed)},
        owed=owed,
        internal=tuple((one.id, effect.owed_by, effect.budget) for one, effect in clocks if not one.disclosable),
        borrowed_clause=SPEAKS_FOR_OTHERS if any(one.id == SPEAKS_FOR_OTHERS for one in clauses) else "",
    )


def _wording(clauses: Iterable[Clause]) -> Iterable[Wording]:
    """One that binds a speaker asks for a reason (S44); one for everybody is shown (S46), and so is one against
    speaking for another team, whose times are compared (S45)."""
    for one in clauses:
        if isinstance(one.effect, WordingEffect):
            yield Wording(
                clause=one.id,
                phrases=one.effect.phrases,
                by=one.effect.by,
                advice=one.effect.advice,
                stops=bool(one.effect.by) and one.id != SPEAKS_FOR_OTHERS,
            )


def _team_words(clauses: Iterable[Clause], company: Organisation) -> tuple[tuple[str, str], ...]:
    """What each role and team is called, and with "team" behind it; the words of the book win."""
    found: dict[str, str] = {}
    for one in clauses:
        if isinstance(one.effect, RoleWordsEffect):
            found.update({_lowered(word): one.effect.role for word in one.effect.words})
    called = [(name, role) for role, one in company.roles.items() for name in (words(role), one.called)]
    called += [(name, team.role) for team in company.teams.values() for name in (words(team.name), team.called)]
    for name, role in called:
        if name:
            found.setdefault(f"{_lowered(name)} team", role)
            if not is_common(name):
                found.setdefault(_lowered(name), role)
    return tuple(sorted(found.items()))


def is_common(name: str) -> bool:
    """Whether a name is a word of the languages too, as May and Will are; it names nobody then."""
    word = plain(_lowered(name))
    return any(word in table for one in LANGUAGES for table in (language_named(one).times, language_named(one).acts))


def _lowered(name: str) -> str:
    return " ".join(name.lower().split())


@dataclass(frozen=True, kw_only=True)
class RunningClock:
    """A clock that runs on the ticket: who owes it and until when, and whether a customer may be told."""

    owed_by: Role
    due_at: datetime
    calendar: str
    disclosable: bool = True


def _due(support: Support) -> float:
    return support.due_at.timestamp() if support.due_at is not None else math.inf


def setting_of(
    edition: Edition,
    *,
    at: datetime,
    role: Role,
    responsible: Role | None = None,
    running: Iterable[RunningClock] = (),
    people: Iterable[tuple[str, str]] = (),
) -> Setting:
    """The setting of a reply that somebody of `role` writes, on a ticket of `responsible`, or of a saved one. A role
    supports what its running clock says, else the shortest that the book has it owe."""
    terms = terms_of(edition, at)
    supports: dict[Role, Support] = {}
    calendars = dict(terms.calendars)
    for owner, budget, working, disclosable in terms.owed:
        found = Support(clause="", due_at=due_of(budget, working, at), disclosable=disclosable)
        if owner not in supports or _due(found) < _due(supports[owner]):
            supports[owner] = found
    for clock in sorted(running, key=lambda one: one.due_at, reverse=True):
        supports[clock.owed_by] = Support(clause="", due_at=clock.due_at, disclosable=clock.disclosable)
        if any(one.name == clock.calendar for one in edition.calendars):
            calendars[clock.owed_by] = edition.calendar(clock.calendar)
    return Setting(
        now=at,
        role=role,
        language="",
        working=terms.working,
        calendars=calendars,
        supports=supports,
        internal=[
            InternalClock(clause=clause, role=owner or responsible or role, budget=budget)
            for clause, owner, budget in terms.internal
        ],
        wording=terms.wording,
        names=Names(teams=terms.teams, people=tuple(sorted(people))),
        borrowed_clause=terms.borrowed_clause,
    )
