"""Amendments that are folded one after the other add up to what all of them do at once."""

from firsthand import books
from firsthand.domain.book.folding import Folding, fold
from firsthand.services.book.files import read_book


def test_what_was_folded_is_not_folded_again_and_comes_out_the_same() -> None:
    amendments = read_book(books.folder("handbook-2019-2024")).amendments
    assert len(amendments) > 70
    folding = Folding()
    for count, amendment in enumerate(amendments, start=1):
        folding.add(amendment)
        assert folding.folded() == fold(amendments[:count]), amendment.id
