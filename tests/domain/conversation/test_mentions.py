"""Whom a note names, and whom it does not."""

import pytest

from firsthand.domain.conversation.mentions import Mentions, Nameable, mentions

MIRA = Nameable(id=1, name="Mira Lindqvist", mail="mira@lighthouse.example")
NOOR = Nameable(id=2, name="Noor Haddad", mail="noor.haddad@lighthouse.example")
OTHER = Nameable(id=3, name="Noor Aziz", mail="aziz@lighthouse.example")
ZOE = Nameable(id=4, name="Zoë")
TEAM = (MIRA, NOOR, OTHER, ZOE)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Mira can you look?", (1,)),
        ("ask @mira.", (1,)),
        ("(@MIRA) and @mira again", (1,)),
        ("@Noor Haddad knows", (2,)),
        ("@noor.haddad, @Noor\n Aziz", (2, 3)),
        ("@zoë's idea", (4,)),
        ("@aziz\n@mira", (3, 1)),
    ],
)
def test_who_is_named(text: str, people: tuple[int, ...]) -> None:
    assert mentions(text, TEAM) == Mentions(people=people)


@pytest.mark.parametrize(
    "text",
    [
        "mira, not named",
        "write to ana@mira.example or mira@lighthouse.example",
        "`@mira` in code",
        "```java\n@Mira\nclass X {}\n```",
        "```\n@mira",
        "https://social.example/@mira",
        "@ mira",
        "a @ b",
        "",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert mentions(text, TEAM) == Mentions()


def test_a_name_of_two_people_and_one_of_nobody_are_said() -> None:
    assert mentions("@Noor or @Nora?", TEAM) == Mentions(unclear=("Noor",), unknown=("Nora",))


def test_a_long_hostile_text_is_read_in_no_time() -> None:
    assert mentions("@" * 200_000, TEAM) == Mentions()
    assert len(mentions("@x " * 60_000, TEAM).unknown) == 1
    assert mentions("`" * 100_000, TEAM) == Mentions()
