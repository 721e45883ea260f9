"""The same replay on a real cluster of two worker processes gives what one process gives."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from distributed import Client

from bench.replay import editions, write_history
from firsthand.domain.errors import Invalid
from firsthand.workbench.history.logs import NATIVE, HistoryError, read_chunks
from firsthand.workbench.replay.cluster import GeneratedPart, client_of, parts_of, replayed_on
from firsthand.workbench.replay.running import replayed
from tests.workbench.history.logs.files import HEADER, ROWS, write
from tests.workbench.replay.test_replaying import as_plain

ROWS_OF_ALL = 12_000


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with client_of("local:2") as two_workers:
        yield two_workers


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cluster") / "history.parquet"
    write_history(path, ROWS_OF_ALL)
    return path


def test_parts_on_two_workers_add_up_to_one_process(client: Client, history: Path, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone.parquet", tmp_path / "together.parquet"
    one = replayed(*editions(), read_chunks(history), alone)
    two = replayed_on(client, editions(), parts_of(history, NATIVE, rows=2_500), together)
    assert as_plain(two) == as_plain(one)
    order = ("ticket", "subject")
    assert pl.read_parquet(together).sort(order).equals(pl.read_parquet(alone).sort(order))
    assert len(client.scheduler_info()["workers"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone.parquet", "together.parquet"]


def test_a_part_can_be_made_where_it_runs(client: Client) -> None:
    parts = [GeneratedPart(first=first, rows=3_000) for first in (0, 3_000)]
    sums = replayed_on(client, editions(), parts)
    assert sums.tickets == 6_000
    assert as_plain(sums) == as_plain(replayed(*editions(), [chunk for part in parts for chunk in part.chunks()]))


def test_a_worker_that_cannot_read_its_part_ends_the_replay(client: Client, history: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(history.read_bytes())
    parts = parts_of(copy, NATIVE, rows=6_000)
    copy.write_bytes(history.read_bytes()[:-500])
    with pytest.raises(HistoryError, match="not a whole Parquet file"):
        replayed_on(client, editions(), parts, tmp_path / "flips.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.parquet"]


def test_what_cannot_be_cut_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="expected Parquet"):
        parts_of(write(tmp_path, "log.csv", HEADER, *ROWS), NATIVE)
    with pytest.raises(Invalid, match="expected for example local:2"), client_of("local:many"):
        pass
