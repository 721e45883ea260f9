"""Which notices the book says must be told, and whether at once."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.book import PolicyError
from firsthand.domain.notices import NoticeKind
from firsthand.domain.ownership import NoticeRule, notice_rule
from firsthand.domain.sentences import PLAIN
from firsthand.services.book.files import book_from_texts
from tests.three_clocks import BOOK

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
TOLD = """escalation:
  - clause: tasks-at-once
    source: [practice 2.5]
    text: A task is told at once, and whoever does not want that turns it off.
    told: {notices: [task_given, mentioned], at_once: true, must: false}
  - clause: warnings-wait
    source: [practice 2.5]
    text: That something is due soon waits for the reader's hours.
    told: {notices: clock_warned}
"""


def rule(kind: NoticeKind, *, of: str = TOLD) -> NoticeRule:
    """The rule of the small book with these clauses."""
    book = book_from_texts([("2026-01-01-base.yaml", BOOK.replace("escalation:\n", of, 1))])
    return notice_rule(book.edition(), kind, AT)


def test_a_clause_says_whether_it_must_be_told_and_whether_at_once() -> None:
    assert rule(NoticeKind.task_given) == NoticeRule(must=False, at_once=True, clause="tasks-at-once")
    assert rule(NoticeKind.clock_warned) == NoticeRule(must=True, at_once=False, clause="warnings-wait")


def test_where_no_clause_speaks_what_is_late_comes_at_once_and_cannot_be_turned_off() -> None:
    assert rule(NoticeKind.clock_breached) == NoticeRule(must=True, at_once=True)
    assert rule(NoticeKind.proposal) == NoticeRule(must=False, at_once=False)


def test_a_kind_that_nobody_declared_is_refused() -> None:
    with pytest.raises(PolicyError, match="notices"):
        rule(NoticeKind.proposal, of=TOLD.replace("task_given", "gossip"))


def test_it_is_told_in_a_sentence() -> None:
    book = book_from_texts([("2026-01-01-base.yaml", BOOK.replace("escalation:\n", TOLD, 1))])
    said = {one.id: PLAIN.sentence(one.effect.sentence) for one in book.edition().clauses}
    assert said["warnings-wait"] == (
        "Nobody turns word of this off; it comes in the reader's hours: a promise that is due soon."
    )
