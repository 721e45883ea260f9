"""A draft that loads says what it answers otherwise, beside the book that it changes."""

from firsthand.services.drafts.review import review
from firsthand.workbench.drafts.trying import answered_otherwise
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.drafts.test_any_text import TEXT


def test_what_a_draft_answers_otherwise_names_its_requests_and_its_clause(lighthouse: Lighthouse) -> None:
    found = review(TEXT, at=NOW, prove=False)
    assert found.proposal is not None
    changes = answered_otherwise(found.proposal)
    assert all(one.parts for one in changes)
    assert any("N1" in one.clauses[1] for one in changes)
