"""Amendments are drafted, approved and published on the desk, and each edition is signed."""

from collections.abc import Callable

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.append_only import NEW_IN_0004, Rule, statements, undo

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


class Migration(migrations.Migration):
    dependencies = [
        ("firsthand", "0003_ledgers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AmendmentDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("book", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("writers", models.JSONField(default=list)),
                ("state", models.CharField(default="open", max_length=32)),
                ("sealed_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(max_length=32)),
                ("said", models.CharField(max_length=32)),
                ("role", models.CharField(blank=True, default="", max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, default="", max_length=2000)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="firsthand.amendmentdraft",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DraftPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("acknowledged", models.JSONField(default=list)),
                (
                    "amendment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="firsthand.amendment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="firsthand.amendmentdraft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.CharField(max_length=4000)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="firsthand.amendmentdraft",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EditionSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.CharField(max_length=100)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("signature", models.CharField(max_length=128)),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "amendment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="firsthand.amendment"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="amendmentdraft",
            index=models.Index(fields=["state", "-updated_at"], name="amendmentdraft_by_state"),
        ),
        migrations.AddConstraint(
            model_name="amendmentdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "published", "withdrawn"])),
                name="amendmentdraft_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendmentdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), models.Q(("sealed_at", None), _negated=True)),
                    _connector="OR",
                ),
                name="amendmentdraft_is_open_or_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("area__in", ["ownership", "service_levels", "priority", "escalation", "promise_wording", "desk"])
                ),
                name="draftanswer_area_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("said__in", ["approved", "declined"])), name="draftanswer_said_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("said", "approved"), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="draftanswer_says_why_not",
            ),
        ),
        migrations.RunPython(make(NEW_IN_0004), take_away(NEW_IN_0004)),
    ]
