"""What an edition answers about a matter, in the words of the clause that decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import commitment_sentence
from firsthand.domain.book.values import Clause
from firsthand.domain.sentences import PLAIN, Sentence


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
    return _text([ContextEffect(items=tuple(items)).sentence]) if items else "Nothing to give along"


def both_in_words(matter: Matter, before: Clause | None, after: Clause | None) -> Words:
    """The two answers in words. What a clause does is always said; of what follows, only that in which they differ."""
    if before is None or after is None:
        return Words(before=_words(matter, before), after=_words(matter, after))
    old, new = _parts(before), _parts(after)
    return Words(
        before=_text([part for place, part in enumerate(old) if not place or part not in new]),
        after=_text([part for place, part in enumerate(new) if not place or part not in old]),
    )


def _words(matter: Matter, clause: Clause | None) -> str:
    return _text(clause.effect.sentence.parts) if clause is not None else f"No policy about {matter.about}"


def _parts(clause: Clause) -> list[Sentence]:
    """What the clause does and, of a promise, how binding it is and whether a customer may be told."""
    commitment = commitment_sentence(clause) if clause.effect.is_promise else None
    return [*clause.effect.sentence.parts, *(commitment.parts if commitment else ())]


def _text(parts: Sequence[Sentence]) -> str:
    return " ".join(PLAIN.sentence(part).strip() for part in parts).removesuffix(".")
