"""Rows of customers are read through the doors (`services/access/doors.py`), or by what works for nobody's eyes."""

import re
from pathlib import Path

TABLES = (
    "Ticket",
    "TicketLink",
    "Message",
    "Attachment",
    "Event",
    "Clock",
    "Task",
    "FeatureRequest",
    "HelpRequest",
    "HelpWord",
    "Consideration",
    "ConsequenceNote",
    "ConsequenceRound",
    "AskedConsequence",
    "CombinedAnswer",
    "Question",
    "QuestionAnswer",
    "Decision",
    "Notice",
    "RawMessage",
    "Delivery",
    "SearchEntry",
)
READS = re.compile(rf"\b({'|'.join(TABLES)})\.objects\b(?!\.(?:create|bulk_create|get_or_create)\()")
# A module, or a room, that reads these tables by itself, and why nobody sees more by it. Keep it short.
WITHOUT_A_DOOR = {
    "access/": "the doors themselves, and what they let through counted",
    "acting/": "clocks follow events",
    "clocks/": "clocks follow events; the receipt is of a ticket that its caller brought through the door",
    "timers/": "time passes for every ticket; word of it goes by `notify`, which knows who is let in",
    "intake/": "a mail finds its ticket, whoever may read it",
    "delivery/": "a mail leaves, or does not",
    "outbox/": "a mail leaves; the pages of the outbox have a door",
    "accounts/blanking.py": "an erasure reaches everything, restricted or not",
    "accounts/blanking_consequences.py": "as above",
    "accounts/erasing.py": "an erasure reaches everything; what it says goes through the doors",
    "accounts/merging.py": "a merge takes every ticket along, restricted or not; what it says goes through the doors",
    "scanning/": "a file is scanned, whoever may read it",
    "handoffs/": "an act brings its ticket through the door first, and an offer comes through its own",
    "help/": "an act brings its ticket through the door first, and a request comes through its own",
    "leaving/": "whoever leaves gives back all that was theirs; the page says how much, in numbers",
    "tickets/leaving.py": "as `leaving/`",
    "exceptions/": "deviations of the book, which hang on no ticket",
    "tickets/actions/": "an act brings its ticket through the door first (`lock`)",
    "events/queries.py": "what clocks follow, and the history of what is no ticket",
    "proposals/": "a proposal comes through its door, and its clock with it",
    "feature_requests/": "feature requests come through their door, and their clocks with them",
    "considerations/": "considerations come through their door, and their clocks with them; their end comes for all",
    "questions/": "questions come through their door, or hang on a ticket that came through its own",
    "consequences/": "rounds and warnings come through their doors, and answers and clocks with them",
    "tasks/": "tasks come through their door, or hang on a ticket or an account that came through its own",
    "history/queries.py": "answers and waits of the tickets that came through the door",
    "book/names.py": "how much stands on a name that goes, in numbers",
    "notices/actions.py": "whether somebody was told before",
    "notices/mailing.py": "whose mails are due; what each reader may hear comes through the door",
    "search/": "the words of all, and of which tickets they are; who finds one brings the tickets through the door",
    "health/queries.py": "how old the oldest thing is that is left undone, and nothing of it",
}
ONLY = {
    "tickets/queries.py": {"ConsequenceNote", "Consideration", "Delivery", "FeatureRequest", "HelpRequest", "Question"},
    "tickets/customer_view.py": {"Delivery"},
    "tickets/inbox.py": {"Delivery"},
}
"""How the mail of a message or a ticket stands, which came through the door."""


def reads(path: Path) -> set[str]:
    """The tables that a module reads by itself."""
    return set(READS.findall(path.read_text(encoding="utf-8")))


def test_a_row_of_a_customer_is_read_through_its_door(repository: Path) -> None:
    services = repository / "src" / "firsthand" / "services"
    guilty = {}
    for path in services.rglob("*.py"):
        name = path.relative_to(services).as_posix()
        found = reads(path) - ONLY.get(name, set())
        if found and not any(name == one or (one.endswith("/") and name.startswith(one)) for one in WITHOUT_A_DOOR):
            guilty[name] = sorted(found)
    assert guilty == {}, "take the looker and go through services/access/doors.py"


def test_every_exception_is_still_needed(repository: Path) -> None:
    services = repository / "src" / "firsthand" / "services"
    for name in (*WITHOUT_A_DOOR, *ONLY):
        found = services / name
        assert any(reads(path) for path in (found.rglob("*.py") if found.is_dir() else (found,))), name


def test_reports_read_tickets_through_their_door(repository: Path) -> None:
    reports = repository / "src" / "firsthand" / "reports"
    assert [path.name for path in reports.rglob("*.py") if reads(path)] == []
