"""Passwords of mailboxes are nowhere in the database as they are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from firsthand.models.channels import Endpoint
from firsthand.models.sealed_field import sealed, unsealed
from firsthand.services.channels.queries import addresses_with_unreadable_secrets
from tests.models.desk_of_before import database_of_its_own, migrate

BEFORE, AFTER = "0021_tries", "0022_sealed_secrets"
PASSWORD = "canary-in-the-mailbox"


def kept() -> str:
    """The column as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets FROM firsthand_endpoint")
        return str(cursor.fetchone()[0])


@pytest.fixture
def version_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """A desk of the version before, with a mailbox."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path):
        migrate(BEFORE)
        tables = MigrationExecutor(connections["default"]).loader.project_state(("firsthand", BEFORE)).apps
        subject = tables.get_model("firsthand", "Subject").objects.create(kind="endpoint")
        tables.get_model("firsthand", "Endpoint").objects.create(
            subject=subject,
            channel="email",
            address="support@desk.example",
            name="Support",
            called="email",
            secrets={"password": PASSWORD},
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        yield


def test_the_upgrade_seals_what_was_plain(version_before: None) -> None:
    migrate(AFTER)
    assert PASSWORD not in kept()
    assert Endpoint.objects.only("secrets").get().secrets == {"password": PASSWORD}


@pytest.mark.django_db
def test_a_new_mailbox_is_sealed_and_read_by_who_has_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Endpoint(channel="email", address="a@b.example", name="a", called="email", created_at=datetime.now(UTC))
    box.secrets = {"password": PASSWORD}
    box.save()
    assert PASSWORD not in kept()
    assert Endpoint.objects.get().secrets == {"password": PASSWORD}
    assert addresses_with_unreadable_secrets() == []
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert addresses_with_unreadable_secrets() == ["a@b.example"]


def test_another_key_reads_none(monkeypatch: pytest.MonkeyPatch) -> None:
    text = sealed({"password": PASSWORD})
    assert unsealed(text) == {"password": PASSWORD}
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert unsealed(text) == {}
    assert sealed({}) == ""
