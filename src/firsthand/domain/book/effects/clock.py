"""A clock that runs: the act that is promised, within a budget on a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_optional, read_role, read_status
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import BOOK_RULES, ClockKind
from firsthand.domain.names import NameFamily, Role, StateName
from firsthand.domain.sentences import Name, Sentence, either, named, say
from firsthand.domain.shapes import Shape, may, must

CLOCK = "clock"


@cache
def clock_matter(kind: ClockKind) -> Matter:
    """The matter of a clock."""
    return Matter(kind=CLOCK, name=str(kind), said=say("the {clock} clock", clock=Name(kind)), asked_always=True)


@dataclass(frozen=True, kw_only=True)
class ClockEffect(Effect):
    """A clock runs. `pauses_on` are the statuses in which it stands still; `warn_share` is of the budget; `owed_by`
    is the role whose promise it is, where the book says so."""

    is_promise: ClassVar[bool] = True

    kind: ClockKind
    budget: Budget
    calendar: str
    pauses_on: tuple[StateName, ...] = ()
    warn_share: Fraction | None = None
    owed_by: Role | None = None

    @property
    def stands_still_in(self) -> tuple[StateName, ...]:
        """The statuses in which the clock does not count: none for a kind that never pauses, whatever is written."""
        rule = BOOK_RULES.get(self.kind)
        return self.pauses_on if rule is None or rule.pauses else ()

    @property
    def sentence(self) -> Sentence:
        then = []
        if self.warn_share is not None:
            then.append(say(" Warns at {share} of the budget.", share=str(self.warn_share)))
        if self.owed_by is not None:
            then.append(say(" Owed by {role}.", role=Name(self.owed_by, NameFamily.role)))
        if self.pauses_on:
            states = either(named(self.pauses_on, NameFamily.state))
            then.append(say(" Stands still while {states}.", states=states))
        if self.kind not in BOOK_RULES:
            then.append(say(" Not run: nothing starts such a clock."))
        text, kind = "{kind} within {budget} on {calendar}.", Name(self.kind)
        return say(text, *then, kind=kind, budget=self.budget.sentence, calendar=self.calendar)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (clock_matter(self.kind),)

    @property
    def answer(self) -> EffectAnswer:
        """Whose promise it is, no request is told."""
        return self.kind, self.budget, self.calendar, self.warn_share, frozenset(self.pauses_on)

    @property
    def owing(self) -> EffectAnswer:
        return (self.owed_by,)

    @property
    def runs(self) -> "ClockEffect":
        return self

    @property
    def counts(self) -> tuple[Budget, str]:
        return self.budget, self.calendar


_SHAPE = Shape(
    title="clock",
    about="A clock runs.",
    keys=(
        must("kind", "a kind of clock", "the act that is promised"),
        must("budget", "an amount with its unit (A1)",
             "such as `8 business hours` or `2 business days`; [all forms](../concepts/calendars.md)"),
        must("calendar", "a calendar's name", "the hours that count"),
        may("pauses_on", "a status or a list", "statuses in which it stands still", "none"),
        may("warn_at", "a share such as `3/4`", "when to warn, as a share of the budget", "no warning"),
        may("owed_by", "a role", "whose promise it is; the check reports where another role owns the request"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> ClockEffect:
    parts = entry.of(_SHAPE)
    return ClockEffect(
        kind=parts["kind"].choice(ClockKind),
        budget=parts["budget"].budget(),
        calendar=parts["calendar"].text(),
        pauses_on=read_each(read_status, parts.get("pauses_on"), fields),
        warn_share=read_share(parts["warn_at"]) if "warn_at" in parts else None,
        owed_by=read_optional(read_role, parts.get("owed_by"), fields),
    )


def read_share(entry: Entry) -> Fraction:
    """A share of a budget, between 0 and 1."""
    what = say("a share of the budget between 0 and 1, such as 3/4")
    if not isinstance(entry.value, str):
        raise entry.expected(what)
    try:
        share = Fraction(entry.value)
    except (ValueError, ZeroDivisionError):
        raise entry.expected(what) from None
    if not 0 < share < 1:
        raise entry.expected(what)
    return share


register(
    EffectKey(name="clock", home=ClauseSet.service_levels, read=_read, needs=("class", "precedence"), shape=_SHAPE)
)
