"""Roles, kinds, stages and states are names that a book declares: each column points to the names of its family."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from firsthand.models.migrations._steps import check_at_once
from firsthand.models.names import NameKey

NAMES = {
    "knownrole": (
        "sales",
        "customer_engineering",
        "support",
        "product",
        "engineering",
        "vp_customer_engineering",
        "vp_sales",
        "vp_product",
        "head_of_support",
    ),
    "knownkind": ("how_to", "feature_request", "troubleshooting"),
    "knownstage": ("prospect", "trial", "production", "former"),
    "knownstate": ("new", "open", "pending", "on_hold", "solved", "closed"),
}
"""Those that stood in code until now; a book that declares none has them."""

OWES = {"new": "team", "open": "person", "pending": "customer", "on_hold": "inside"}
OPEN = models.Q(solved_at__isnull=True)


class PointToName(Operation):
    """A column of text becomes a key to the names of its family; the column stays where it is."""

    def __init__(self, model_name: str, column: str, to: str) -> None:
        self.model_name, self.column, self.to = model_name, column, to

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        fields = state.models[app_label, self.model_name].fields
        key = NameKey(f"{app_label}.{self.to}")
        renamed = {f"{name}_name" if name == self.column else name: field for name, field in fields.items()}
        renamed[f"{self.column}_name"] = key
        state.models[app_label, self.model_name].fields = renamed
        state.reload_model(app_label, self.model_name, delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.alter_field(
            before, before._meta.get_field(self.column), after._meta.get_field(f"{self.column}_name")
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        raise IrreversibleError(
            "This upgrade is not undone by a migration, because books have declared names since. To go back, put the "
            "back-up of the database in place and start the version before."
        )

    def describe(self) -> str:
        return f"Point {self.model_name}.{self.column} to the names of {self.to}"


def add_names(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for family, usual in NAMES.items():
        table = apps.get_model("firsthand", family)
        table.objects.bulk_create([table(name=name) for name in usual])


def fill_owes(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tickets = apps.get_model("firsthand", "ticket").objects
    for status, owes in OWES.items():
        tickets.filter(status=status).update(owes=owes)


def _names(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=name,
        fields=[("name", models.CharField(max_length=64, primary_key=True, serialize=False))],
        options={"abstract": False},
    )


_OWES = ("team", "person", "customer", "inside", "nobody")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0007_event_by_cause")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *(_names(name) for name in ("KnownRole", "KnownTeam", "KnownKind", "KnownStage", "KnownState")),
        migrations.RunPython(add_names, migrations.RunPython.noop),
        migrations.RemoveConstraint("ticket", "ticket_status_is_known"),
        migrations.RemoveConstraint("ticket", "ticket_kind_is_known"),
        migrations.RemoveConstraint("ticket", "ticket_stage_is_known"),
        migrations.RemoveConstraint("ticket", "ticket_responsible_role_is_known"),
        migrations.RemoveConstraint("account", "account_stage_is_known"),
        migrations.RemoveConstraint("roleholding", "roleholding_role_is_known"),
        migrations.RemoveIndex("ticket", "ticket_open_counts"),
        migrations.AddField("ticket", "owes", models.CharField(max_length=32, default="nobody")),
        migrations.RunPython(fill_owes, migrations.RunPython.noop),
        migrations.AlterField("ticket", "owes", models.CharField(max_length=32, default="team")),
        migrations.AddConstraint(
            "ticket", models.CheckConstraint(condition=models.Q(owes__in=_OWES), name="ticket_owes_is_known")
        ),
        PointToName("ticket", "status", "KnownState"),
        PointToName("ticket", "kind", "KnownKind"),
        PointToName("ticket", "stage", "KnownStage"),
        PointToName("ticket", "responsible_role", "KnownRole"),
        migrations.AddConstraint(
            "ticket",
            models.CheckConstraint(condition=~models.Q(responsible_role=""), name="ticket_has_a_responsible_role"),
        ),
        migrations.AddField("ticket", "team_name", NameKey("firsthand.KnownTeam", null=True)),
        PointToName("account", "stage", "KnownStage"),
        PointToName("roleholding", "role", "KnownRole"),
        migrations.AddIndex(
            "ticket", models.Index(fields=["responsible_role", "owes"], condition=OPEN, name="ticket_open_by_owes")
        ),
    ]
