"""The database refuses to rewrite what was judged, published or said (invariant 4)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.append_only import RULES_OF_0002, statements, undo


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements(editor.connection.vendor, RULES_OF_0002):
        editor.execute(statement.replace("%", "%%") if editor.connection.vendor == "postgresql" else statement)


def take_away(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in undo(editor.connection.vendor, RULES_OF_0002):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0001_tables")]
    operations = [migrations.RunPython(make, take_away)]
