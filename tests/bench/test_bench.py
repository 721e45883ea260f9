"""`bin/bench` names what it can measure and says plainly what this checkout lacks."""

import json

import pytest

import bench
from bench import Figure, main


@pytest.fixture
def one_benchmark(monkeypatch: pytest.MonkeyPatch) -> Figure:
    figure = Figure(name="working_time.due_batch_per_s", value=5e7, unit="rows/s", peer="abacus", ratio=2.0, runs=3)
    monkeypatch.setattr(bench, "BENCHMARKS", {"working-time": "one", "inbox": "bench.no_such_module"})
    real = bench.benchmark
    monkeypatch.setattr(bench, "benchmark", lambda name: (lambda *, runs: [figure]) if name != "inbox" else real(name))
    return figure


def test_json_is_one_figure_a_line(one_benchmark: Figure, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["working-time", "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert list(line) == ["name", "value", "unit", "peer", "ratio", "runs"]
    assert line["value"] == one_benchmark.value


def test_the_table_ends_with_the_machine(one_benchmark: Figure, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["working-time"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split()[:3] == [one_benchmark.name, "50,000,000", "rows/s"]
    assert "Python" in rows[-1]


def test_an_absent_benchmark_is_said_and_the_others_still_run(
    one_benchmark: Figure, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 1
    said = capsys.readouterr()
    assert one_benchmark.name in said.out
    assert "inbox: this checkout has no such benchmark" in said.err
