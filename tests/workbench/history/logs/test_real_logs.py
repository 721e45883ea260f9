"""The packaged mappings read the real logs; what they hold was counted from the files by other means."""

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from firsthand.domain.calendars.instants import instant_of
from firsthand.workbench.history import NAT, UNASSIGNED, History
from firsthand.workbench.history.logs import read_history, read_mapping
from tests.workbench.history.logs.files import real


def test_boston_has_targets_in_local_time() -> None:
    history = read_history(real("boston311_2011_jul_sep.csv.gz"), read_mapping("boston311"))
    assert len(history) == 31_828
    assert np.count_nonzero(history.target_at != NAT) == 31_828 - 5_013
    assert np.count_nonzero(history.resolved_at != NAT) == 31_828 - 1_747
    received = datetime(2011, 7, 1, 1, 32, 33, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    assert (history.ids[0], history.received_at[0]) == ("101000295613", instant_of(received))
    assert history.group[0] == "Street Light Outages"


def test_boston_says_itself_which_requests_were_overdue() -> None:
    path = real("boston311_2011_jul_sep.csv.gz")
    history = read_history(path, read_mapping("boston311"))
    with gzip.open(path, "rt", encoding="utf-8") as file:
        said = [row["ontime"] for row in csv.DictReader(file)]
    rows = [row for row in range(len(history)) if history.target_at[row] != NAT and history.resolved_at[row] != NAT]
    agreed = sum((history.resolved_at[row] <= history.target_at[row]) == (said[row] == "ONTIME") for row in rows)
    assert agreed / len(rows) > 0.999


def test_uci_incidents_keep_their_final_row_and_their_second_category() -> None:
    history = read_history(real("uci_incident_event_log.zip"), read_mapping("uci_incident"))
    first = _row(history, "0000045")
    assert len(history) == 24_918
    assert _utc(history.received_at[first]) == datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
    assert _utc(history.resolved_at[first]) == datetime(2016, 2, 29, 11, 29, tzinfo=UTC)
    assert (history.group[first], history.severity[first], history.channel[first]) == ("170", "s3", "Phone")
    assert "?" not in history.team.names
    assert Counter(history.pauses.party.values()).keys() == {"customer", "third_party"}
    assert UNASSIGNED in history.custody.party.values()


def test_the_help_desk_waits_for_customers_until_the_next_activity() -> None:
    history = read_history(real("italian_helpdesk_full.csv.gz"), read_mapping("italian_helpdesk"))
    assert len(history) == 4_580
    case = _row(history, "Case 1")
    rome = ZoneInfo("Europe/Rome")
    assert _utc(history.received_at[case]) == datetime(2012, 10, 9, 14, 50, 17, tzinfo=rome).astimezone(UTC)
    assert _utc(history.first_response_at[case]) == datetime(2012, 10, 9, 14, 51, 1, tzinfo=rome).astimezone(UTC)
    assert _utc(history.resolved_at[case]) == datetime(2012, 10, 25, 11, 54, 26, tzinfo=rome).astimezone(UTC)
    ended = history.pauses.to_at != NAT
    assert (history.pauses.to_at[ended] >= history.pauses.from_at[ended]).all()


def test_a_queued_problem_is_with_nobody() -> None:
    history = read_history(real("bpi2013_closed_problems.csv.gz"), read_mapping("bpi2013"))
    assert len(history) == 1_487
    problem = _row(history, "1-109135791")
    assert _utc(history.received_at[problem]) == datetime(2006, 1, 11, 15, 49, 42, tzinfo=UTC)
    assert history.severity[problem] == "s2"
    hands = np.flatnonzero(history.custody.rows == problem)
    assert history.custody.party.select(hands).values()[0] == UNASSIGNED
    assert _utc(history.custody.to_at[hands[0]]) == datetime(2012, 3, 15, 11, 53, 52, tzinfo=UTC)


def _row(history: History, ident: str) -> int:
    return next(row for row in range(len(history)) if history.ids[row] == ident)


def _utc(instant: np.int64) -> datetime:
    return datetime.fromtimestamp(int(instant) / 1e6, tz=UTC)
