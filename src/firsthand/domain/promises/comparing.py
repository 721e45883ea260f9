"""An act that was found against clocks and policy (S44–S46, A23): what is shown of it, and what stops it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from firsthand.domain.calendars import WorkingTime, due_of
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.promises.days import Days
from firsthand.domain.promises.findings import Finding, FindingKind
from firsthand.domain.promises.resolving import Resolved, resolve_in
from firsthand.domain.promises.settings import Setting
from firsthand.domain.promises.values import PERSON, SELF, UNKNOWN, Act, ActFound, TimeKind, TypedTime
from firsthand.domain.sentences import Name, Sentence, either, say

_KINDS = {Act.PROMISE: FindingKind.PROMISE, Act.NORM: FindingKind.NORM, Act.OFFER: FindingKind.OFFER}
_TEAM = "team:"


class Comparer:
    """Compares the acts of one text; the same time is resolved once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._days: dict[Role | None, Days] = {}
        self._resolved: dict[tuple[TypedTime, Role | None], Resolved] = {}

    def resolved(self, act: ActFound) -> Resolved:
        """When the act's time is over, in the calendar of its holder."""
        if act.time is None:
            return Resolved(dues=())
        role = self._role_of(act)
        key = (act.time.typed, role)
        if key not in self._resolved:
            self._resolved[key] = resolve_in(self._days_of(role), act.time.typed, self.setting.table)
        return self._resolved[key]

    def _days_of(self, role: Role | None) -> Days:
        if role not in self._days:
            self._days[role] = Days(self._calendar(role), self.setting.now)
        return self._days[role]

    def findings(self, act: ActFound, text: str, language: str) -> Iterator[Finding]:
        """Everything that is shown of an act in a paragraph of a language; nothing of a request or a report, and of an
        offer only with a time."""
        if act.act not in _KINDS or (act.act is Act.OFFER and act.time is None):
            return
        resolved = self.resolved(act)
        kind = _KINDS[act.act] if act.sure else FindingKind.PERHAPS
        base = Finding(
            kind=kind,
            span=act.span,
            reading=self._reading(act, resolved, text),
            why=act.why,
            dues=resolved.dues,
            zone=self._calendar(self._role_of(act)).calendar.zone,
            language=language,
            act=act,
        )
        yield base
        yield from self._of_the_time(base, act, resolved, text)
        yield from self._of_another_team(base, act, resolved)
        yield from self._internal(base, act, resolved)

    def _of_the_time(self, base: Finding, act: ActFound, resolved: Resolved, text: str) -> Iterator[Finding]:
        if act.time is None:
            return
        words = _words(act, text)
        more = replace(base, span=act.time.span, place=act.time.span)
        if act.time.typed.kind is TimeKind.VAGUE:
            yield replace(
                more,
                kind=FindingKind.VAGUE,
                reading=say("“{words}” gives no time, so nobody can keep it. Say until when.", words=words),
            )
        if resolved.ambiguous:
            when = either(resolved.dues)
            yield replace(
                more,
                kind=FindingKind.AMBIGUOUS,
                reading=say("“{words}” can be read two ways: {when}. Say which.", words=words, when=when),
            )
        elif resolved.dues and resolved.dues[0] <= self.setting.now:
            yield replace(
                more,
                kind=FindingKind.PAST,
                reading=say("“{words}” is already past: {due}.", words=words, due=resolved.dues[0]),
            )
        if resolved.closed_day:
            yield replace(
                more, kind=FindingKind.CLOSED_DAY, reading=say("“{words}” is a day without hours.", words=words)
            )

    def _of_another_team(self, base: Finding, act: ActFound, resolved: Resolved) -> Iterator[Finding]:
        role = self._role_of(act)
        if role is None or role == self.setting.role or act.holder in (SELF, UNKNOWN):
            return
        support = self.setting.supports.get(role)
        clause = support.clause if support is not None and support.clause else self.setting.borrowed_clause
        team = Name(role, NameFamily.role)
        other = replace(base, kind=FindingKind.OTHER_TEAM, clause=clause, place=act.time.span if act.time else None)
        if not resolved.dues:
            yield replace(other, reading=say("This speaks for {team}. They have not agreed to it.", team=team))
            return
        supported = self.supported(role)
        if supported is None:
            why = say("This gives a time for {team}, whose policy promises none. They have to agree first.", team=team)
            yield replace(other, reading=why, stops=True)
        elif resolved.dues[0] < supported:
            why = say("{team} is due by {due}; this is earlier. They have to agree first.", team=team, due=supported)
            early = replace(other, kind=FindingKind.TOO_EARLY, reading=why, stops=True)
            if support is not None and support.disclosable:
                early = replace(early, instead=say("by {due}", due=supported), true_at=supported)
            yield early
        else:
            yield replace(other, reading=say("This speaks for {team}, within what their policy promises.", team=team))

    def supported(self, role: Role) -> datetime | None:
        """The instant that a team's policy supports from now on; None where it promises none."""
        support = self.setting.supports.get(role)
        if support is None:
            return None
        if support.due_at is not None:
            return support.due_at
        return due_of(support.budget, self._calendar(role), self.setting.now) if support.budget is not None else None

    def _internal(self, base: Finding, act: ActFound, resolved: Resolved) -> Iterator[Finding]:
        """A service level that is told and is at most a clock of our own that nobody may be told."""
        if (
            act.act is not Act.NORM
            or act.time is None
            or act.time.typed.kind is not TimeKind.DURATION
            or not resolved.dues
        ):
            return
        role = self._role_of(act) or self.setting.role
        for clock in self.setting.internal:
            if act.holder != SELF and clock.role != role:
                continue
            if resolved.dues[-1] <= due_of(clock.budget, self._calendar(clock.role), self.setting.now):
                why = say("This tells a time that is internal: {budget}.", budget=clock.budget.sentence)
                yield replace(
                    base,
                    kind=FindingKind.INTERNAL_CLOCK,
                    clause=clock.clause,
                    reading=why,
                    place=act.time.span,
                    stops=True,
                )
                return

    def _role_of(self, act: ActFound) -> Role | None:
        if act.holder.startswith(_TEAM):
            return Role(act.holder.removeprefix(_TEAM))
        return None if act.holder in (PERSON, UNKNOWN) else self.setting.role

    def _calendar(self, role: Role | None) -> WorkingTime:
        return self.setting.calendars.get(role, self.setting.working) if role is not None else self.setting.working

    def _reading(self, act: ActFound, resolved: Resolved, text: str) -> Sentence:
        what = _what(act)
        whose = _whose(act.holder)
        if act.time is None:
            said = say("{what}, {whose}, without a time", what=what, whose=whose)
        elif len(resolved.dues) == 1:
            said = say(
                "“{words}” → {what}, {whose}, due {due}",
                words=_words(act, text),
                what=what,
                whose=whose,
                due=resolved.dues[0],
            )
        elif resolved.ambiguous:
            said = say(
                "“{words}” → {what}, {whose}, due {due}",
                words=_words(act, text),
                what=what,
                whose=whose,
                due=either(resolved.dues),
            )
        else:
            said = say("“{words}” → {what}, {whose}, no clock", words=_words(act, text), what=what, whose=whose)
        said = said.followed_by(say(", if what it hangs on happens")) if act.condition else said
        return said.followed_by(say(", softened")) if act.hedge else said


def _what(act: ActFound) -> Sentence:
    if not act.sure:
        return say("a promise?")
    return {Act.PROMISE: say("a promise"), Act.NORM: say("a service level"), Act.OFFER: say("an offer")}[act.act]


def _whose(holder: str) -> Sentence:
    if holder.startswith(_TEAM):
        return say("for {team}", team=Name(holder.removeprefix(_TEAM), NameFamily.role))
    return {SELF: say("yours"), PERSON: say("for a colleague")}.get(holder, say("for whoever is responsible"))


def _words(act: ActFound, text: str) -> str:
    begin, end = act.time.span if act.time is not None else act.span
    return " ".join(text[begin:end].split())
