"""The database has every trigger of the index: a migration that remakes a table must make them again."""

import pytest
from django.db import connection

from firsthand.models.search_triggers import statements


@pytest.mark.django_db
def test_every_trigger_is_there_after_all_migrations() -> None:
    made = {one.split()[2] for one in statements(connection.vendor) if one.startswith("CREATE TRIGGER")}
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert made - there == set()
