"""Files of histories for tests, and the real logs, which are read where they are and never copied."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"

HEADER = "id,received_at,kind,stage,first_response_at,resolved_at,account,severity,strategic,pauses,custody"
ROWS = (
    "T-1,2021-07-06T16:00:00Z,troubleshooting,trial,2021-07-09T16:00:00Z,2021-07-12T16:00:00Z,Acme,s2,false,"
    '"[{""from"": ""2021-07-07T16:00:00Z"", ""to"": ""2021-07-08T16:00:00Z"", ""state"": ""pending""}]",'
    '"[{""from"": ""2021-07-06T16:30:00Z"", ""to"": null, ""party"": ""support""}]"',
    "T-2,2021-07-07T17:00:00Z,how_to,production,,,Borealis,,yes,,",
)


def real(name: str) -> Path:
    """A real log; the test is skipped, saying so, where it is absent."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the real log {name} is not in {SHARED}")
    return path


def write(folder: Path, name: str, *lines: str) -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
