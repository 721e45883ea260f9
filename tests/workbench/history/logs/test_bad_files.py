"""A history that is not as it should be says file, line, field and what was expected, and nothing is half-loaded."""

import gzip
import zipfile
from pathlib import Path

import pytest

from firsthand.domain.book import PolicyError
from firsthand.workbench.history.logs import NATIVE, HistoryError, Mapping, mapping_of, read_history, read_mapping
from tests.workbench.history.logs.files import write

HEADER = "id,received_at,kind,stage"
GOOD = "T-1,2021-07-06T16:00:00Z,how_to,trial"
MINE = "mapping: mine\nzone: {zone}\ntickets: {{id: id, received_at: received_at, kind: kind, stage: stage}}"


def refusal(path: Path, mapping: Mapping = NATIVE) -> str:
    with pytest.raises(HistoryError) as caught:
        read_history(path, mapping)
    return str(caught.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ("id,recieved_at,kind,stage", GOOD),
            "line 1: received_at: the file has no column 'received_at', which the mapping native reads; "
            "did you mean 'recieved_at'?",
        ),
        ((HEADER + ",severty", GOOD + ",s1"), "line 1: severty: unknown column 'severty'; did you mean 'severity'?"),
        (
            (HEADER, GOOD, "T-2,2021-07-06T16:00:00Z,howto,trial"),
            "line 3: kind: expected one of how_to, feature_request, troubleshooting, found 'howto'; "
            "did you mean how_to?",
        ),
        ((HEADER, GOOD, "T-2,2021-07-06T16:00:00Z,how_to,"), "line 3: stage: expected one of prospect, trial"),
        (
            (HEADER, GOOD, "T-2,yesterday,how_to,trial"),
            "line 3: received_at: expected an instant such as 2021-06-22T23:51:00Z, found 'yesterday'",
        ),
        (
            (HEADER, GOOD, "T-2,2021-07-06T16:00:00,how_to,trial"),
            "line 3: received_at: mixed offsets: '2021-07-06T16:00:00' stands beside '2021-07-06T16:00:00Z'",
        ),
        (
            (HEADER, GOOD, "T-2,2021-07-06T16:00:00+02:00,how_to,trial"),
            "line 3: received_at: mixed offsets: '2021-07-06T16:00:00+02:00' stands beside",
        ),
        ((HEADER, "T-1,2021-07-06T16:00:00,how_to,trial"), "line 2: received_at: the times have no offset; give the"),
        ((HEADER, GOOD, "T-2,,how_to,trial"), "line 3: received_at: expected an instant, found nothing"),
        ((HEADER, GOOD, "T-2,3021-07-06T16:00:00Z,how_to,trial"), "line 3: received_at: expected a year from 1900"),
        ((HEADER, GOOD, GOOD), "line 3: id: 'T-1' is given twice; expected a row a ticket"),
        ((HEADER, GOOD, "T-2,2021-07-06T16:00:00Z,how_to"), "line 3: expected 4 fields as in the header, found 3"),
        ((HEADER, GOOD, GOOD + ",more"), "line 3: expected 4 fields as in the header, found 5"),
        ((HEADER + ",strategic", GOOD + ",maybe"), "line 2: strategic: expected true or false, found 'maybe'"),
        (
            (HEADER + ",pauses", GOOD + ',"[{""from"": ""2021-07-06T16:00:00Z"", ""state"": ""open""}]"'),
            "line 2: pauses.state: expected one of pending, on_hold, found 'open'",
        ),
        ((HEADER + ",custody", GOOD + ",support"), "line 2: custody: expected a list such as"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    assert refusal(write(tmp_path, "log.csv", *lines)).startswith(f"log.csv, {said}")


def test_the_line_is_right_after_a_field_of_several_lines(tmp_path: Path) -> None:
    header, first = HEADER + ",group", GOOD + ',"two\nlines"'
    path = write(tmp_path, "log.csv", header, first, "T-2,soon,how_to,trial,x")
    assert refusal(path).startswith("log.csv, line 4: received_at: expected an instant")


@pytest.mark.parametrize(
    "content",
    [
        f"\r{HEADER}\n{GOOD}",
        f"{HEADER},{'x' * 200_000}\n{GOOD},",
        f"{HEADER}\nT-1,\r2021,how_to\r,trial\nT-2,{'x' * 200_000}",
    ],
    ids=["a lone line end in the header", "a column name without end", "both in rows"],
)
def test_what_the_reader_of_tables_does_not_take_is_told_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content.encode())
    assert "line " in refusal(path)


