"""Reads a text that will be sent again and again for wording that the book warns of, whatever its variables become."""

from collections.abc import Iterable
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.conversation.variables import VARIABLES, filled
from firsthand.domain.names import Role
from firsthand.domain.ownership.wording import WordingFinding, check_wording


def check_saved_wording(edition: Edition, text: str, roles: Iterable[Role], at: datetime) -> WordingFinding | None:
    """The first phrase that a clause in force warns one of these roles of: in the text with what stands in for its
    variables, and with each of them filled by nothing but a name, so that no phrase hides around one."""
    named = filled(text, dict.fromkeys(VARIABLES, "\u2026"))
    for shown in (filled(text, {}), named):
        for role in roles:
            if found := check_wording(edition, shown, role, at):
                return found[0]
    return None
