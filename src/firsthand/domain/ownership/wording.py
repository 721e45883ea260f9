"""Reads a text that is about to go to a customer for wording that the book warns of (S44–S46)."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.conditions import phrases_pattern, plain_text
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.avoid import WordingEffect
from firsthand.domain.names import Role


@dataclass(frozen=True, kw_only=True)
class WordingFinding:
    """A phrase at `text[start:end]` that a clause warns of, and what the clause advises."""

    clause: str
    phrase: str
    start: int
    end: int
    advice: str


def check_wording(edition: Edition, text: str, by_role: Role, at: datetime) -> tuple[WordingFinding, ...]:
    """Every phrase in the text that a clause in force warns this role of, in the order of the text."""
    plain = plain_text(text)
    findings = []
    for clause in edition.clauses:
        effect = clause.effect
        if not isinstance(effect, WordingEffect) or not clause.in_force_at(at):
            continue
        if effect.by and by_role not in effect.by:
            continue
        for hit in phrases_pattern(frozenset(effect.phrases)).finditer(plain):
            start, end = hit.span()
            findings.append(
                WordingFinding(clause=clause.id, phrase=text[start:end], start=start, end=end, advice=effect.advice)
            )
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.clause)))
