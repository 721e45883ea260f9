"""Our own format reads alike from CSV, gzip, zip, JSON lines and Parquet."""

import gzip
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from firsthand.workbench.history import NAT, History
from firsthand.workbench.history.logs import read_chunks, read_history
from tests.workbench.history.histories import at
from tests.workbench.history.logs.files import HEADER, ROWS, write

RECORDS: list[dict[str, object]] = [
    {
        "id": "T-1",
        "received_at": "2021-07-06T16:00:00Z",
        "kind": "troubleshooting",
        "stage": "trial",
        "first_response_at": "2021-07-09T16:00:00Z",
        "resolved_at": "2021-07-12T16:00:00Z",
        "account": "Acme",
        "severity": "s2",
        "strategic": False,
        "pauses": [{"from": "2021-07-07T16:00:00Z", "to": "2021-07-08T16:00:00Z", "state": "pending"}],
        "custody": [{"from": "2021-07-06T16:30:00Z", "to": None, "party": "support"}],
    },
    {
        "id": "T-2",
        "received_at": "2021-07-07T17:00:00Z",
        "kind": "how_to",
        "stage": "production",
        "account": "Borealis",
        "strategic": True,
    },
]


@pytest.fixture(params=["csv", "csv.gz", "zip", "jsonl", "parquet"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    plain = write(tmp_path, "plain.csv", HEADER, *ROWS)
    path = tmp_path / f"history.{request.param}"
    if request.param == "csv":
        return plain
    if request.param == "csv.gz":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    elif request.param == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, "history.csv")
    elif request.param == "jsonl":
        return write(tmp_path, "history.jsonl", *(json.dumps(record) for record in RECORDS))
    else:
        frame = pl.DataFrame(RECORDS)
        instants = [pl.col(name).str.to_datetime(time_zone="UTC") for name in ("received_at", "resolved_at")]
        frame.with_columns(instants).write_parquet(path)
    return path


def test_every_form_of_the_file_gives_the_same_history(file: Path) -> None:
    history = read_history(file)
    assert [history.ids[0], history.ids[1]] == ["T-1", "T-2"]
    assert history.received_at.tolist() == [at("2021-07-06T16:00"), at("2021-07-07T17:00")]
    assert history.resolved_at.tolist() == [at("2021-07-12T16:00"), NAT]
    assert history.kind.values() == ["troubleshooting", "how_to"]
    assert history.severity.values() == ["s2", None]
    assert history.account.values() == ["Acme", "Borealis"]
    assert history.strategic.tolist() == [False, True]
    assert history.plan.values() == [None, None]
    assert history.until == at("2021-07-12T16:00")


def test_pauses_and_hands_come_along(file: Path) -> None:
    history = read_history(file)
    assert history.pauses.rows.tolist() == [0]
    assert history.pauses.state.values() == ["pending"]
    assert history.pauses.party.values() == ["customer"]
    assert history.pauses.to_at.tolist() == [at("2021-07-08T16:00")]
    assert history.custody.party.values() == ["support"]
    assert history.custody.to_at.tolist() == [NAT]


def test_chunks_of_parquet_know_the_same_end(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    days = [datetime(2021, 7, day, 12, tzinfo=UTC) for day in range(1, 11)]
    frame = {"id": [f"T-{day.day}" for day in days], "received_at": days, "kind": "how_to", "stage": "trial"}
    pl.DataFrame(frame).write_parquet(path)
    chunks = list(read_chunks(path, rows=4))
    assert [len(chunk) for chunk in chunks] == [4, 4, 2]
    assert {chunk.until for chunk in chunks} == {at("2021-07-10T12:00")}
    assert _ids(chunks[2]) == ["T-9", "T-10"]


def _ids(history: History) -> list[str]:
    return [history.ids[row] for row in range(len(history))]
