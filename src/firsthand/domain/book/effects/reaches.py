"""Whom every request of a kind must reach before it is solved (S39, S43)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class ReachesEffect(Effect):
    """The role that answers each such request, and by when, where the clause says so. Before it is sent there no ticket
    is solved."""

    role: Role
    within: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        said = say("Each reaches {role} before it is solved.", role=role)
        if self.within is None:
            return said
        text = " It is answered within {budget} on {calendar}."
        return said.followed_by(say(text, budget=self.within.sentence, calendar=self.calendar))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="reaches", said=say("whom a request must reach before it is solved")),)

    @property
    def runs(self) -> ClockEffect | None:
        """The clock of the answer, from when it was sent."""
        if self.within is None:
            return None
        return ClockEffect(kind=ClockKind.answer, budget=self.within, calendar=self.calendar, owed_by=self.role)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.within, self.calendar) if self.within is not None else None


_SHAPE = Shape(
    title="reaches",
    about="Whom every request must reach before it is solved. Its `when` says of which kinds.",
    keys=(
        must("role", "a role", "who answers it"),
        may("within", "an amount with its unit (A1)", "by when it is answered, from when it was sent", "no clock"),
        may("calendar", "a calendar's name", "the hours that count; with `within` only"),
    ),
)


def _read(entry: Entry, fields: Fields) -> ReachesEffect:
    parts = entry.of(_SHAPE)
    if ("within" in parts) != ("calendar" in parts):
        raise entry.wrong("missing_field", say("within and calendar go together: the answer is due on a calendar"))
    return ReachesEffect(
        role=read_role(parts["role"], fields),
        within=parts["within"].budget() if "within" in parts else None,
        calendar=parts["calendar"].text() if "calendar" in parts else "",
    )


register(
    EffectKey(name="reaches", home=ClauseSet.ownership, fields=("kind",), read=_read, needs=("class",), shape=_SHAPE)
)
