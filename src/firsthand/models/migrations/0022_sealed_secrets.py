"""Passwords of mailboxes are kept encrypted."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import Step, check_at_once
from firsthand.models.sealed_field import SealedField


def overwrite(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite leaves what was deleted where it stood, unless it is told to overwrite it."""
    if editor.connection.vendor == "sqlite":
        editor.execute("PRAGMA secure_delete = ON")


def carry(of: str, to: str) -> Step:
    """Write every address's secrets into the other column, and empty the one before."""

    def step(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for one in apps.get_model("firsthand", "Endpoint").objects.order_by("pk"):
            setattr(one, to, getattr(one, of))
            setattr(one, of, {})
            one.save(update_fields=[of, to])

    return step


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0021_tries")]
    operations = [
        migrations.RunPython(overwrite, overwrite),
        migrations.RunPython(check_at_once, check_at_once),
        migrations.RenameField("endpoint", "secrets", "plain_secrets"),
        migrations.AddField("endpoint", "secrets", SealedField(blank=True, default=dict)),
        migrations.RunPython(carry("plain_secrets", "secrets"), carry("secrets", "plain_secrets")),
        migrations.RunPython(check_at_once, check_at_once),
        migrations.RemoveField("endpoint", "plain_secrets"),
    ]
