"""A person is taken out of a text, and nobody else is."""

import pytest

from firsthand.domain.people.erasing import Identity, erased_words

ANA = Identity(
    names=("Ana Costa", "A. Costa"),
    addresses=("ana@acme.example",),
    pseudonym="Erased contact 7",
    address="erased-7@erased.invalid",
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ana Costa <ana@acme.example>", "Erased contact 7 <erased-7@erased.invalid>"),
        ("Annie <ANA@Acme.example>", "Erased contact 7 <erased-7@erased.invalid>"),
        ("write to ana@acme.example.", "write to erased-7@erased.invalid."),
        ("as ana  costa said", "as ana  costa said".replace("ana  costa", "Erased contact 7")),
        ("A. Costa called", "Erased contact 7 called"),
        ("banana@acme.example and ana@acme.example.org", "banana@acme.example and ana@acme.example.org"),
        ("Mariana Costas", "Mariana Costas"),
        ("Ana is in Costa Rica", "Ana is in Costa Rica"),
    ],
)
def test_the_address_and_the_full_names_go(text: str, left: str) -> None:
    assert ANA.out_of(text) == left


def test_in_prose_the_single_parts_go_as_well_where_they_are_words() -> None:
    assert ANA.out_of_prose("Hi Ana, Mariana wrote.") == "Hi Erased contact 7, Mariana wrote."
    assert ANA.out_of_prose("Dear Ms Costa: ana@acme.example") == "Dear Ms Erased contact 7: erased-7@erased.invalid"


def test_every_text_in_a_value_is_looked_at_and_the_rest_is_kept() -> None:
    before = {"from": "Ana Costa <ana@acme.example>", "told": ["Ana Costa", "Mira"], "message": 3, "counts": True}
    assert ANA.out_of_value(before) == {
        "from": "Erased contact 7 <erased-7@erased.invalid>",
        "told": ["Erased contact 7", "Mira"],
        "message": 3,
        "counts": True,
    }


def test_somebody_without_a_name_is_known_by_the_address_alone() -> None:
    nameless = Identity(
        names=(), addresses=("x@acme.example",), pseudonym="Erased contact 8", address="erased-8@erased.invalid"
    )
    assert nameless.out_of_prose("Hello x@acme.example") == "Hello erased-8@erased.invalid"
    assert nameless.is_named_in("from X@ACME.example")
    assert not nameless.is_named_in("from max@acme.example")


def test_of_an_events_words_prose_goes_or_is_cleaned_and_an_address_is_replaced() -> None:
    words = {"from": "Ana Costa <ana@acme.example>", "notes": "Ana, by her address ana@acme.example"}
    sender = "Erased contact 7 <erased-7@erased.invalid>"
    clean = "by her address erased-7@erased.invalid"
    for theirs, here, left in (
        (True, True, {"from": sender}),
        (False, True, {"from": sender, "notes": f"Erased contact 7, {clean}"}),
        (False, False, {"from": sender, "notes": f"Ana, {clean}"}),
    ):
        assert erased_words("received", words, ANA, theirs=theirs, on_their_ticket=here) == left


def test_each_address_of_several_is_looked_at() -> None:
    words = {"recipients": ["ana@acme.example", "cleo@acme.example"]}
    left = erased_words("mail_failed", words, ANA, theirs=False, on_their_ticket=True)
    assert left == {"recipients": ["erased-7@erased.invalid", "cleo@acme.example"]}
