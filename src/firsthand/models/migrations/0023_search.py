"""Words are found by an index. What is there waits to be written into it, which the engine does beside its work."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once
from firsthand.models.search_triggers import FIRST, fill, statements, undo


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in (*statements(editor.connection.vendor, FIRST), *fill(FIRST)):
        editor.execute(statement)


def take_away(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in undo(editor.connection.vendor, FIRST):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("firsthand", "0022_sealed_secrets"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=32)),
                ("source", models.BigIntegerField()),
                ("ticket", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["of", "source"], name="searchentry_by_source")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["ticket", "message", "account", "contact", "person"])),
                        name="searchentry_of_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWaiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=32)),
                ("source", models.BigIntegerField()),
                ("ticket", models.BigIntegerField(null=True)),
                ("later", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["later", "id"], name="searchwaiting_in_order"),
                    models.Index(fields=["ticket"], name="searchwaiting_by_ticket"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["ticket", "message", "account", "contact", "person"])),
                        name="searchwaiting_of_is_known",
                    ),
                    models.UniqueConstraint(fields=("of", "source"), name="searchwaiting_waits_once"),
                ],
            },
        ),
        migrations.RunPython(check_at_once, check_at_once),
        migrations.RunPython(make, take_away),
    ]
