"""Only a person's substantive reply stops a first-response clock."""

import pytest

from firsthand.domain.sentences import PLAIN
from firsthand.domain.tickets import judge_reply

FINDING = """Hi Ana,

I reproduced the reindex loop on 3.29 with your config: the gitserver disk fills up and the job restarts.
Next I will raise the disk limit on the test instance and tell you the outcome before noon.

Mira"""


@pytest.mark.clause("A17")
def test_a_reply_with_findings_and_a_next_step_counts_when_mira_marks_it() -> None:
    judgement = judge_reply(FINDING, marked_substantive=True)
    assert judgement.counts
    assert judgement.reasons == ()


@pytest.mark.clause("A17")
def test_the_same_reply_does_not_count_until_a_person_marks_it() -> None:
    judgement = judge_reply(FINDING, marked_substantive=False)
    assert not judgement.counts
    assert "marked" in PLAIN.phrase(judgement.reasons[0])


@pytest.mark.clause("A17")
@pytest.mark.parametrize(
    "text",
    [
        "We are on it!",
        "We're on it.",
        "we\u2019re on it",
        "Hi Ana,\n\nLooking into it.\n\nMira",
        "Hello Ana, thanks for reaching out! We are looking into this now.\n\nBest regards,\nMira",
        "Thanks for your message. We will get back to you as soon as possible.\n-- \nMira Patel",
        "I'll help you with this.",
        "Noted.",
        "   \n",
        "",
        "Hi Ana,",
    ],
)
def test_an_empty_promise_does_not_count_even_when_marked(text: str) -> None:
    judgement = judge_reply(text, marked_substantive=True)
    assert not judgement.counts
    assert judgement.reasons


@pytest.mark.parametrize(
    "text",
    [
        "We are on it: the indexer restarts every hour because its disk is full.",
        "Looking into it. The log says the token expired; please send us the output of `src doctor`.",
        "Restart the frontend.",
    ],
)
def test_a_promise_with_a_finding_beside_it_counts(text: str) -> None:
    assert judge_reply(text, marked_substantive=True).counts


def test_a_very_long_reply_is_judged_without_reading_it_all() -> None:
    assert judge_reply("a" * 2_000_000, marked_substantive=True).counts
    assert judge_reply("we are on it. " * 1_000, marked_substantive=True).counts is False
