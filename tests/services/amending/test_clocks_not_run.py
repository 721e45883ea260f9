"""A new amendment promises no clock that nothing starts; a book that was published with one loads and runs the rest."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.errors import Invalid
from firsthand.models.append_only import statements, undo
from firsthand.models.policy import Amendment, EditionSeal
from firsthand.services.amending.actions import export_folder, publish
from firsthand.services.amending.approving import import_amendments
from firsthand.services.amending.sealing import seal_what_waits
from firsthand.services.book.desk import open_desk
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks

WITH_HELP = """
book: customer-first
amendment: 2021-07-20-help
title: Engineering answers when support asks
published_at: 2021-07-20T10:00:00Z
author: Noor
approver: Ada
zone: America/Los_Angeles
service_levels:
  - clause: help-soon
    source: [S50]
    text: Engineering answers within a day.
    when: {kind: troubleshooting}
    clock: {kind: estimate, budget: 8 business hours, calendar: support-hours}
    class: internal_target
    precedence: internal
"""


def publish_as_before() -> None:
    """The amendment as an earlier version published it, which refused nothing."""
    Amendment.objects.create(
        book="customer-first",
        name="help.yaml",
        text=WITH_HELP,
        digest=digest_of(WITH_HELP),
        published_at=NOW - timedelta(days=10),
        loaded_at=NOW - timedelta(days=10),
    )
    seal_what_waits(at=NOW)


def test_a_new_amendment_with_one_is_refused_naming_clause_and_what_runs(lighthouse: Lighthouse) -> None:
    with pytest.raises(Invalid) as refused:
        publish(texts=[("help.yaml", WITH_HELP)], at=NOW, by=lighthouse.ada)
    assert refused.value.code == "clock_not_run"
    assert refused.value.plain == (
        "help.yaml: Clause help-soon promises a estimate clock, which the desk does not run. It runs first response, "
        "next response, update, resolution, review, answer, consequence, handoff and help."
    )
    assert Amendment.objects.count() == 1


def test_a_book_that_was_published_with_one_loads_and_runs_the_rest(lighthouse: Lighthouse) -> None:
    publish_as_before()
    assert open_desk(NOW).edition.id == "2021-07-20-help"
    assert set(clocks(lighthouse.ticket())) == {"first_response"}
    later = WITH_HELP.partition("service_levels")[0].replace("2021-07-20", "2021-08-01")
    publish(texts=[("later.yaml", later)], at=NOW, by=lighthouse.ada)
    assert open_desk(NOW).edition.id == "2021-08-01-help"


def test_what_was_sealed_with_the_desks_own_key_was_published_and_is_imported(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    publish_as_before()
    export_folder(folder=tmp_path, at=NOW)
    with connection.cursor() as cursor:  # a new desk with the key of the old one
        for statement in undo(connection.vendor):
            cursor.execute(statement)
        EditionSeal.objects.all().delete()
        Amendment.objects.all().delete()
        for statement in statements(connection.vendor):
            cursor.execute(statement)
    assert import_amendments(folder=tmp_path, at=NOW, by=[]) == ["2021-06-22-first-version.yaml", "help.yaml"]
    assert open_desk(NOW).edition.id == "2021-07-20-help"
    (tmp_path / "editions.json").unlink()
    (tmp_path / "more.yaml").write_text(WITH_HELP.replace("2021-07-20-help", "more").replace("help-soon", "sooner"))
    with pytest.raises(Invalid, match=r"more.yaml: Clause sooner promises a estimate clock"):
        import_amendments(folder=tmp_path, at=NOW, by=[lighthouse.ada])
