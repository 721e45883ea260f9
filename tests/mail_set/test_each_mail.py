"""Every mail of the labelled set is read as its labels say, but for those that it says are still read otherwise."""

from pathlib import Path

import pytest

from tests.mail_reference import PAGE, page
from tests.mail_set.labelled import LabelledMail, mails

ALL = tuple(mails())


@pytest.mark.parametrize("mail", ALL, ids=lambda one: f"{one.half}: {one.kind}: {one.name}")
def test_it_is_read_as_it_is_labelled(mail: LabelledMail) -> None:
    assert {label: read for label, read in mail.wrong().items() if label not in mail.still} == {}
    assert mail.still <= set(mail.wrong()), "it is read rightly now: take it from `still`"


def test_no_two_mails_of_a_kind_have_one_name() -> None:
    names = [(mail.half, mail.kind, mail.name) for mail in ALL]
    assert len(set(names)) == len(names)


def test_the_page_with_the_figures_is_as_the_set_says(repository: Path) -> None:
    assert (repository / "docs" / "reference" / PAGE.name).read_text(encoding="utf-8") == page()
