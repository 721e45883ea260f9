"""A log is replayed under a book with states of its own: a clause that pauses on one pauses there, too."""

import json
from pathlib import Path

import pytest

from firsthand import books
from firsthand.domain.clocks import ClockKind
from firsthand.services.book.files import read_book
from firsthand.workbench.deciding import VerdictCode
from firsthand.workbench.history.logs import HistoryError, Mapping, mapping_of, read_chunks, read_history, read_mapping
from firsthand.workbench.replay import summary_of
from firsthand.workbench.replay.running import replayed

EDITION = read_book(books.folder("four-functions")).edition()
MAPPING = """
mapping: ours
rows: events
events:
  ticket: number
  at: at
  state: state
  waits:
    Awaiting reply: {{state: {state}, party: customer}}
tickets:
  received_at: {{first: event}}
  resolved_at: {{last: {{state: [Closed]}}}}
  kind: {{always: fault}}
  stage: {{always: customer}}
  severity: {{always: stops_work}}
"""
# Of the 16 business hours until it was solved, 1 + 7 + 6 were ours; with the customer's days there were 30.
EVENTS = (
    "number,at,state",
    "T-1,2026-02-02T09:00:00+01:00,Active",
    "T-1,2026-02-02T10:00:00+01:00,Awaiting reply",
    "T-1,2026-02-04T10:00:00+01:00,Active",
    "T-1,2026-02-05T15:00:00+01:00,Closed",
)


def ours(state: str) -> Mapping:
    return mapping_of("ours.yaml", MAPPING.format(state=state)).for_book(EDITION)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "log.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("state", "verdict"), [("with_customer", VerdictCode.met), ("parked", VerdictCode.breached)])
def test_a_clause_that_pauses_on_a_state_of_the_book_pauses_in_the_replay(
    tmp_path: Path, state: str, verdict: VerdictCode
) -> None:
    chunks = read_chunks(write(tmp_path, *EVENTS), ours(state))
    found = summary_of(replayed(EDITION, EDITION, chunks, None), EDITION, EDITION).clock(ClockKind.resolution)
    assert found.before[verdict] == 1


def test_our_own_format_takes_them_and_knows_for_whom_they_wait(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    waits = [
        {"from": f"2026-02-0{day}T10:00:00Z", "to": None, "state": state, "party": None}
        for day, state in ((2, "with_customer"), (3, "parked"))
    ]
    row = {"id": "T-1", "received_at": "2026-02-02T09:00:00Z", "kind": "fault", "stage": "customer", "pauses": waits}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    pauses = read_history(path, read_mapping(None).for_book(EDITION)).pauses
    assert (pauses.state.values(), pauses.party.values()) == (["with_customer", "parked"], ["customer", "third_party"])


def test_a_state_that_the_book_does_not_have_is_refused_with_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"events.waits.Awaiting reply.state.*did you mean with_customer\?"):
        read_history(write(tmp_path, *EVENTS), ours("with_custmer"))
