"""What a word is, what is looked for, and where it is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.search import LONGEST_WORD, excerpt, pieces, wanted_in, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Login loops!", ["login", "loops"]),
        ("ana@acme.example", ["ana", "acme", "example"]),
        ("ERR_42", ["err", "42"]),
        ("Straße Ærø Łódź", ["strasse", "aero", "lodz"]),
        ("İstanbul Ёлка", ["istanbul", "елка"]),
        ("登录failed", ["登", "录", "failed"]),
        ("ｶﾞ ガ", ["ガ", "ガ"]),
        ("x" * 100, ["x" * LONGEST_WORD]),
        ("it's 🔥", ["it", "s", "🔥"]),
    ],
)
def test_words_are_what_a_reader_would_type(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_only_quotation_marks_mean_something() -> None:
    wanted = wanted_in('“login loops” -NOT a*b "')
    assert [(term.words, term.quoted) for term in wanted.terms] == [
        (("login", "loops"), True),
        (("not",), False),
        (("a", "b"), False),
    ]


def test_a_number_alone_names_a_ticket() -> None:
    assert (wanted_in("#12").number, wanted_in("12").number, wanted_in("12 x").number) == (12, 12, None)
    assert wanted_in("9" * 18).number is None


@given(st.text(), st.text())
def test_whatever_is_typed_the_pieces_make_up_the_text(text: str, typed: str) -> None:
    wanted = wanted_in(typed)
    assert "".join(piece.text for piece in pieces(text, wanted)) == text
    excerpt(text, wanted)


@given(st.text())
def test_words_are_words_of_themselves_and_safe_to_quote(text: str) -> None:
    words = words_in(text)
    assert words_in(" ".join(words)) == words
    assert all(not set(word) & set("'\"\\ \0") for word in words)


def marked(text: str, typed: str) -> str:
    """The text with what is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces(text, wanted_in(typed)))


def test_words_are_marked_whole_in_the_text_as_it_is_written() -> None:
    assert marked("Die Rechnungsnummer fehlt", "rechnung") == "Die [Rechnungsnummer] fehlt"
    assert marked("Straße, DÉCONNEXION", "strasse deconnexion") == "[Straße], [DÉCONNEXION]"
    assert marked("登录后页面", "页面") == "登录后[页面]"
    assert marked("loops at login; login loops", '"login loops"') == "loops at login; [login loops]"


def test_a_line_shows_the_first_of_the_words() -> None:
    assert excerpt("a " * 100 + "the session cookie is gone " + "b " * 100, wanted_in("cookie")).startswith("… a a")
    assert excerpt("nothing", wanted_in("cookie")) == ""
