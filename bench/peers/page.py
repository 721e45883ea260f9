"""What was measured beside the peers, as figures and as the tables of `docs/reference/performance.md`."""

import functools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import Figure

ROOT = Path(__file__).resolve().parents[2]
_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
_OURS = "firsthand"


@functools.cache
def measured(runs: int) -> dict[str, Any] | None:
    """What `python -m bench.peers` found; None, having said why, without its environment."""
    made = subprocess.run([sys.executable, str(ROOT / "bin" / "bootstrap.py"), "peers"], check=False)
    if made.returncode:
        print("working-time: the peers are left out, because their environment could not be made", file=sys.stderr)
        return None
    command = [str(_PYTHON), "-m", "bench.peers", "--runs", str(runs)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def figures(found: dict[str, Any], *, runs: int) -> Iterator[Figure]:
    """For each peer how many times its rows a second ours are, of each kind that it answers."""
    for kinds, rows in ((_HOURS, found["hours"]), (_DAYS, found["days"])):
        for peer, key in ((peer, key) for peer in rows[1:] for key in kinds if key in peer):
            ratio = rows[0][key] / peer[key]
            yield Figure(
                name=f"working_time.{kinds[key]}_ratio.{peer['name']}",
                value=ratio,
                unit="x",
                peer=f"{peer['name']} {peer['version']}, {peer[key]:,.0f} rows/s",
                ratio=ratio,
                runs=runs,
            )


def tables(found: dict[str, Any]) -> str:
    """The matrix of answers, the rows a second, and the libraries that know whole days only."""
    return "\n\n".join((_matrix(found["hours"]), _rates(found["hours"]), _whole_days(found["days"])))


_HOURS = {
    "due_per_s": "due",
    "elapsed_per_s": "elapsed",
    "due_many_per_s": "due_many",
    "elapsed_many_per_s": "elapsed_many",
}
_DAYS = {"per_s": "next_day", "many_per_s": "next_day_many"}


def _matrix(peers: list[dict[str, Any]]) -> str:
    cases = list(peers[0]["verdicts"])
    rows = [[_name(peer), *(_cell(peer["verdicts"][case]) for case in cases)] for peer in peers]
    return _table(["library", *cases], rows)


def _rates(peers: list[dict[str, Any]]) -> str:
    header = ["library", "due", "elapsed", "due, batch", "elapsed, batch", "due as ours", "elapsed as ours", "zones"]
    rows = [
        [
            _name(peer),
            *(_rate(peer, peers[0], key) for key in _HOURS),
            _share(peer["due_same"]),
            _share(peer["elapsed_same"]),
            "yes" if peer["zones"] else "no",
        ]
        for peer in peers
    ]
    return _table(header, rows)


def _whole_days(peers: list[dict[str, Any]]) -> str:
    rows = [[_name(peer), *(_rate(peer, peers[0], key) for key in _DAYS), _share(peer["same"])] for peer in peers]
    return _table(["library", "next business day", "batch", "as ours"], rows)


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _name(peer: dict[str, Any]) -> str:
    return f"{peer['name']} {peer['version']}".strip()


def _cell(verdict: str) -> str:
    return "–" if verdict == "cannot say" else verdict


def _rate(peer: dict[str, Any], ours: dict[str, Any], key: str) -> str:
    if key not in peer:
        return "–"
    rate = float(peer[key])
    text = f"{rate / 1e6:,.1f} M" if rate >= 1e6 else f"{rate / 1e3:,.1f} k" if rate >= 1e3 else f"{rate:,.0f}"
    return text if peer["name"] == _OURS else f"{text} ({_times(ours[key] / rate)} ×)"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}".replace(".0%", "%").replace("%", " %")
