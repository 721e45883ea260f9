"""How word of a kind comes to teammates, by the book."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.told import ToldEffect
from firsthand.domain.notices import NoticeKind

_AT_ONCE = frozenset({NoticeKind.clock_warned, NoticeKind.clock_breached, NoticeKind.reply_not_delivered})
_MUST = _AT_ONCE | {NoticeKind.let_themselves_in}


@dataclass(frozen=True, kw_only=True)
class NoticeRule:
    """Whether word of a kind must be told, and whether at once; `clause` says so, None where no clause does."""

    must: bool
    at_once: bool
    clause: str | None = None


def notice_rule(edition: Edition, kind: NoticeKind, at: datetime) -> NoticeRule:
    """The rule for a kind of notice. Where no clause speaks, what is late, due soon or did not arrive is told at once
    and cannot be turned off; an owner who let themselves in is told of too."""
    found = [
        clause
        for clause in edition.clauses
        if isinstance(clause.effect, ToldEffect) and kind in clause.effect.notices and clause.in_force_at(at)
    ]
    for clause in settled(found)[:1]:
        if isinstance(clause.effect, ToldEffect):
            return NoticeRule(must=clause.effect.must, at_once=clause.effect.at_once, clause=clause.id)
    return NoticeRule(must=kind in _MUST, at_once=kind in _AT_ONCE)
