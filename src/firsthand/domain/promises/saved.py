"""Reads a text that will be sent again and again as the guard reads a typed one, whatever its variables are (S46)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.conversation.variables import VARIABLES, filled
from firsthand.domain.names import Role
from firsthand.domain.promises.findings import FindingKind
from firsthand.domain.promises.guard import guarded
from firsthand.domain.promises.of_book import setting_of


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A phrase that a clause warns of, and what the clause advises; nothing for a time that may not be told."""

    clause: str
    phrase: str
    advice: str = ""


_WARNED = frozenset((FindingKind.WORDING, FindingKind.INTERNAL_CLOCK))


def check_saved_wording(edition: Edition, text: str, roles: Iterable[Role], at: datetime) -> Warned | None:
    """The first phrase that a clause in force warns one of these roles of, and its advice: in the text with
    what stands in for its variables, and with each of them filled by nothing but a name, so that no phrase hides
    around one. What depends on a ticket is asked when it is sent."""
    named = filled(text, dict.fromkeys(VARIABLES, "\u2026"))
    for shown in (filled(text, {}), named):
        for role in roles:
            for one in guarded(shown, setting_of(edition, at=at, role=role)):
                if one.kind in _WARNED:
                    begin, end = one.place or one.span
                    return Warned(clause=one.clause, phrase=shown[begin:end], advice=one.advice)
    return None
