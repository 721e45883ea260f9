"""Times, spans and names as a person reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.services.language.telling import words
from firsthand.web import formats

PACIFIC = "America/Los_Angeles"
NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)  # Friday 16:45 Pacific


def test_an_instant_names_its_weekday_day_month_and_year() -> None:
    assert formats.full(datetime(2021, 8, 9, 9, 45, tzinfo=UTC), PACIFIC) == "Mon 9 Aug 2021, 02:45"


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (timedelta(minutes=15), "by 17:00"),
        (timedelta(hours=10), "tomorrow 02:45"),
        (timedelta(hours=58), "Mon 02:45"),
        (timedelta(days=30), "Sun 5 Sep 2021, 16:45"),
    ],
)
def test_what_is_due_is_said_as_short_as_it_is_clear(later: timedelta, text: str) -> None:
    assert formats.due_by(NOW + later, now=NOW, zone=PACIFIC) == text


def test_the_same_instant_reads_differently_in_berlin() -> None:
    assert formats.short(NOW, now=NOW, zone=PACIFIC) == "16:45"
    assert formats.short(NOW, now=NOW, zone="Europe/Berlin") == "01:45"


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (timedelta(minutes=40), "in 40 min"),
        (timedelta(minutes=-25), "25 min late"),
        (timedelta(hours=-1, minutes=-6), "1 h late"),
        (timedelta(days=-3), "3 days late"),
    ],
)
def test_a_distance_is_a_few_words(away: timedelta, text: str) -> None:
    assert formats.distance(NOW + away, now=NOW) == text


def test_a_receipt_counts_to_the_second() -> None:
    assert formats.exact(3600) == "1 h 00 min 00 s"
    assert formats.exact(timedelta(minutes=45, seconds=7)) == "0 h 45 min 07 s"


def test_only_what_is_near_raises_its_voice() -> None:
    assert formats.urgency(NOW + timedelta(hours=3), now=NOW) == "calm"
    assert formats.urgency(NOW + timedelta(minutes=59), now=NOW) == "soon"
    assert formats.urgency(NOW - timedelta(seconds=1), now=NOW) == "late"
    assert formats.urgency(None, now=NOW) == "calm"


def test_enumerations_are_words() -> None:
    assert words("customer_engineering") == "customer engineering"
    assert formats.zone_words(PACIFIC) == "Pacific"
    assert formats.zone_words("Europe/Berlin") == "Berlin time"
