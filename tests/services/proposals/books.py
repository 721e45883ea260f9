"""The small book of the tests with a clause that says by when a proposal is answered."""

from firsthand.domain.kept_sentences import words_of
from firsthand.domain.sentences import PLAIN
from firsthand.models.events import Event
from firsthand.services.amending.actions import publish
from tests.three_clocks import BEFORE, BOOK

ANSWER = """  - clause: answers
    source: [S6]
    text: Whoever owns a field answers a proposal within four hours.
    clock: {kind: answer, budget: 4 hours elapsed, calendar: always, warn_at: 3/4}
    class: internal_target
    precedence: internal
"""
ESCALATED = """  - clause: tell-vp
    source: [S6]
    text: The VP of customer engineering hears of an answer that is an hour late.
    when: {clock: answer}
    escalates: {at: breach, after: 1 hours elapsed, tell: vp_customer_engineering}
"""


def book_with_answers(clause: str = ANSWER, escalation: str = ESCALATED) -> str:
    """The book's text with this clause among its service levels."""
    return BOOK.replace("escalation:\n  - clause", f"{clause}escalation:\n{escalation}  - clause", 1)


def publish_answers(clause: str = ANSWER) -> None:
    """Make it the desk's book."""
    publish(texts=[("2026-01-01-base.yaml", book_with_answers(clause))], at=BEFORE, by=None)


def in_english(event: Event) -> dict[str, str]:
    """What an event keeps in words, in plain English."""
    return {key: PLAIN.value(words_of(words)) for key, words in (event.words or {}).items()}
