"""What an edition answers about a matter, in the words of the clause that decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import commitment_sentence, teller_of
from firsthand.domain.book.values import Clause, Straddle
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.answers import review_of, straddle_of
from firsthand.domain.sentences import PLAIN, Sentence, Teller, say


@dataclass(frozen=True, kw_only=True)
class Words:
    """Two answers in words; what they have in common is left out where it can be."""

    before: str
    after: str


def context_of(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """What must be given along, by every clause that asks for some."""
    found: dict[str, None] = {}
    for clause in clauses:
        if isinstance(clause.effect, ContextEffect):
            found.update(dict.fromkeys(clause.effect.items))
    return tuple(found)


def context_words(items: Sequence[str]) -> str:
    """The items in words."""
    return _text([ContextEffect(items=tuple(items)).sentence], PLAIN) if items else "Nothing to give along"


def both_in_words(matter: Matter, before: tuple[Clause | None, Edition], after: tuple[Clause | None, Edition]) -> Words:
    """The two answers in words, each with the names of its own book. What a clause does is always said; of what
    follows, only that in which they differ."""
    old, new = (_parts(clause, edition.zone) for clause, edition in (before, after))
    return Words(
        before=_words(
            matter, [part for place, part in enumerate(old) if not place or part not in new], before[1].declared
        ),
        after=_words(
            matter, [part for place, part in enumerate(new) if not place or part not in old], after[1].declared
        ),
    )


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


def _words(matter: Matter, parts: Sequence[Sentence], company: Organisation) -> str:
    return _text(parts, teller_of(company)) if parts else f"No policy about {teller_of(company).phrase(matter.said)}"


def _text(parts: Sequence[Sentence], teller: Teller) -> str:
    return " ".join(teller.sentence(part).strip() for part in parts).removesuffix(".")
