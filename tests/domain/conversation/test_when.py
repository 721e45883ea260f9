"""When something was said, as people write it."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.conversation.when import read_when
from firsthand.domain.errors import Invalid

NOW = datetime(2021, 8, 12, 8, 30, tzinfo=UTC)  # a Thursday, 10:30 in Berlin


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("", "2021-08-12T08:30"),
        ("now", "2021-08-12T08:30"),
        ("9:15", "2021-08-12T07:15"),
        ("today 9:15", "2021-08-12T07:15"),
        ("Yesterday 16:00", "2021-08-11T14:00"),
        ("thu 10:00", "2021-08-05T08:00"),
        ("wednesday 10:00", "2021-08-11T08:00"),
        ("2021-08-01 00:05", "2021-07-31T22:05"),
        ("20 min ago", "2021-08-12T08:10"),
        ("an hour ago", "2021-08-12T07:30"),
        ("2 days ago", "2021-08-10T08:30"),
    ],
)
def test_a_time_that_is_past(text: str, instant: str) -> None:
    assert read_when(text, now=NOW, zone="Europe/Berlin").strftime("%Y-%m-%dT%H:%M") == instant


@pytest.mark.parametrize(
    "text", ["10:31", "today 23:59", "2031-01-01 10:00", "soon", "25:00", "2021-02-30 10:00", "x 9:00"]
)
def test_what_is_to_come_or_not_understood_is_said_at_the_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_when(text, now=NOW, zone="Europe/Berlin")
    assert refused.value.field == "received_at"
