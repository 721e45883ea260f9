"""What an edition answers about a matter, in sentences of the clause that decides."""

from collections.abc import Sequence

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import commitment_sentence
from firsthand.domain.book.values import Clause, Straddle
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.proving.answers import review_of, straddle_of
from firsthand.domain.sentences import Sentence, say
from firsthand.workbench.comparing.values import AnswerWords


def context_of(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """What must be given along, by every clause that asks for some."""
    found: dict[str, None] = {}
    for clause in clauses:
        if isinstance(clause.effect, ContextEffect):
            found.update(dict.fromkeys(clause.effect.items))
    return tuple(found)


def context_said(items: Sequence[str]) -> AnswerWords:
    """The items in words."""
    return AnswerWords(said=(ContextEffect(items=tuple(items)).sentence if items else say("Nothing to give along"),))


def both_said(
    matter: Matter, before: tuple[Clause | None, Edition], after: tuple[Clause | None, Edition]
) -> tuple[AnswerWords, AnswerWords]:
    """The two answers. What a clause does is always said; of what follows, only that in which they differ."""
    old, new = (_parts(clause, edition.zone) for clause, edition in (before, after))
    return _answer(matter, old, new), _answer(matter, new, old)


def _answer(matter: Matter, mine: Sequence[Sentence], theirs: Sequence[Sentence]) -> AnswerWords:
    if not mine:
        return AnswerWords(said=(say("No policy about {matter}", matter=matter.said),))
    return AnswerWords(said=tuple(part for place, part in enumerate(mine) if not place or part not in theirs))


def _parts(clause: Clause | None, zone: str) -> list[Sentence]:
    """What the clause does and, of a promise, how binding it is and whether a customer may be told; then what becomes
    of open clocks, and of a deviation when it is looked at again."""
    if clause is None:
        return []
    commitment = commitment_sentence(clause) if clause.effect.is_promise else None
    found = [*clause.effect.sentence.parts, *(commitment.parts if commitment else ())]
    straddle = straddle_of(clause)
    if straddle is not None:
        found.append(_OPEN_CLOCKS[straddle])
    if (review := review_of(clause)) is not None:
        day = review.astimezone(zone_named(zone)).date().isoformat()
        found.append(say(" To be looked at again on {day}.", day=day))
    return found


_OPEN_CLOCKS = {
    Straddle.at_creation: say(" Open clocks keep the terms of their receipt."),
    Straddle.at_evaluation: say(" Open clocks go by what holds when somebody looks."),
    Straddle.customer_favourable: say(" Open clocks go by what is due first."),
    Straddle.restart_at_effective: say(" Open clocks count anew from a change."),
}
