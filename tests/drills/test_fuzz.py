"""The drill of hostile input, small: every reader answers or refuses in its own words."""

import pytest

from drills.fuzz.readers import READERS, Reader


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.name)
def test_what_was_once_good_is_answered_or_refused_in_words(reader: Reader) -> None:
    assert 0 < reader.fuzz(examples=60, seed=7) < 60
