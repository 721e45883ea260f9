"""The receipt of a book: what is refused in its file, and what the check finds in it."""

import pytest

from firsthand.domain.book import PolicyError
from firsthand.domain.proving.checking import check
from tests.domain.proving.books import NOW, book_of, clause, clock


def receipt(**more: object) -> dict[str, object]:
    """The clause of a receipt in English."""
    return clause("told", receipt={"wording": {"en": "We have #{number}. We answer soon."}, **more})


def codes(*clauses: dict[str, object]) -> set[str]:
    """What the check finds in a book of these clauses about wording."""
    owner = [clause("all", owner="support")]
    book = book_of(ownership=owner, service_levels=[clock("S18")], promise_wording=list(clauses))
    return {finding.code.value for finding in check(book.edition(), as_of=NOW)}


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        ("We have it.", "wording"),
        ({}, "wording"),
        ({"english": "We have it."}, "wording.english"),
        ({"en": "We have it, {first_name}."}, "wording.en"),
        ({"en": "We have it, {writer}."}, "wording.en"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wording: object, field: str) -> None:
    with pytest.raises(PolicyError) as refused:
        book_of(promise_wording=[clause("told", receipt={"wording": wording})])
    assert refused.value.field.endswith(f"receipt.{field}")


def test_a_receipt_that_promises_more_than_the_clock_is_found() -> None:
    assert "undercuts_a_clock" in codes(receipt(promises={"clock": "first_response", "within": "2 hours elapsed"}))
    assert "undercuts_a_clock" not in codes(receipt())


def test_a_receipt_with_a_phrase_to_avoid_is_found() -> None:
    avoid = clause("S44", avoid={"phrases": "soon", "advice": "Say when."})
    assert "approved_and_banned" in codes(receipt(), avoid)


def test_two_receipts_for_one_request_overlap() -> None:
    assert "overlap" in codes(receipt(), {**receipt(), "clause": "told-too", "text": "Another."})
