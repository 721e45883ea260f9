"""Whether the book has the customer told that their request came in, and what."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.deciding import Request
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.receipt import ReceiptEffect
from firsthand.domain.conversation.spoken import language_among


@dataclass(frozen=True, kw_only=True)
class ReceiptText:
    """The text of a receipt before its variables are filled, in which language, and the clause that has it."""

    clause: str
    language: str
    text: str


def receipt_text(edition: Edition, request: Request, *, words: str, at: datetime) -> ReceiptText | None:
    """What the book tells whoever sent a request, in the language of their words, else in its first; None where it has
    nothing told."""
    facts = request.cell._asdict()
    found = [
        clause
        for clause in edition.clauses
        if isinstance(clause.effect, ReceiptEffect) and clause.in_force_at(at) and clause.condition.holds(facts)
    ]
    for clause in settled(found)[:1]:
        if isinstance(clause.effect, ReceiptEffect):
            texts = clause.effect.by_language
            language = language_among(words, tuple(texts)) or next(iter(texts))
            return ReceiptText(clause=clause.id, language=language, text=texts[language])
    return None
