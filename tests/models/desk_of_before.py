"""A small desk as the version before events kept it, on a database of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend

from tests.models.samples import SAMPLES, UNKNOWN, Sample

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEFORE, AFTER = "0004_drafts", "0044_consequences"
OPEN, WAITING, SOLVED, CLOSED, MERGED, SILENT = 1, 2, 3, 4, 5, 6
MIRA, NOOR, ACME, ANA = 1, 2, 1, 1
_DATABASE = f"firsthand_before_events_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""On PostgreSQL, one for each worker: several files begin with such a desk."""


def minutes(number: float) -> datetime:
    """So many minutes after Monday nine o'clock."""
    return MONDAY + timedelta(minutes=number)


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[None]:
    """An empty database behind the default connection, of the same make as that of the tests."""
    real = connections["default"]
    name = _DATABASE if real.vendor == "postgresql" else str(folder / "before.sqlite3")
    settings = {**real.settings_dict, "NAME": name}
    own: Any = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    if own.vendor == "postgresql":
        _execute_outside(own, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = real
        if own.vendor == "postgresql":
            _execute_outside(own, f"DROP DATABASE {name}")


def _execute_outside(connection: Any, *statements: str) -> None:  # noqa: ANN401, RUF100
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def migrate(target: str) -> None:
    """Bring the database to a migration of the desk's."""
    MigrationExecutor(connections["default"]).migrate([("firsthand", target)])


def fill() -> None:
    """Bring the database to the version before and fill it."""
    migrate(BEFORE)
    state = MigrationExecutor(connections["default"]).loader.project_state(("firsthand", BEFORE))
    Desk(state.apps).fill()


class Desk:
    """Rows of the version before, by its own tables."""

    def __init__(self, apps: Any) -> None:  # noqa: ANN401, RUF100
        self._apps = apps

    def make(self, model: str, **values: object) -> Any:  # noqa: ANN401, RUF100
        """One row."""
        return self._apps.get_model("firsthand", model).objects.create(**values)

    def fill(self) -> None:
        """Everything, in the order in which it refers to each other."""
        for number, name in ((MIRA, "Mira"), (NOOR, "Noor Haddad")):
            email = f"{name[:4].lower()}@lighthouse.example"
            self.make("Person", id=number, name=name, email=email, password="!", joined_at=MONDAY)
        self.make("Account", id=ACME, name="Acme", created_at=MONDAY)
        self.make("Contact", id=ANA, email="ana@acme.example", account_id=ACME, created_at=MONDAY)
        self.make("Mailbox", id=1, address="help@lighthouse.example", name="Help", created_at=MONDAY)
        self.make("Desk", id=1, name="Lighthouse", set_up_at=MONDAY)
        self._tickets()
        for number, sample in enumerate((*SAMPLES, UNKNOWN), start=1):
            self._sample(sample, id=number, at=minutes(number / 1000))
        self._account_history()
        self._waiting()
        self._solved()
        self._merged()
        self._taken_back()
        self._thanked()

    def _tickets(self) -> None:
        for number, status in (
            (OPEN, "open"),
            (WAITING, "pending"),
            (SOLVED, "solved"),
            (CLOSED, "closed"),
            (MERGED, "closed"),
            (SILENT, "new"),
        ):
            over = status in ("solved", "closed")
            self.make(
                "Ticket",
                id=number,
                subject=f"Request {number}",
                status=status,
                kind="troubleshooting",
                stage="production",
                account_id=None if number == SILENT else ACME,
                contact_id=ANA,
                responsible_role="support",
                received_at=MONDAY,
                updated_at=MONDAY,
                solved_at=minutes(500) if over else None,
                closed_at=minutes(600) if status == "closed" else None,
                closed_as=("resolved" if number == CLOSED else "merged") if status == "closed" else "",
                order_at=minutes(50),
                next_clock="update",
            )
            self.make(
                "Decision",
                id=number,
                ticket_id=number,
                at=MONDAY,
                occasion="received",
                edition="one",
                known_at=MONDAY,
                facts={"kind": "troubleshooting"},
                outcome={},
                because=[],
            )

    def _sample(self, sample: Sample, **values: object) -> None:
        actor = None if sample.by_desk else MIRA
        self.make(
            "TimelineEvent",
            ticket_id=OPEN,
            actor_id=actor,
            verb=sample.verb,
            why=sample.why,
            detail=sample.detail,
            decision_id=OPEN if sample.verb == "severity_set" else None,
            **values,
        )

    def _account_history(self) -> None:
        changed = {"account_id": ACME, "at": minutes(3)}
        values = {"field": "stage", "before": "trial", "after": "production", "why": "They signed"}
        self.make("AccountEvent", id=1, actor_id=NOOR, **changed, **values)
        self.make("AccountEvent", id=2, actor_id=None, **changed, field="strategic", after="yes")
        self.make(
            "AccountEvent",
            id=3,
            actor_id=MIRA,
            **changed,
            field="contact_erased",
            after="Erased contact 9",
            why="Asked",
        )

    def _line(self, number: int, on: int, at: datetime, verb: str, **detail: object) -> None:
        self.make("TimelineEvent", id=number, ticket_id=on, at=at, actor_id=MIRA, verb=verb, detail=detail)

    def _clock(self, number: int, ticket: int, kind: str, **values: object) -> None:
        terms = {"clause": "c", "edition": "one", "commitment": "contractual", "budget": "8 business hours"}
        terms |= {"calendar": "hours", "calendar_version": "1"}
        given = {"decision_id": ticket, "started_at": MONDAY, "due_at": minutes(480), **terms, **values}
        self.make("Clock", id=number, ticket_id=ticket, kind=kind, **given)

    def _message(self, number: int, ticket: int, at: datetime, direction: str = "inbound", **values: object) -> None:
        author = {"contact_id": ANA} if direction == "inbound" else {"person_id": MIRA}
        self.make(
            "Message",
            id=number,
            ticket_id=ticket,
            at=at,
            direction=direction,
            message_id=f"<{number}@x>",
            **author,
            **values,
        )

    def _waiting(self) -> None:
        """Answered once, waiting for the second time; the customer wrote in between, and a machine of theirs."""
        self._line(101, WAITING, MONDAY, "received")
        self._line(102, WAITING, minutes(5), "taken", **{"from": ""})
        self._line(103, WAITING, minutes(10), "status_set", **{"from": "open", "to": "pending"})
        self._line(104, WAITING, minutes(20.5), "message_received", was="pending")
        self._line(105, WAITING, minutes(25), "status_set", **{"from": "open", "to": "on_hold"})
        self._line(106, WAITING, minutes(30), "status_set", **{"from": "on_hold", "to": "pending"})
        self._message(11, WAITING, MONDAY)
        self._message(12, WAITING, minutes(10), "outbound", counts_as_response=True)
        self._message(13, WAITING, minutes(20.5))
        self._message(14, WAITING, minutes(21), automatic="auto_reply")
        self._message(15, WAITING, minutes(22), "outbound", counts_as_response=True, taken_back_at=minutes(22.1))
        self._clock(1, WAITING, "first_response", state="met", ended_at=minutes(10), met_by_id=12, due_at=minutes(60))
        self._verdict(1, 1, outcome="met", at=minutes(10), met_at=minutes(10))
        self._clock(2, WAITING, "resolution", state="paused", due_at=None, pauses_on=["pending"], warn_at=minutes(200))
        pause = {"clock_id": 2, "cause": "the ticket is pending"}
        self.make("ClockPause", **pause, from_at=minutes(10), to_at=minutes(20.5), evidence_id=103)
        self.make("ClockPause", **pause, from_at=minutes(30), to_at=None, evidence_id=106)
        self._clock(
            3, WAITING, "update", breached_at=minutes(50), due_at=minutes(50), warned_at=minutes(40), escalated=2
        )
        self._verdict(2, 3, outcome="breached", at=minutes(50))
        self._clock(4, WAITING, "next_response", state="paused", due_at=None, pauses_on=["pending"])
        self.make("ClockPause", clock_id=4, cause="the ticket is pending", from_at=minutes(30), to_at=None)

    def _solved(self) -> None:
        """Solved without an answer: its first response is breached, and everybody was told."""
        late = {"warned_at": minutes(45), "breached_at": minutes(60), "due_at": minutes(60), "escalated": 1}
        self._clock(5, SOLVED, "first_response", **late)
        self._clock(9, SOLVED, "update", due_at=minutes(30), next_at=minutes(30))
        self._verdict(3, 5, outcome="breached", at=minutes(60))
        self._verdict(4, 5, outcome="met", at=minutes(70), basis="as_if", by_id=NOOR)
        self._message(16, SOLVED, MONDAY)
        self.make(
            "Notice",
            id=1,
            key="clock:5:breach:1",
            person_id=MIRA,
            ticket_id=SOLVED,
            at=minutes(60),
            kind="clock_breached",
            text="late",
        )
        self.make("Notice", id=2, key="desk", person_id=MIRA, at=minutes(60), kind="other", text="hello")

    def _thanked(self) -> None:
        """Answered, thanked, and closed."""
        self._message(17, CLOSED, MONDAY)
        self._message(18, CLOSED, minutes(10), "outbound", counts_as_response=True)
        self._message(19, CLOSED, minutes(20))

    def _taken_back(self) -> None:
        """Its answer was taken back: it was judged as met, and runs on."""
        self._clock(8, SILENT, "first_response", next_at=minutes(480))
        self._verdict(5, 8, outcome="met", at=minutes(5), met_at=minutes(5))

    def _merged(self) -> None:
        """Waited on hold, was merged into the open ticket, and its clock goes on there."""
        self._line(201, MERGED, minutes(100), "taken", **{"from": ""})
        self._line(202, MERGED, minutes(110), "status_set", **{"from": "open", "to": "on_hold"})
        self._line(203, MERGED, minutes(150), "merged_away", ticket=OPEN)
        self._line(204, OPEN, minutes(150), "merged_in", ticket=MERGED)
        self.make("TicketLink", source_id=MERGED, target_id=OPEN, kind="merged_into", at=minutes(150))
        self._clock(6, MERGED, "resolution", state="cancelled", ended_at=minutes(150), ended_because="merged into #1")
        self._clock(7, OPEN, "resolution", decision_id=MERGED, pauses_on=["pending"], started_at=minutes(105))

    def _verdict(self, number: int, clock: int, **values: object) -> None:
        terms = {"edition": "one", "known_at": MONDAY, "clause": "c", "budget": "8 business hours"}
        terms |= {"calendar": "hours", "calendar_version": "1", "started_at": MONDAY, "due_at": minutes(60)}
        self.make("Verdict", id=number, clock_id=clock, **{**terms, **values})
