"""A book that is wrong is refused whole, with the file, the line, the field and what was expected."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.domain.book import Book, ClauseSet, PolicyError
from firsthand.domain.names import Role
from firsthand.services.book.files import book_from_texts, read_book

HEAD = """book: ours
amendment: first
title: The first
published_at: 2021-06-22T23:51:00Z
author: Ines
approver: Bo
zone: America/Los_Angeles
calendars:
  days:
    zone: America/Los_Angeles
    weekly: {mon-fri: "09:00-17:00"}
"""
OWNER = """ownership:
  - clause: S30
    source: S30
    text: Support owns troubleshooting.
    when: {kind: troubleshooting}
    owner: support
"""
CLOCK = """service_levels:
  - clause: S20
    source: [S20]
    text: One working day.
    when:
      stage: [prospect, trial]
    clock:
      kind: first_response
      budget: 8 business hours
      calendar: days
    class: internal_target
    precedence: internal
"""
GOOD = HEAD + OWNER + CLOCK


def book_of(text: str) -> Book:
    return book_from_texts([("first.yaml", text)])


def test_the_book_that_the_wrong_ones_are_made_of_is_right() -> None:
    assert [clause.id for clause in book_of(GOOD).edition().clauses] == ["S30", "S20"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field", "words"),
    [
        ("owner: support", "owner: suport", "unknown_value", 17, "ownership.0.owner", "did you mean support?"),
        ("    owner: support", "    ownr: support", "unknown_field", 17, "ownership.0.ownr", "did you mean owner?"),
        ("owner: support", "owner: [support]", "wrong_type", 17, "ownership.0.owner", "a list"),
        ("    owner: support\n", "", "one_effect", 13, "ownership.0", "one effect"),
        ("title: The first\n", "", "missing_field", 1, "title", "title is missing"),
        ("title: The first", "title: 2021", "wrong_type", 3, "title", "expected a text"),
        ("title: The first", "titel: The first", "unknown_field", 3, "titel", "did you mean title?"),
        ("23:51:00Z", "23:51:00", "naive_instant", 4, "published_at", "no zone"),
        ("2021-06-22T23:51:00Z", "tomorrow", "wrong_type", 4, "published_at", "2021-06-22T23:51:00Z"),
        ("zone: America/Los_Angeles\ncal", "zone: America/Los_Angles\ncal", "unknown_zone", 7, "zone", "Los_Angeles?"),
        ('"09:00-17:00"', '"09:00-09:00"', None, 11, "calendars.days.weekly", ""),
        ('{mon-fri: "09:00-17:00"}', '{mon-fri: "closed"}', "never_opens", 11, "calendars.days.weekly", "open"),
        ('{mon-fri: "09:00-17:00"}', '{mon: "09:00-17:00, 16:00-18:00"}', None, 11, "calendars.days.weekly", "overlap"),
        ("8 business hours", "8 hours", None, 26, "service_levels.0.clock.budget", "8 business hours"),
        ("budget: 8 business hours", "budget: 8", "no_unit", 26, "service_levels.0.clock.budget", "8 business hours"),
        ("calendar: days", "calendar: nights", "unknown_name", 19, "service_levels.0", "nights"),
        ("[prospect, trial]", "[prospect, tial]", "unknown_value", 23, "service_levels.0.when.stage.1", "trial?"),
        ("[prospect, trial]", "[]", "wrong_type", 23, "service_levels.0.when.stage", "at least one"),
        ("[prospect, trial]", "null", "wrong_type", 23, "service_levels.0.when.stage", "never absent"),
        ("stage: [prospect, trial]", "stge: trial", "unknown_field", 23, "service_levels.0.when.stge", "stage?"),
        ("stage: [prospect, trial]", "to_address: x", "unknown_field", 23, "service_levels.0.when.to_address", "known"),
        ("stage: [prospect, trial]", "severity: {from: s3, to: s1}", "empty_range", 23, None, "s1, s2, s3, s4"),
        ("stage: [prospect, trial]", "plan: {from: a}", "no_order", 23, None, "no order"),
        ("stage: [prospect, trial]", "strategic: maybe", "wrong_type", 23, None, "true or false"),
        ("    class: internal_target\n", "", "missing_field", 19, "service_levels.0.class", "class is missing"),
        ("ownership:", "service_levels:", "repeated", 18, "service_levels", "twice"),
        ("ownership:", "priority:", "wrong_set", 17, "priority.0.owner", "belongs under ownership"),
        ("clause: S20", "clause: S30", "repeated", 19, None, "already"),
        ("title: The first", "title: [", "not_yaml", 5, "", "YAML"),
        ("title: The first", "title: !!python/object:os.system x", "wrong_type", 3, "title", "plain value"),
        ("text: One working day.", "text: ''", "empty", 21, "service_levels.0.text", "expected a text"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(
    old: str, new: str, code: str | None, line: int, field: str | None, words: str
) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError) as caught:
        book_of(GOOD.replace(old, new, 1))
    error = caught.value
    assert error.file == "first.yaml"
    assert code is None or error.code == code
    assert (error.line, error.field if field is None else field) == (line, error.field) or error.field.startswith(
        field or "!"
    )
    assert error.line == line
    assert words in str(error)


def test_a_file_that_is_empty_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# nothing\n")
    with pytest.raises(PolicyError, match="empty"):
        read_book(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"book: ours\nnote: \xff\n")
    with pytest.raises(PolicyError, match=r"a\.yaml, line 2: the file is not UTF-8"):
        read_book(tmp_path)


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{two}: &{two} [{', '.join([f'*{one}'] * 10)}]\n"
    with pytest.raises(PolicyError, match="too many values"):
        book_of(bomb)


def test_a_list_in_a_list_in_a_list_is_refused() -> None:
    with pytest.raises(PolicyError, match="nested"):
        book_of("book: " + "[" * 500 + "]" * 500)


SECOND = """book: ours
amendment: second
title: The second
published_at: 2021-07-30T14:23:00Z
author: Ines
approver: Bo
zone: America/Los_Angeles
"""


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (SECOND.replace("ours", "theirs"), "other_book", "book"),
        (SECOND.replace("second", "first"), "repeated", "amendment"),
        (SECOND + OWNER, "repeated", "ownership.0"),
        (SECOND + "withdraws: [{clause: S99, why: gone}]\n", "not_in_the_book", "withdraws.0"),
        (SECOND + "activates: [{clause: S30, by: Ines, why: now}]\n", "not_activated_by_hand", "activates.0"),
        (
            SECOND.replace("2021-07-30", "2021-06-01") + OWNER.replace("S30\n    s", "S30\n    replaces: S30\n    s"),
            "published_before",
            "ownership.0.replaces",
        ),
        (
            SECOND
            + OWNER.replace("clause: S30", "clause: X\n    replaces: Y")
            + "  - {clause: Y, replaces: X, source: S, text: t, owner: support}\n",
            "cyclic_replacement",
            "ownership.0.replaces",
        ),
        (
            SECOND
            + OWNER.replace("clause: S30", "clause: X\n    over: Y")
            + "  - {clause: Y, over: X, source: S, text: t, owner: support}\n",
            "cyclic_precedence",
            "ownership.0",
        ),
        (SECOND + OWNER.replace("clause: S30", "clause: X\n    over: Z"), "unknown_name", "ownership.0"),
    ],
)
def test_an_amendment_that_does_not_fit_on_those_before_is_refused(text: str, code: str, field: str) -> None:
    with pytest.raises(PolicyError) as caught:
        book_from_texts([("first.yaml", GOOD), ("second.yaml", text)])
    assert caught.value.code == code
    assert caught.value.field == field
    assert caught.value.file == "second.yaml"
    assert caught.value.line


def test_an_amendment_published_before_the_one_it_depends_on_is_told_both_instants() -> None:
    early = SECOND.replace("2021-07-30T14:23:00Z", "2021-06-01T00:00:00Z") + "withdraws: [{clause: S30, why: gone}]\n"
    with pytest.raises(PolicyError) as caught:
        book_from_texts([("first.yaml", GOOD), ("second.yaml", early)])
    assert str(caught.value) == (
        "second.yaml, line 8: withdraws.0: clause S30 comes only with first.yaml, published 2021-06-22T23:51:00+00:00; "
        "this amendment was published before it, 2021-06-01T00:00:00+00:00; expected a publication after the one it "
        "depends on"
    )


EXCEPTION = "exception: {reason: They pay for nights., approver: Bo, review_at: 2022-01-01}"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("stage: [prospect, trial]", "account: Acme", "missing_field", "is an exception"),
        ("stage: [prospect, trial]", f"account: [Acme, Bo]\n    {EXCEPTION}", "one_account", "exactly one account"),
        ("stage: [prospect, trial]", f"stage: trial\n    {EXCEPTION}", "one_account", "when: {account: Acme}"),
        ("precedence: internal", "precedence: exception", "wrong_precedence", "leave precedence out"),
        ("stage: [prospect, trial]", f"account: Acme\n    {EXCEPTION}", "wrong_precedence", "leave precedence out"),
        ("source: [S20]", "source: [S20]\n    exeption: {}", "unknown_field", "did you mean exception?"),
        ("calendar: days", "calendar: days\n      owed_by: suport", "unknown_value", "did you mean support?"),
        ("zone: America/Los_Angeles\n    weekly", "zone: UTC\n    weekley", "unknown_key", "did you mean weekly?"),
    ],
)
def test_exceptions_and_new_terms_are_checked(old: str, new: str, code: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError) as caught:
        book_of(GOOD.replace(old, new, 1))
    assert caught.value.code == code
    assert words in str(caught.value)
    assert caught.value.line


def test_a_declared_name_catches_a_slip() -> None:
    declared = GOOD.replace("calendars:", "fields: {plan: [team, enterprise]}\ncalendars:", 1)
    assert book_of(declared.replace("stage: [prospect, trial]", "plan: enterprise"))
    with pytest.raises(PolicyError, match="did you mean enterprise"):
        book_of(declared.replace("stage: [prospect, trial]", "plan: enterprize"))


PEOPLE = """owners: {service_levels: vp_product}
holders:
  - {role: vp_product, name: Ada, from: 2021-07-01}
