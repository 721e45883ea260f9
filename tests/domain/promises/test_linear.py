"""Nothing that is typed or pasted makes the guard slow (chrono #382 and #399 hung on spaces between date words)."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.promises import guarded
from firsthand.domain.promises.lexicon.lookup import language_named
from tests.domain.promises.desk import setting

LONGEST = 20_000
# The bar is 20 ms (bin/bench guard measures it); a machine that runs other tests beside is given fifteen times that.
AT_MOST_S = 0.3
_TOKENS = {
    name: sorted(
        {*language.times, *language.acts}
        | {
            " ".join((first, *rest))
            for alphabet in (language.times, language.acts)
            for first, seconds in alphabet.phrases.items()
            for found in seconds.values()
            for rest, _ in found
        }
        | {
            *".,!?;:-–()>\"'`/\\@#0123456789\n\t ",
            "12:30",
            "3.12.",
            "1.2.3.4",
            "http://",
            "-- ",
            "ä",
            "😀",
            "a" * 50,
            "\u2014",
        }
    )
    for name, language in (("en", language_named("en")), ("de", language_named("de")))
}


def seconds_of(text: str, language: str) -> float:
    where = setting(now=datetime(2026, 11, 27, tzinfo=UTC), language=language, role="sales")
    begin = time.process_time()
    guarded(text, where)
    return time.process_time() - begin


@pytest.mark.parametrize("language", ["en", "de"])
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_any_two_tokens_up_to_20_kb(language: str, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(_TOKENS[language])) for _ in range(2))
    between = data.draw(st.sampled_from(["", " ", ". ", ", ", "\n", "      "]))
    unit = one + between + other + between or "."
    text = (unit * (LONGEST // len(unit) + 1))[:LONGEST]
    assert min(seconds_of(text, language) for _ in range(2)) < AT_MOST_S


@pytest.mark.parametrize(
    "text",
    [
        " " * LONGEST,
        f"second {' ' * 9_000} fourth {' ' * 9_000} june",
        "(" * LONGEST,
        "9" * LONGEST,
        "a@" * 9_999,
        "“" * LONGEST,
        "`" * LONGEST,
    ],
)
def test_pasted_runs_are_read_at_once(text: str) -> None:
    assert min(seconds_of(text, "en") for _ in range(2)) < AT_MOST_S


def test_twice_the_text_takes_about_twice_the_time() -> None:
    words = "we will send the patch by friday and engineering will look at item {} tomorrow. "
    short, long = ("".join(words.format(number) for number in range(count)) for count in (60, 120))
    assert min(seconds_of(long, "en") for _ in range(5)) < 4 * min(seconds_of(short, "en") for _ in range(5))
