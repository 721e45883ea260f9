"""The guard on the customer-first book: its phrases, its words for teams, its clocks."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from firsthand import books
from firsthand.domain.book import Edition
from firsthand.domain.names import Role
from firsthand.domain.promises import Finding, FindingKind, guarded
from firsthand.domain.promises.languages import language_of, until
from firsthand.domain.promises.of_book import RunningClock, setting_of
from firsthand.domain.promises.saved import check_saved_wording
from firsthand.services.book.files import read_book

AT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # a Tuesday, 10:00 Pacific
SUPPORT, NOOR, EVE = Role("support"), Role("customer_engineering"), Role("sales")


@cache
def edition() -> Edition:
    return read_book(books.folder("customer-first")).edition()


def found(text: str, role: Role, *, due: timedelta | None = None) -> list[Finding]:
    running = [RunningClock(owed_by=SUPPORT, due_at=AT + due, calendar="support-hours")] if due else []
    people = (("olu", "engineering"), ("mira", "support"))
    where = setting_of(edition(), at=AT, role=role, responsible=SUPPORT, running=running, people=people)
    return list(guarded(text, where))


def stops(text: str, role: Role, *, due: timedelta | None = None) -> list[tuple[str, str]]:
    return [(one.kind.value, one.clause) for one in found(text, role, due=due) if one.stops]


@pytest.mark.clause("S44", "C4")
@pytest.mark.parametrize("text", ["We will fix it ASAP.", "Wir kümmern uns schnellstmöglich darum."])
def test_a_loaded_term_stops_noor_and_not_mira(text: str) -> None:
    assert stops(text, NOOR) == [("wording", "S44")]
    assert stops(text, SUPPORT) == []


@pytest.mark.clause("S45")
@pytest.mark.parametrize(
    "text", ["Support will call you within two hours.", "Der Support ruft Sie innerhalb von zwei Stunden an."]
)
def test_a_time_before_supports_running_clock_stops_eve_and_says_the_true_one(text: str) -> None:
    (early,) = [one for one in found(text, EVE, due=timedelta(hours=5)) if one.stops]
    assert (early.kind, early.clause, early.true_at) == (FindingKind.TOO_EARLY, "S45", AT + timedelta(hours=5))
    assert stops(text, EVE, due=timedelta(hours=1)) == []
    assert stops(text, SUPPORT, due=timedelta(hours=5)) == []


@pytest.mark.clause("S45")
@pytest.mark.parametrize(
    "text", ["Support will call you within two hours.", "Der Support ruft Sie innerhalb von zwei Stunden an."]
)
def test_with_the_true_wording_nothing_stops(text: str) -> None:
    (early,) = [one for one in found(text, EVE, due=timedelta(hours=5, seconds=13)) if one.stops]
    assert early.place is not None
    assert early.true_at is not None
    begin, end = early.place
    true = text[:begin] + until(early.true_at, zone=early.zone, language=early.language) + text[end:]
    again = found(true, EVE, due=timedelta(hours=5, seconds=13))
    assert again[0].dues == (AT + timedelta(hours=5, minutes=1),)
    assert not any(one.stops for one in again)


@pytest.mark.clause("S45")
@pytest.mark.parametrize(
    "text",
    [
        "The developers will ship a fix tomorrow.",
        "Die Entwicklung liefert morgen einen Fix.",
        "Olu will fix it tomorrow.",
    ],
)
def test_a_time_for_a_team_that_the_book_gives_no_clock_stops(text: str) -> None:
    assert stops(text, NOOR) == [("other_team", "S45")]


@pytest.mark.clause("S45")
def test_what_noor_promises_of_her_own_is_shown_and_does_not_stop() -> None:
    (one,) = found("I will send you the summary by tomorrow noon.", NOOR)
    assert (one.kind, one.stops) == (FindingKind.PROMISE, False)


@pytest.mark.clause("S46", "C3")
def test_within_a_few_hours_is_shown_and_does_not_stop_by_itself() -> None:
    (one,) = [one for one in found("We will answer within a few hours.", SUPPORT) if one.clause == "S46"]
    assert (one.kind, one.stops) == (FindingKind.WORDING, False)


@pytest.mark.clause("A23")
def test_a_service_level_at_most_the_internal_hour_stops() -> None:
    assert stops("We always respond within one hour.", SUPPORT) == [("internal_clock", "S18")]


def test_each_paragraph_is_read_in_its_own_language_and_each_place_is_true() -> None:
    text = "Hello Ana,\n\nI will send you the logs tomorrow.\n\nIch schicke Ihnen bis Freitag auch den Bericht."
    spans = [text[slice(*one.span)] for one in found(text, SUPPORT)]
    assert [one.language for one in found(text, SUPPORT)] == ["en", "de"]
    assert "logs tomorrow" in spans[0]
    assert "Freitag" in spans[1]
    assert found(text, SUPPORT) == found(text, SUPPORT)


def test_small_words_tell_the_language() -> None:
    assert [language_of(one) for one in ("We will call you.", "Wir rufen Sie an.", "OK")] == ["en", "de", "en"]


@pytest.mark.clause("S46")
def test_a_saved_reply_is_read_like_a_typed_one() -> None:
    roles = (NOOR, SUPPORT)
    warned = check_saved_wording(edition(), "Support will look at it ASAP.", roles, AT)
    assert warned is not None
    assert (warned.clause, warned.phrase) == ("S44", "ASAP")
    assert check_saved_wording(edition(), "Please restart it immediately.", roles, AT) is None
    assert check_saved_wording(edition(), "We will look {subject|ASAP}.", roles, AT) is not None
