"""What becomes of a clock that is open when its clause or its calendar changes. Times are Pacific."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.book import Book, Straddle, parse_book
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.straddling import StraddledClock, straddled_clock
from firsthand.domain.clocks import ClockKind, Pause
from firsthand.domain.names import StateName
from firsthand.domain.sentences import NOTHING_SAID, as_written
from tests.at_length import at_length

PACIFIC = ZoneInfo("America/Los_Angeles")
HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}
CELL = Cell("troubleshooting", None, None, "trial", strategic=False, plan=None, contract=None)
NINE_TO_FIVE = {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}}
TWO_TO_FIVE = {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "02:00-17:00"}}
RULES = [straddle.value for straddle in Straddle]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC).astimezone(UTC)


def response(ident: str, budget: str, calendar: str, **fields: object) -> dict[str, object]:
    clock = {"kind": "resolution", "budget": budget, "calendar": calendar, "pauses_on": "pending"}
    terms = {"class": "internal_target", "precedence": "internal", "source": "S18", "text": "A promise."}
    return {"clause": ident, "clock": clock, **terms, **fields}


def amendment(ident: str, published: str, **sections: object) -> tuple[str, object]:
    return f"{ident}.yaml", {**HEAD, "amendment": ident, "published_at": published, **sections}


def page(rule: str) -> Book:
    """The first version of the page: 8 business hours on 9 to 5 until August, then 1 on 2 to 5 (S20, S18)."""
    clauses = [
        response("S20", "8 business hours", "contract", straddle=rule, in_force={"to": "2021-08-01"}),
        response("S18", "1 business hours", "support", straddle=rule, in_force={"from": "2021-08-01"}),
    ]
    calendars = {"contract": NINE_TO_FIVE, "support": TWO_TO_FIVE}
    return parse_book([amendment("first", "2021-06-22T23:51:00Z", calendars=calendars, service_levels=clauses)])


def straddled(book: Book, received: str, evaluated: str, **more: object) -> StraddledClock:
    return straddled_clock(
        book,
        CELL,
        ClockKind.resolution,
        received_at=local(received),
        evaluated_at=local(evaluated),
        **more,  # type: ignore[arg-type]
    )


def held(found: StraddledClock) -> tuple[str | None, str | None]:
    due = found.due_at.astimezone(PACIFIC).strftime("%a %H:%M") if found.due_at else None
    return (found.terms.clause.id if found.terms.clause else None), due


@pytest.mark.clause("A12", "S18", "S20")
@pytest.mark.parametrize(
    ("rule", "clause", "due"),
    [
        ("at_creation", "S20", "Mon 16:30"),
        ("at_evaluation", "S18", "Mon 02:30"),
        ("customer_favourable", "S18", "Mon 02:30"),
        ("restart_at_effective", "S18", "Mon 03:00"),
    ],
)
def test_a_request_of_friday_1630_straddles_the_first_of_august(rule: str, clause: str, due: str) -> None:
    found = straddled(page(rule), "2021-07-30T16:30", "2021-08-02T01:00")
    assert held(found) == (clause, due)
    [change] = found.changes
    assert (change.at, change.rule, change.taken) == (local("2021-08-01"), Straddle(rule), rule != "at_creation")


@pytest.mark.clause("A12")
@pytest.mark.parametrize("rule", RULES)
def test_before_the_change_and_after_its_answer_every_rule_says_the_same(rule: str) -> None:
    assert held(straddled(page(rule), "2021-07-30T16:30", "2021-07-31T12:00")) == ("S20", "Mon 16:30")
    assert held(straddled(page(rule), "2021-08-02T10:00", "2021-08-02T10:30")) == ("S18", "Mon 11:00")


@pytest.mark.parametrize("rule", RULES)
def test_a_clock_that_was_due_before_the_change_is_judged_and_stays(rule: str) -> None:
    found = straddled(page(rule), "2021-07-28T09:00", "2021-08-03T09:00")
    assert held(found) == ("S20", "Wed 17:00")
    assert found.changes == ()


def replaced(rule: str, budget: str, **fields: object) -> Book:
    first = amendment(
        "first",
        "2021-01-01T00:00:00Z",
        calendars={"days": NINE_TO_FIVE},
        service_levels=[response("R", "8 business hours", "days", straddle=rule)],
    )
    new = response("R", budget, "days", replaces="R", **fields)
    return parse_book([first, amendment("second", "2021-06-29T20:00:00Z", service_levels=[new])])  # Tuesday 13:00


def test_favourable_keeps_the_old_terms_when_the_new_ones_are_slower() -> None:
    longer = straddled(replaced("customer_favourable", "16 business hours"), "2021-06-29T10:00", "2021-06-29T14:00")
    assert held(longer) == ("R", "Wed 10:00")
    assert [change.taken for change in longer.changes] == [False]
    shorter = straddled(replaced("customer_favourable", "4 business hours"), "2021-06-29T10:00", "2021-06-29T14:00")
    assert held(shorter) == ("R", "Tue 14:00")


@pytest.mark.clause("A13")
def test_what_was_not_published_yet_is_no_change() -> None:
    book = replaced("at_evaluation", "4 business hours", in_force={"from": "2021-06-28"})
    assert held(straddled(book, "2021-06-29T10:00", "2021-06-29T12:59")) == ("R", "Wed 10:00")
    assert held(straddled(book, "2021-06-29T10:00", "2021-06-29T13:00")) == ("R", "Tue 14:00")


def test_a_restart_counts_from_the_instant_of_the_clause_and_never_before_receipt() -> None:
    book = replaced("restart_at_effective", "4 business hours", in_force={"from": "2021-06-28"})
    assert held(straddled(book, "2021-06-29T10:00", "2021-06-29T13:00")) == ("R", "Tue 14:00")
    dated = replaced("restart_at_effective", "4 business hours", in_force={"from": "2021-06-29T23:00:00Z"})
    assert held(straddled(dated, "2021-06-29T10:00", "2021-06-29T16:00")) == ("R", "Wed 12:00")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("at_creation", ("R", "Wed 10:00")),
        ("customer_favourable", ("R", "Wed 10:00")),
        ("at_evaluation", (None, None)),
        ("restart_at_effective", (None, None)),
    ],
)
def test_a_withdrawn_clause_ends_its_clock_only_where_its_rule_says_so(
    rule: str, expected: tuple[str | None, str | None]
) -> None:
    first = amendment(
        "first",
        "2021-01-01T00:00:00Z",
        calendars={"days": NINE_TO_FIVE},
        service_levels=[response("R", "8 business hours", "days", straddle=rule)],
    )
    gone = amendment("second", "2021-06-29T20:00:00Z", withdraws=[{"clause": "R", "why": "Outdated."}])
    assert held(straddled(parse_book([first, gone]), "2021-06-29T10:00", "2021-06-29T14:00")) == expected


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("at_creation", "Wed 10:00"),
        ("at_evaluation", "Tue 18:00"),
        ("customer_favourable", "Tue 18:00"),
        ("restart_at_effective", "Tue 21:00"),
    ],
)
def test_a_calendar_that_changes_follows_the_rule_of_the_clause(rule: str, due: str) -> None:
    first = amendment(
        "first",
        "2021-01-01T00:00:00Z",
        calendars={"days": NINE_TO_FIVE},
        service_levels=[response("R", "8 business hours", "days", straddle=rule)],
    )
    longer = {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-22:00"}}
    second = amendment("second", "2021-06-29T20:00:00Z", calendars={"days": longer})
    found = straddled(parse_book([first, second]), "2021-06-29T10:00", "2021-06-29T14:00")
    assert held(found) == ("R", due)
    assert [change.calendar for change in found.changes] == ["days"]


def test_a_dated_version_of_a_calendar_counts_as_a_change_from_its_date() -> None:
    first = amendment(
        "first",
        "2021-01-01T00:00:00Z",
        calendars={"days": NINE_TO_FIVE},
        service_levels=[response("R", "24 business hours", "days", straddle="restart_at_effective")],
    )
    dated = {**NINE_TO_FIVE, "versions": [{"from": "2021-06-30", "weekly": {"mon-fri": "00:00-24:00"}}]}
    book = parse_book([first, amendment("second", "2021-06-29T20:00:00Z", calendars={"days": dated})])
    assert held(straddled(book, "2021-06-29T10:00", "2021-06-29T14:00")) == ("R", "Fri 10:00")
    assert held(straddled(book, "2021-06-29T10:00", "2021-06-30T01:00")) == ("R", "Thu 00:00")


def test_where_no_clause_held_the_one_that_takes_force_says() -> None:
    for rule, due in (("at_creation", None), ("at_evaluation", "Mon 10:00"), ("restart_at_effective", "Mon 13:00")):
        late = response("R", "4 business hours", "days", straddle=rule, in_force={"from": "2021-08-02T16:00:00Z"})
        book = parse_book(
            [amendment("first", "2021-01-01T00:00:00Z", calendars={"days": NINE_TO_FIVE}, service_levels=[late])]
        )
        found = straddled(book, "2021-07-30T14:00", "2021-08-02T09:30")
        assert held(found)[1] == due, rule


def test_waits_are_counted_out_of_whichever_terms_stand() -> None:
    wait = Pause(
        from_at=local("2021-07-30T16:45"),
        to_at=local("2021-08-02T02:15"),
        cause=as_written("the ticket is pending"),
        evidence="7",
    )
    found = straddled(
        page("at_evaluation"), "2021-07-30T16:30", "2021-08-02T02:20", waits={StateName("pending"): [wait]}
    )
    assert held(found) == ("S18", "Mon 03:00")


@settings(max_examples=at_length(150, short=50), deadline=None)
@given(
    rule=st.sampled_from(RULES),
    received=st.integers(0, 20 * 24 * 60),
    looks=st.lists(st.integers(0, 30 * 24 * 60), min_size=2, max_size=6),
)
def test_looking_more_often_changes_nothing(rule: str, received: int, looks: list[int]) -> None:
    """How a clock stands depends on the instant alone, and once it was due it never moves again."""
    book, begin = page(rule), local("2021-07-20")
    received_at = begin + timedelta(minutes=received)
    instants = sorted(received_at + timedelta(minutes=look) for look in looks)
    found = [
        straddled_clock(book, CELL, ClockKind.resolution, received_at=received_at, evaluated_at=at) for at in instants
    ]
    for (at, before), after in zip(zip(instants, found, strict=True), found[1:], strict=False):
        assert after.changes[: len(before.changes)] == before.changes
        if before.due_at is not None and before.due_at <= at:
            assert after.due_at == before.due_at


@pytest.mark.parametrize(
    ("rule", "budget", "due"),
    [
        ("at_evaluation", "2 business hours", "Tue 15:00"),  # from receipt it was due at 12:00; published at 13:00
        ("customer_favourable", "2 business hours", "Tue 15:00"),
        ("restart_at_effective", "2 business hours", "Tue 15:00"),
        ("at_evaluation", "4 business hours", "Tue 14:00"),  # due after the publication: counted from receipt
    ],
)
def test_nobody_is_late_by_a_promise_that_did_not_exist(rule: str, budget: str, due: str) -> None:
    book = replaced(rule, budget, in_force={"from": "2021-06-28"})
    found = straddled(book, "2021-06-29T10:00", "2021-06-29T14:00")
    assert held(found) == ("R", due)
    assert found.changes[0].taken
    assert ("from their publication" in str(found.changes[0].sentence)) is (budget == "2 business hours")


@pytest.mark.parametrize("rule", ["at_evaluation", "customer_favourable", "restart_at_effective"])
def test_what_was_promised_first_stays_if_it_is_due_first(rule: str) -> None:
    book = replaced(rule, "2 business hours", in_force={"from": "2021-06-28"})
    found = straddled(book, "2021-06-28T15:00", "2021-06-29T14:00")  # due Tuesday 15:00 by the old terms
    assert held(found) == ("R", "Tue 15:00")
    assert [change.taken for change in found.changes] == [False]
    assert "end later" in str(found.changes[0].sentence)


def test_what_comes_after_a_change_does_not_decide_about_it() -> None:
    book = replaced("customer_favourable", "2 business hours", in_force={"from": "2021-06-28"})
    later = Pause(from_at=local("2021-06-29T13:30"), to_at=local("2021-06-29T14:30"), cause=NOTHING_SAID, evidence="")
    found = straddled(book, "2021-06-29T10:00", "2021-06-29T14:45", waits={StateName("pending"): [later]})
    assert held(found) == ("R", "Tue 16:00")
