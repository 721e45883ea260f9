"""One mail that came by two ways is known again, whatever was put around it; another one is not."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.mail.copies import Sending, has_same_words, is_same_sending

AT = datetime(2026, 11, 26, 16, tzinfo=UTC)
TEXT = "Both: the invoice is wrong\nand the export is down."
FOOTER = "\n\n______________________________\nbilling mailing list\nhttps://lists.example/billing"
WARNING = "CAUTION: This mail came from outside. Open no files that you do not expect.\n\n"


def sending(author: str = "greta@borealis.example", at: datetime | None = AT, subject: str = "Invoice") -> Sending:
    return Sending(author=author, dated_at=at, subject=subject)


@pytest.mark.parametrize(
    "other",
    [
        TEXT + FOOTER,
        WARNING + TEXT,
        WARNING + TEXT + FOOTER,
        "Both: the invoice is wrong and the\nexport is\u00a0down.",
        "> Both: the invoice is wrong\n> and the export is down.",
    ],
)
def test_what_is_put_around_a_text_makes_no_other_text_of_it(other: str) -> None:
    assert has_same_words(TEXT, other)
    assert has_same_words(other, TEXT)


def test_a_copy_with_a_warning_and_one_with_a_footer_are_the_same() -> None:
    long = TEXT + " We saw it first this morning, when the night's run had ended, and again at noon."
    assert has_same_words(WARNING + long, long + FOOTER)


@pytest.mark.parametrize(
    "other",
    ["Both: the invoice is wrong and the import is down.", "", "down. And now something else.", TEXT + " no" * 201],
)
def test_other_words_are_another_text(other: str) -> None:
    assert not has_same_words(TEXT, other)
    assert not has_same_words(other, TEXT)


@pytest.mark.parametrize("subject", ["[EXTERNAL] Invoice", "[billing] Invoice", "***SPAM*** Invoice", "EXT: Invoice"])
def test_a_tag_in_the_subject_makes_no_other_mail_of_it(subject: str) -> None:
    assert is_same_sending(sending(), sending(subject=subject))


@pytest.mark.parametrize(
    "other",
    [sending(author="eve@borealis.example"), sending(at=AT + timedelta(seconds=1)), sending(subject="Outage")],
)
def test_another_author_instant_or_subject_is_another_sending(other: Sending) -> None:
    assert not is_same_sending(sending(), other)


def test_two_without_a_date_are_never_known_to_be_one() -> None:
    assert not is_same_sending(sending(at=None), sending(at=None))
