"""Who wrote and approved an amendment: a text as ever, or a list of people with their roles."""

import pytest

from firsthand.domain.book import PolicyError
from firsthand.domain.book.contributors import Contributor, contributors_sentence, read_contributors
from firsthand.domain.book.entries import Entry
from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN


def read(value: object) -> tuple[Contributor, ...]:
    return read_contributors(Entry(value=value, path="approver"))


def told(value: object) -> str:
    return PLAIN.phrase(contributors_sentence(read(value)))


@pytest.mark.parametrize("text", ["Ines", "Noor and Ada", "Ada Obi (head of support); Mira (owner of the desk)"])
def test_a_text_is_shown_as_it_is_written(text: str) -> None:
    assert told(text) == text


def test_people_are_told_with_the_roles_in_which_they_did_it() -> None:
    ada = {"name": "Ada Obi", "roles": ["head_of_support", "support"]}
    mira = {"name": "Mira", "desk_owner": True}
    assert told([ada, mira, "Bo"]) == "Ada Obi (head of support, support), Mira (owner of the desk) and Bo"
    assert read({"name": "Ada", "roles": "support"}) == (Contributor(name="Ada", roles=(Role("support"),)),)


def test_what_is_written_is_read_again() -> None:
    people = (Contributor(name="Ada", roles=(Role("support"),), is_desk_owner=True), Contributor(name="Bo"))
    assert read([one.plain for one in people]) == people


@pytest.mark.parametrize(
    ("value", "field", "problem"),
    [
        (7, "approver", r"a text \(put it in quotes\), found the number 7"),
        ([], "approver", "at least one name, found none"),
        ([["Ada"]], "approver.0", "expected a text, found a list"),
        ([{"roles": ["support"]}], "approver.0.name", "name is missing"),
        ([{"name": "Ada", "role": "support"}], "approver.0.role", "did you mean roles"),
        ([{"name": "Ada", "roles": ["Head of support"]}], "approver.0.roles.0", "expected small letters"),
        ([{"name": "Mira", "desk_owner": "yes"}], "approver.0.desk_owner", "expected true or false"),
    ],
)
def test_a_wrong_shape_is_named_by_its_field(value: object, field: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem) as caught:
        read(value)
    assert caught.value.field == field
