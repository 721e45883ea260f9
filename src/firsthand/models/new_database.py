"""A database that holds nothing yet gets the tables of today at once, not by way of every version before: what comes of
it is the same, and a newcomer does not wait for the remaking of each table of each earlier version."""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from firsthand.domain.organisation.default import DEFAULT
from firsthand.models import append_only, search_triggers
from firsthand.models.names import keep_names


def holds_nothing(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is not one table."""
    return not connection.introspection.table_names()


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Every table, rule and first row of this version, and every migration noted as done; all of it or nothing. The
    database holds nothing before."""
    vendor = connection.vendor
    recorder = MigrationRecorder(connection)
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            editor.create_model(model)
        recorder.ensure_schema()
        for statement in (*append_only.statements(vendor), *search_triggers.statements(vendor)):
            editor.execute(statement, params=None)
        keep_names(DEFAULT)
        for app, name in MigrationLoader(connection).disk_migrations:
            recorder.record_applied(app, name)
