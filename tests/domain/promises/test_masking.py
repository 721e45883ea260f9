"""What is somebody else's word, or nobody's, is masked at the same length."""

import pytest

from firsthand.domain.promises.masking import masked
from firsthand.domain.promises.values import Act
from tests.domain.promises.desk import acts

OTHERS = (
    ("> I will send it tomorrow", "a quoted line"),
    ("On Mon, 23 Nov 2026 at 10:12, Ana wrote:\n> please fix this by Friday", "a reply and its introduction"),
    ("Am 23.11.2026 um 10:12 schrieb Ana Kurz:\n> bitte bis Freitag", "the same in German"),
    ("-----Original Message-----\nSent: Monday, 23 November 2026 10:12", "the header of Outlook"),
    ("You wrote “I need it by Friday”, noted", "a paired quotation"),
    ("Sie schrieben „bis Freitag wäre gut“, verstanden", "the same in German"),
    ("```\nwe will restart tomorrow\n```", "a fenced block"),
    ("Run `sleep until friday` once", "code in a line"),
    ("    we will restart tomorrow", "code by its indent"),
    ("2026-11-23 10:12:33 INFO worker will stop in 5 minutes", "a line of a log"),
    ("ERROR job will be retried in 5 minutes", "a line of a log without a date"),
    ("https://acme.example/reports/by-friday/2026-12-03", "an address"),
    ("write to today@acme.example", "a mail address"),
    ("see /var/log/2026/12/03/app.log", "a path"),
    ("this is in 5.12.3 and v3.2", "a version"),
    ("see DESK-2026 and #1203", "an id"),
    ("-- \nMira, we will answer within 2 hours", "the signature (Zammad #5385)"),
)


@pytest.mark.parametrize(("text", "what"), OTHERS, ids=[what for _, what in OTHERS])
def test_words_of_others_are_no_promise(text: str, what: str) -> None:
    assert [act for act in acts(text) if act.act is not Act.REPORT or act.time] == [], what
    assert len(masked(text)) == len(text)


def test_a_word_that_mira_types_below_a_quotation_counts() -> None:
    text = "> when do I get it?\nI will send it tomorrow.\n> thanks"
    (found,) = acts(text)
    assert text[slice(*found.span)] == "I will send it tomorrow."


def test_dates_and_apostrophes_are_the_writers_own() -> None:
    assert "03.12.2026" in masked("bis 03.12.2026")
    assert masked("We'll do it, it's Ana's") == "We'll do it, it's Ana's"
    assert masked("between 5 and 6 o'clock we're 'in the office'").startswith("between 5 and 6 o'clock we're ")
