"""One text that came by two ways, and two texts."""

import pytest

from firsthand.domain.mail.copies import is_changed_on_the_way

TEXT = "Both: the invoice is wrong.\n\nThe export is down."


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace("\n\n", "\r\n  \r\n"),
        f"{TEXT}\n\n______________________________\nbilling mailing list",
        f"{TEXT}\n-- \nbilling mailing list",
        f"[EXTERNAL] Do not open links.\n\n{TEXT}",
        f"CAUTION: from outside.\n{TEXT}\n----------\nlist",
    ],
)
def test_a_footer_or_banner_makes_no_other_text(other: str) -> None:
    assert is_changed_on_the_way(TEXT, other)
    assert is_changed_on_the_way(other, TEXT)


@pytest.mark.parametrize(
    "other", ["", "The export is down.", f"{TEXT}\nAnd now production too.", f"I forgot to say:\n{TEXT}", "Thanks!"]
)
def test_words_of_the_writer_make_another(other: str) -> None:
    assert not is_changed_on_the_way(TEXT, other)
