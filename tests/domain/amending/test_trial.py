"""A rule for next month, tried on last year."""

from datetime import UTC, date, datetime

from firsthand.domain.amending.trial import held_throughout, tried
from firsthand.domain.book import parse_book
from tests.domain.book.test_editions import amendment, clause

HOURS = {"zone": "UTC", "weekly": {"mon-fri": "09:00-17:00"}}
FIRST = amendment(
    "first", "2021-01-01T00:00:00Z",
    ownership=[clause("R"), clause("G", when={"kind": "how_to"}, over="R")], calendars={"hours": HOURS},
)  # fmt: skip
LATER = amendment(
    "second", "2021-02-01T00:00:00Z", in_force_from="2021-06-01",
    ownership=[clause("R", replaces="R", text="A new rule.")],
    withdraws=[{"clause": "G", "why": "Nobody used it."}],
    calendars={"hours": HOURS | {"versions": [{"from": "2021-06-01", "weekly": {"mon-fri": "02:00-24:00"}}]}},
)  # fmt: skip
BEFORE_ALL = datetime(2020, 5, 5, tzinfo=UTC)


def test_what_takes_force_later_is_tried_as_if_it_always_had() -> None:
    book = parse_book([FIRST, LATER])
    before = parse_book([FIRST]).edition()
    trial = tried(before, book.amendments[1])
    assert [one.text for one in trial.clauses_in_force(BEFORE_ALL)] == ["A new rule."]
    assert (
        trial.calendar("hours").elapsed(datetime(2021, 2, 1, tzinfo=UTC), datetime(2021, 2, 2, tzinfo=UTC)).seconds
        == 22 * 3600
    )
    assert before.calendar_named("hours").versions[0].in_force_from is None


def test_the_amendment_itself_keeps_its_dates() -> None:
    book = parse_book([FIRST, LATER])
    tried(parse_book([FIRST]).edition(), book.amendments[1])
    assert [one.id for one in book.edition().clauses_in_force(datetime(2021, 3, 1, tzinfo=UTC))] == ["R", "G"]
    assert book.edition().calendar_named("hours").versions[1].in_force_from == date(2021, 6, 1)


def test_what_is_in_force_on_a_day_can_be_held_throughout() -> None:
    edition = parse_book([FIRST, LATER]).edition()
    in_may, in_june = (held_throughout(edition, datetime(2021, month, 15, tzinfo=UTC)) for month in (5, 6))
    long_ago, long_after = datetime(2020, 5, 5, tzinfo=UTC), datetime(2030, 5, 5, tzinfo=UTC)
    for at in (long_ago, long_after):
        assert [one.text for one in in_may.clauses_in_force(at)] == ["A rule.", "A rule."]
        assert [one.text for one in in_june.clauses_in_force(at)] == ["A new rule."]
    day = datetime(2020, 5, 5, tzinfo=UTC), datetime(2020, 5, 6, tzinfo=UTC)
    assert in_may.calendar("hours").elapsed(*day).seconds == 8 * 3600
    assert in_june.calendar("hours").elapsed(*day).seconds == 22 * 3600
    assert [one.id for one in edition.clauses_in_force(datetime(2021, 5, 15, tzinfo=UTC))] == ["R", "G"]
