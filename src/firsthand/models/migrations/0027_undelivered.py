"""What the desk does with an answer on its way, with one that did not arrive, and with what came before it was there."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once
from firsthand.models.search_triggers import statements_of

_BEFORE = ("resolved", "merged", "spam", "sales_mail", "billing", "other")


def search_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite dropped the triggers of the table of tickets when it was remade."""
    for statement in statements_of("ticket", editor.connection.vendor) if editor.connection.vendor == "sqlite" else ():
        editor.execute(statement)


def _closed_as(*names: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(closed_as__in=[*names, ""]), name="ticket_closed_as_is_known")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0026_senders_and_receipts")]
    operations = [
        migrations.RunPython(check_at_once, check_at_once),
        migrations.AddField(
            model_name="desksettings", name="leaves_within", field=models.PositiveSmallIntegerField(default=15)
        ),
        migrations.AddField(model_name="endpoint", name="answers_since", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="ticket", name="undelivered_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(migrations.RunPython.noop, search_again),
        migrations.RemoveConstraint(model_name="ticket", name="ticket_closed_as_is_known"),
        migrations.AddConstraint(model_name="ticket", constraint=_closed_as(*_BEFORE, "history")),
        migrations.RunPython(search_again, migrations.RunPython.noop),
    ]
