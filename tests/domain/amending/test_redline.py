"""Two texts as one, as an editor marks what changed."""

from firsthand.domain.amending.redline import Mark, redline


def words(old: str, new: str) -> str:
    return "".join(
        {"same": "{}", "gone": "[-{}-]", "come": "[+{}+]"}[one.mark].format(one.text) for one in redline(old, new)
    )


def test_words_that_went_are_struck_and_words_that_came_stand_beside_them() -> None:
    assert (
        words("within 24 hours on weekdays", "within 1 hour on weekdays") == "within [-24 hours-][+1 hour+] on weekdays"
    )


def test_either_text_can_be_read_from_the_marks() -> None:
    old, new = "Support answers within a working day.", "Support always answers within the hour, at night too."
    pieces = redline(old, new)
    assert "".join(one.text for one in pieces if one.mark is not Mark.come) == old
    assert "".join(one.text for one in pieces if one.mark is not Mark.gone) == new


def test_texts_with_nothing_in_common_are_not_woven_into_each_other() -> None:
    assert words("Owner: support.", "No clock, by policy.") == "[-Owner: support.-][+No clock, by policy.+]"
