"""A number that the company holds itself to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import Name, Sentence, SentenceValue, every, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class TargetEffect(Effect):
    """A share of a measure that the company holds itself to, over a period."""

    may_be_repeated: ClassVar[bool] = True

    measure: str
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    period: str = ""

    @property
    def sentence(self) -> Sentence:
        sides = []
        if self.at_least is not None:
            sides.append(say("at least {share}", share=_percent(self.at_least)))
        if self.at_most is not None:
            sides.append(say("at most {share}", share=_percent(self.at_most)))
        told: dict[str, SentenceValue] = {"measure": Name(self.measure), "bounds": every(sides)}
        if not self.period:
            return say("{measure}: {bounds}.", **told)
        return say("{measure}: {bounds} over a {period}.", period=Name(self.period), **told)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the target of {measure}", measure=Name(self.measure))
        return (Matter(kind="target", name=self.measure, said=said),)

    @property
    def answer(self) -> EffectAnswer:
        return self.at_least, self.at_most, self.period


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


_SHAPE = Shape(
    title="target",
    about="A number that the company holds itself to.",
    keys=(
        must("measure", "`first_response_met` or another kind of clock, `needs_engineering_help`, or a declared name",
             "what is measured; the check reports one that is neither"),
        may("at_least", "a percentage", "the least share"),
        may("at_most", "a percentage", "the largest share"),
        may("period", "a name such as `month`", "over which time", "not said"),
    ),
)  # fmt: skip
CLOCKS_MET = tuple(f"{kind}_met" for kind in ClockKind)
NEEDS_HELP = "needs_engineering_help"
"""The share of tickets about which help was asked for, defects aside."""
MEASURED = (*CLOCKS_MET, NEEDS_HELP)
"""What the desk measures in any book."""
_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%", re.ASCII)


def _read(entry: Entry, fields: Fields) -> TargetEffect:
    parts = entry.of(_SHAPE)
    if "at_least" not in parts and "at_most" not in parts:
        raise entry.wrong("missing_field", say("a target needs at_least or at_most, such as at_least: 95%"))
    return TargetEffect(
        measure=_measure(parts["measure"], fields),
        at_least=_share(parts["at_least"]) if "at_least" in parts else None,
        at_most=_share(parts["at_most"]) if "at_most" in parts else None,
        period=parts["period"].text() if "period" in parts else "",
    )


def _measure(entry: Entry, fields: Fields) -> str:
    """Where a book declares its measures, one of these or of the desk's; else any name."""
    declared = fields["measure"].values
    return entry.among((*MEASURED, *declared)) if declared else entry.text()


def _share(entry: Entry) -> Fraction:
    found = _PERCENTAGE.fullmatch(entry.value.strip()) if isinstance(entry.value, str) else None
    share = Fraction(found[1]) / 100 if found else None
    if share is None or share > 1:
        raise entry.expected(say("a percentage between 0% and 100%, such as 95%"))
    return share


register(EffectKey(name="target", home=ClauseSet.service_levels, read=_read, shape=_SHAPE))
