"""The upgrade from the first version: a verdict of then gets the terms of its clock, and is never rewritten after."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from firsthand.models.clocks import Verdict
from tests.models.desk_of_before import AFTER, database_of_its_own, migrate

FRIDAY = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)
MONDAY = datetime(2021, 8, 9, 9, 45, tzinfo=UTC)
KNOWN_AT = FRIDAY + timedelta(seconds=3)
FIRST = "0002_append_only"


@pytest.fixture
def first_version(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """An empty desk of the first version."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path):
        migrate(FIRST)
        yield


def breached() -> None:
    """A ticket of the first version whose first response was not sent in time."""
    loader = MigrationExecutor(connections["default"]).loader
    tables = loader.project_state(("firsthand", FIRST)).apps

    def make(table: str, **values: object) -> Any:  # noqa: ANN401, RUF100
        return tables.get_model("firsthand", table).objects.create(**values)

    ticket = make(
        "Ticket",
        subject="Login loops",
        status="new",
        kind="troubleshooting",
        stage="trial",
        responsible_role="support",
        received_at=FRIDAY,
        updated_at=MONDAY,
        order_at=MONDAY,
    )
    decision = make(
        "Decision",
        ticket=ticket,
        at=FRIDAY,
        occasion="received",
        edition="first",
        known_at=KNOWN_AT,
        facts={"kind": "troubleshooting", "received_at": FRIDAY.isoformat()},
        outcome={},
        because=[],
    )
    terms = {"clause": "S18", "edition": "first", "commitment": "internal_target", "budget": "1 business hours"}
    terms |= {"calendar": "support-hours", "calendar_version": "v1"}
    instants = {"started_at": FRIDAY, "due_at": MONDAY, "breached_at": MONDAY}
    clock = make("Clock", ticket=ticket, decision=decision, kind="first_response", **terms, **instants)
    make("Verdict", clock=clock, at=MONDAY, outcome="breached", edition="first", due_at=MONDAY)


def test_an_upgrade_gives_older_verdicts_the_terms_of_their_clock(first_version: None) -> None:
    breached()
    migrate(AFTER)
    verdict = Verdict.objects.get()
    assert (verdict.basis, verdict.outcome, verdict.clause, verdict.by) == ("as_judged", "breached", "S18", None)
    assert (verdict.budget, verdict.calendar) == ("1 business hours", "support-hours")
    assert (verdict.calendar_version, verdict.edition) == ("v1", "first")
    assert (verdict.started_at, verdict.due_at, verdict.at) == (FRIDAY, MONDAY, MONDAY)
    assert verdict.known_at == KNOWN_AT
    assert (verdict.because, verdict.clock.clause) == (None, "S18")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Verdict.objects.update(outcome="met")
