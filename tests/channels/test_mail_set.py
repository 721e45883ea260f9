"""The labelled set of mails is written as its README says, and the page of its figures is what is read."""

from pathlib import Path

import pytest

from tests.mail_reference import main
from tests.mail_set.reading import MailSetError, labelled_mails


def test_the_page_is_what_is_read() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize(
    "mail",
    [
        "{name: a}",
        "{labels: {author: a@b.example}}",
        "{name: a, labels: {mood: good}}",
        "{name: a, txt: b, labels: {text: b}}",
    ],
)
def test_a_mail_that_is_written_wrongly_is_refused(tmp_path: Path, mail: str) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "people.yaml").write_text(f"- {mail}\n", encoding="utf-8")
    with pytest.raises(MailSetError):
        labelled_mails(tmp_path)
