"""The kinds of clock that the desk runs: one row a kind, registered by its room.

A kind of the grammar that has no row here is not run: the book may say it, the desk says that nothing comes of it.
"""

from firsthand.domain.clocks.rules import (
    answers,
    coaching,
    consequences,
    follow_ups,
    handoffs,
    help,
    resolutions,
    responses,
    reviews,
    updates,
)
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy

RULES: dict[str, ClockRule] = {
    rule.kind: rule
    for rule in (
        responses.FIRST_RESPONSE,
        responses.NEXT_RESPONSE,
        updates.UPDATE,
        resolutions.RESOLUTION,
        reviews.REVIEW,
        answers.ANSWER,
        consequences.CONSEQUENCE,
        follow_ups.FOLLOW_UP,
        handoffs.HANDOFF,
        help.HELP,
        coaching.COACHING,
    )
}

PERSONAL = frozenset(rule.kind for rule in RULES.values() if rule.owed_by is OwedBy.person)
"""What somebody promised to themselves: it holds nothing, and neither a ticket, a customer nor the book counts it."""

BOOK_RULES = {kind: rule for kind, rule in RULES.items() if rule.kind not in PERSONAL and not rule.own_effect}
"""The kinds of clock that a clause may give its terms."""

__all__ = ["BOOK_RULES", "PERSONAL", "RULES", "ClockRule", "OwedBy"]