def test_a_truncated_gzip_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    lines = [HEADER, *(f"T-{number},2021-07-06T16:00:00Z,how_to,trial" for number in range(5000))]
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-4000])
    assert "the packed data is damaged or ends too early" in refusal(path)
    assert "log.csv.gz, after line " in refusal(path)


def test_a_damaged_zip_and_a_zip_of_two_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", HEADER)
        archive.writestr("two.csv", HEADER)
    assert "expected a zip archive with one file in it, found 2" in refusal(path)
    path.write_bytes(path.read_bytes()[:40])
    assert "the zip archive is damaged" in refusal(path)


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 40)
    assert refusal(path).startswith("log.parquet: this is not a whole Parquet file")


def test_json_that_breaks_off_is_told_with_its_line(tmp_path: Path) -> None:
    good = '{"id": "T-1", "received_at": "2021-07-06T16:00:00Z", "kind": "how_to", "stage": "trial"}'
    assert refusal(write(tmp_path, "log.jsonl", good, "", good[:40])).startswith("log.jsonl, line 3: this is not JSON")


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv").touch()
    assert refusal(tmp_path / "log.csv") == "log.csv, line 1: the file is empty; expected a header and rows"
    assert "the file has no rows" in refusal(write(tmp_path, "log.csv", HEADER))
    assert refusal(tmp_path / "nowhere.csv").startswith("nowhere.csv: cannot read it: No such file")


def test_several_offsets_are_read_where_the_zone_explains_them(tmp_path: Path) -> None:
    summer, winter = "T-1,2021-07-06T16:00:00+02:00,how_to,trial", "T-2,2021-12-06T16:00:00+01:00,how_to,trial"
    path = write(tmp_path, "log.csv", HEADER, summer, winter)
    paris = mapping_of("mine.yaml", MINE.format(zone="Europe/Paris"))
    assert (np_hours(path, paris)) == [14, 15]
    tokyo = mapping_of("mine.yaml", MINE.format(zone="Asia/Tokyo"))
    assert "has not the offset of Asia/Tokyo at that time" in refusal(path, tokyo)


def np_hours(path: Path, mapping: Mapping) -> list[int]:
    received = read_history(path, mapping).received_at
    return [int(hour) for hour in received // 3_600_000_000 % 24]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mapping: m\nticket: {}", "mine.yaml, line 2: ticket: unknown field 'ticket'; did you mean tickets?"),
        (
            "mapping: m\nzone: Europe/Pari\ntickets: {id: n, received_at: t}",
            "mine.yaml, line 2: zone: 'Europe/Pari' is not the name",
        ),
        ("mapping: m\ntickets: {id: n}", "mine.yaml, line 2: tickets.received_at: received_at is missing"),
        (
            "mapping: m\ntickets:\n  id: n\n  received_at: {first: event}",
            "mine.yaml, line 4: tickets.received_at: first and last look for an event",
        ),
        (
            "mapping: m\nrows: events\ntickets: {received_at: {first: event}}",
            "mine.yaml, line 1: events: events is given when rows is events",
        ),
    ],
)
def test_a_mapping_that_is_wrong_names_its_own_line(text: str, said: str) -> None:
    with pytest.raises(PolicyError) as caught:
        mapping_of("mine.yaml", text)
    assert str(caught.value).startswith(said)


def test_a_mapping_that_is_not_there_suggests_the_near_one() -> None:
    with pytest.raises(PolicyError, match="did you mean boston311"):
        read_mapping("boston31")
