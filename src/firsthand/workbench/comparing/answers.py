"""What an edition answers about a matter, in the words of the clause that decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import commitment_sentence, teller_of
from firsthand.domain.book.values import Clause
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import PLAIN, Sentence, Teller


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


def both_in_words(
    matter: Matter, before: tuple[Clause | None, Organisation], after: tuple[Clause | None, Organisation]
) -> Words:
    """The two answers in words, each with the names of its own book. What a clause does is always said; of what
    follows, only that in which they differ."""
    old, new = (_parts(clause) for clause, _ in (before, after))
    return Words(
        before=_words(matter, [part for place, part in enumerate(old) if not place or part not in new], before[1]),
        after=_words(matter, [part for place, part in enumerate(new) if not place or part not in old], after[1]),
    )


def _parts(clause: Clause | None) -> list[Sentence]:
    """What the clause does and, of a promise, how binding it is and whether a customer may be told."""
    if clause is None:
        return []
    commitment = commitment_sentence(clause) if clause.effect.is_promise else None
    return [*clause.effect.sentence.parts, *(commitment.parts if commitment else ())]


def _words(matter: Matter, parts: Sequence[Sentence], company: Organisation) -> str:
    return _text(parts, teller_of(company)) if parts else f"No policy about {teller_of(company).phrase(matter.said)}"


def _text(parts: Sequence[Sentence], teller: Teller) -> str:
    return " ".join(teller.sentence(part).strip() for part in parts).removesuffix(".")