rosters:
  support: {zone: America/Los_Angeles, weekly: {mon-fri: "03:00-17:00"}}
examples:
  - about: A problem is support's.
    ticket: {received_at: 2021-07-01T10:00:00-07:00, kind: troubleshooting, account: {stage: trial}}
    owner: support
    clocks: {first_response: {clause: S20, due_at: 2021-07-02T10:00:00-07:00}}
"""


def test_owners_holders_rosters_and_examples_are_read() -> None:
    edition = book_of(GOOD + PEOPLE).edition()
    assert edition.owners[ClauseSet.service_levels] == Role("vp_product")
    assert edition.owners[ClauseSet.ownership] == Role("vp_customer_engineering")
    [ada] = edition.holders
    assert (ada.name, ada.from_at, ada.to_at) == ("Ada", datetime(2021, 7, 1, 7, tzinfo=UTC), None)
    [roster] = edition.rosters
    assert (roster.role, roster.calendar.zone) == (Role("support"), "America/Los_Angeles")
    [example] = edition.examples
    assert (example.owner, example.cell.stage) == (Role("support"), "trial")
    assert example.clocks[0].due_at == datetime(2021, 7, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("service_levels: vp_product", "servicelevels: vp_product", "did you mean service_levels?"),
        ("role: vp_product, name", "role: vp_produkt, name", "did you mean vp_product?"),
        ("  support: {zone", "  suport: {zone", "did you mean support?"),
        ("first_response: {clause", "first_respons: {clause", "did you mean first_response?"),
        ("{stage: trial}", "{stage: tryal}", "did you mean trial?"),
        ("kind: troubleshooting, acc", "kind: troubleshooting, severity: s9, acc", "expected one of s1, s2, s3, s4"),
    ],
)
def test_a_slip_in_them_is_told(old: str, new: str, words: str) -> None:
    assert old in PEOPLE
    with pytest.raises(PolicyError) as caught:
        book_of(GOOD + PEOPLE.replace(old, new, 1))
    assert words in str(caught.value)
    assert caught.value.line
