"""Whose considerations a role takes into account when it puts its work in order (S24)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, every, named, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class ConsidersEffect(Effect):
    """The role that answers each consideration and stays free in its order, who gives them, and by when it answers,
    where the clause says so."""

    role: Role
    given_by: tuple[Role, ...]
    within: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        said = say(
            "{role} takes into account what {givers} give it to consider, and answers each; the order stays its own.",
            role=Name(self.role, NameFamily.role),
            givers=every(named(self.given_by, NameFamily.role)),
        )
        if self.within is None:
            return said
        text = " It is answered within {budget} on {calendar}."
        return said.followed_by(say(text, budget=self.within.sentence, calendar=self.calendar))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("whose considerations {role} takes into account", role=Name(self.role, NameFamily.role))
        return (Matter(kind="considers", name=self.role, said=said),)

    @property
    def owing(self) -> EffectAnswer:
        return (self.given_by,)

    @property
    def runs(self) -> ClockEffect | None:
        """The clock of the answer, from when the consideration was given."""
        if self.within is None:
            return None
        return ClockEffect(kind=ClockKind.answer, budget=self.within, calendar=self.calendar, owed_by=self.role)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.within, self.calendar) if self.within is not None else None


_SHAPE = Shape(
    title="considers",
    about="Whose considerations a role takes into account when it puts its work in order. Its `when` says on which "
    "kinds of request. Each is given with an end, and answered; it changes no priority by itself.",
    keys=(
        must("role", "a role", "who orders the work, and answers"),
        must("from", "a role or a list", "who gives considerations"),
        may("within", "an amount with its unit (A1)", "by when each is answered, from when it was given", "no clock"),
        may("calendar", "a calendar's name", "the hours that count; with `within` only"),
    ),
)


def _read(entry: Entry, fields: Fields) -> ConsidersEffect:
    parts = entry.of(_SHAPE)
    if ("within" in parts) != ("calendar" in parts):
        raise entry.wrong("missing_field", say("within and calendar go together: the answer is due on a calendar"))
    return ConsidersEffect(
        role=read_role(parts["role"], fields),
        given_by=read_each(read_role, parts["from"], fields),
        within=parts["within"].budget() if "within" in parts else None,
        calendar=parts["calendar"].text() if "calendar" in parts else "",
    )


register(
    EffectKey(name="considers", home=ClauseSet.ownership, fields=("kind",), read=_read, needs=("class",), shape=_SHAPE)
)
