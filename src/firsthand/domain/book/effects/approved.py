"""Wording that may be sent to customers, and the time that it tells them (S46)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, either, every, named, quoted, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class PromisedTime:
    """What a wording tells a customer: the act of a clock within a budget."""

    kind: ClockKind
    within: Budget


@dataclass(frozen=True, kw_only=True)
class ApprovedEffect(Effect):
    """Sentences that the named roles (none: everybody) may send to a customer, and the time that they tell."""

    topic: ClassVar[str] = "wording"

    wordings: tuple[str, ...]
    by: tuple[Role, ...]
    promises: PromisedTime | None = None

    @property
    def sentence(self) -> Sentence:
        wordings, then = either(map(quoted, self.wordings)), []
        if self.promises is not None:
            kind, budget = Name(self.promises.kind), self.promises.within.sentence
            then.append(say(" It promises {kind} within {budget}.", kind=kind, budget=budget))
        if not self.by:
            return say("Everybody may write {wordings}.", *then, wordings=wordings)
        roles = every(named(self.by, NameFamily.role))
        return say("{roles} may write {wordings}.", *then, roles=roles, wordings=wordings)


_SHAPE = Shape(
    title="approved",
    about="Wording that may be sent to customers.",
    keys=(
        must("wording", "a text or a list", "the sentences"),
        may("by", "a role or a list", "who may send it", "everybody"),
        may("promises", "`clock` and `within`", "the time that the wording tells a customer", "no time"),
    ),
)
PROMISES = Shape(
    title="A time that a wording tells",
    about="The check reports where it ends before the clock does (S46).",
    keys=(
        must("clock", "a kind of clock", "the act that is told"),
        must("within", "an amount with its unit", "the time, counted on the clock's calendar if in business hours"),
    ),
)


def _read(entry: Entry, fields: Fields) -> ApprovedEffect:
    parts = entry.of(_SHAPE)
    return ApprovedEffect(
        wordings=parts["wording"].texts(),
        by=read_each(read_role, parts.get("by"), fields),
        promises=read_promises(parts["promises"]) if "promises" in parts else None,
    )


def read_promises(entry: Entry) -> PromisedTime:
    """The time that a wording tells a customer."""
    told = entry.of(PROMISES)
    return PromisedTime(kind=told["clock"].choice(ClockKind), within=told["within"].budget())


register(EffectKey(name="approved", home=ClauseSet.promise_wording, read=_read, shape=_SHAPE, parts=(PROMISES,)))
