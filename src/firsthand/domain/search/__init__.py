"""What can be found by which words: one rule for what is kept in the index and for what is asked of it."""

from firsthand.domain.search.marking import Piece, excerpt, pieces
from firsthand.domain.search.wanted import LONGEST_TERM, Term, Wanted, wanted_in
from firsthand.domain.search.words import LONGEST_WORD, parts_of, words_in

__all__ = [
    "LONGEST_TERM",
    "LONGEST_WORD",
    "Piece",
    "Term",
    "Wanted",
    "excerpt",
    "parts_of",
    "pieces",
    "wanted_in",
    "words_in",
]
