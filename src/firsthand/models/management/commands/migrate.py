"""Django's `migrate`, by which a database is made and brought up to date, with a shorter way to a new one."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from firsthand.models.new_database import holds_nothing, make_tables


class Command(migrate.Command):
    """Django's own command but for a database that holds nothing: it gets the tables of today at once."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the database up to date."""
        connection = connections[options["database"]]
        if options["app_label"] is None and holds_nothing(connection):
            make_tables(connection)
        else:
            super().handle(*args, **options)
