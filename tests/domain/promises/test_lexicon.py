"""The lexicon: every row is found by its example, and no word stands in two rows of an alphabet."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.promises.lexicon import english, english_times, german, german_times
from firsthand.domain.promises.lexicon.lookup import Seen, classed, language_named
from firsthand.domain.promises.lexicon.rows import ACT_CLASSES, TIME_CLASSES, Row, expanded
from firsthand.domain.promises.lexicon.words import words_of
from firsthand.domain.promises.patterns import PATTERNS, Pattern

ALPHABETS = (
    ("en", "times", english_times.ROWS, english.ENDINGS),
    ("en", "acts", english.ROWS, english.ENDINGS),
    ("de", "times", german_times.ROWS, german.ENDINGS),
    ("de", "acts", german.ROWS, german.ENDINGS),
)
ROWS = [(language, kind, row) for language, kind, rows, _ in ALPHABETS for row in rows]


@pytest.mark.parametrize(("language", "kind", "row"), ROWS, ids=[f"{one[0]} {one[2].name}" for one in ROWS])
def test_the_example_of_a_row_finds_it(language: str, kind: str, row: Row) -> None:
    seen = Seen(language_named(language))
    words = words_of(row.example.lower())
    found = classed(words, seen.times if kind == "times" else seen.acts)
    assert row.name in found.rows


@pytest.mark.parametrize(("rows", "endings"), [(rows, endings) for _, _, rows, endings in ALPHABETS])
def test_a_word_stands_in_one_row(rows: Sequence[Row], endings: Sequence[str]) -> None:
    words = Counter(tuple(words_of(form)) for row in rows for form in {*row.words} if not form.endswith("*"))
    assert [word for word, count in words.items() if count > 1] == []
    assert all(expanded(row.words, endings) for row in rows)


def test_every_class_is_described() -> None:
    for _, kind, rows, _ in ALPHABETS:
        known = TIME_CLASSES if kind == "times" else ACT_CLASSES
        assert {row.classes.strip() for row in rows} <= set(known)


LETTERS = "".join(ACT_CLASSES) + "012349"


@given(st.text(alphabet=LETTERS, max_size=30))
def test_a_pattern_needs_one_of_its_keys(letters: str) -> None:
    for pattern in (*PATTERNS["en"], *PATTERNS["de"]):
        if pattern.letters.search(letters):
            assert not pattern.keys.isdisjoint(letters), pattern.name


def test_patterns_have_names_of_their_own() -> None:
    for patterns in PATTERNS.values():
        names = Counter[str](pattern.name for pattern in patterns if isinstance(pattern, Pattern))
        assert [name for name, count in names.items() if count > 1] == []
