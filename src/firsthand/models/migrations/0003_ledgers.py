"""The verdict ledger stands by itself, contacts can be erased, and the desk knows which book its clocks follow."""

from collections.abc import Callable
from datetime import UTC, datetime

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.append_only import RULES_OF_0002, RULES_OF_0003, Rule, statements, undo

BEFORE = datetime(1970, 1, 1, tzinfo=UTC)  # held by no row once the terms are filled in
Code = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def make(rules: tuple[Rule, ...]) -> Code:
    def code(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements(editor.connection.vendor, rules):
            editor.execute(statement.replace("%", "%%") if editor.connection.vendor == "postgresql" else statement)

    return code


def take_away(rules: tuple[Rule, ...]) -> Code:
    def code(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in undo(editor.connection.vendor, rules):
            editor.execute(statement)

    return code


def fill_in_terms(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Verdicts of before get the terms of their clock, which never change."""
    verdicts = apps.get_model("firsthand", "Verdict")
    for verdict in verdicts.objects.select_related("clock", "clock__decision").iterator():
        clock = verdict.clock
        verdict.clause, verdict.budget, verdict.calendar = clock.clause, clock.budget, clock.calendar
        verdict.calendar_version, verdict.started_at = clock.calendar_version, clock.started_at
        verdict.known_at = clock.decision.known_at
        verdict.save()


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0002_append_only")]

    operations = [
        migrations.RunPython(take_away(RULES_OF_0002), make(RULES_OF_0002)),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pseudonym", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(max_length=400)),
                ("messages", models.PositiveIntegerField(default=0)),
                ("raw_messages", models.PositiveIntegerField(default=0)),
                ("attachments", models.PositiveIntegerField(default=0)),
                ("files", models.JSONField(default=list)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("files_gone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="firsthand.contact"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(condition=models.Q(("files_gone_at", None)), fields=["id"], name="erasure_files_to_go"),
        ),
        migrations.AddField(model_name="contact", name="erased_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="rawmessage", name="erased_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="desk", name="followed_amendment", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AddField(model_name="desk", name="followed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="verdict", name="basis", field=models.CharField(default="as_judged", max_length=32)
        ),
        migrations.AddField(
            model_name="verdict",
            name="known_at",
            field=models.DateTimeField(default=BEFORE),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="clause",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="budget",
            field=models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="calendar",
            field=models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="calendar_version",
            field=models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="started_at",
            field=models.DateTimeField(default=BEFORE),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="verdict",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="verdict", name="why", field=models.CharField(blank=True, default="", max_length=400)
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["as_judged", "as_if"])), name="verdict_basis_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["met", "breached"])), name="verdict_is_met_or_breached"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "as_judged"), ("by", None)),
                    models.Q(("basis", "as_if"), ("by__isnull", False)),
                    _connector="OR",
                ),
                name="verdict_as_if_names_who_asked",
            ),
        ),
        migrations.RunPython(fill_in_terms, migrations.RunPython.noop),
        migrations.RunPython(make(RULES_OF_0003), take_away(RULES_OF_0003)),
    ]
