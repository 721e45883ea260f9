"""What a request for help may be called by how urgent it is, and by when it is answered then (S50)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class HelpPriorityEffect(Effect):
    """A priority of requests for help; of two, the one that the book names first comes first. `within` on `calendar` is
    by when it is answered (None: as the clock `help` says, and without one by no clock)."""

    name: str
    within: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        said = say("Help may be asked for as {priority}.", priority=self.name)
        if self.within is None:
            return said
        text = " It is answered within {budget} on {calendar}."
        return said.followed_by(say(text, budget=self.within.sentence, calendar=self.calendar))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the priority {priority} of requests for help", priority=self.name)
        return (Matter(kind="help_priority", name=self.name, said=said),)

    @property
    def runs(self) -> ClockEffect | None:
        """The clock of the answer, from when it was asked."""
        if self.within is None:
            return None
        return ClockEffect(kind=ClockKind.help, budget=self.within, calendar=self.calendar)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.within, self.calendar) if self.within is not None else None


_SHAPE = Shape(
    title="help_priority",
    about="A priority that a request for help may have. The book names the most urgent first.",
    keys=(
        must("name", "a text such as `cs/p1`", "what people call it"),
        may("within", "an amount with its unit (A1)", "by when it is answered, from when it was asked",
            "as the clock `help` says"),
        may("calendar", "a calendar's name", "the hours that count; with `within` only"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> HelpPriorityEffect:
    parts = entry.of(_SHAPE)
    if ("within" in parts) != ("calendar" in parts):
        raise entry.wrong("missing_field", say("within and calendar go together: the answer is due on a calendar"))
    return HelpPriorityEffect(
        name=parts["name"].text(),
        within=parts["within"].budget() if "within" in parts else None,
        calendar=parts["calendar"].text() if "calendar" in parts else "",
    )


register(EffectKey(name="help_priority", home=ClauseSet.service_levels, read=_read, needs=("class",), shape=_SHAPE))
