"""Events on any subject, and clocks that follow them: one transaction, which needs twice the database in free disk.

What earlier versions wrote down stays as it was, for reading. A `baseline` says how each ticket stands now; clocks
follow what happens from there on.
"""

from collections.abc import Callable, Sequence

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from firsthand.models.append_only import RULES_OF_0004, RULES_OF_0005
from firsthand.models.migrations import _0005_baseline as baseline
from firsthand.models.migrations import _0005_rows as rows
from firsthand.models.migrations._steps import check_at_once, make, take_away

Code = Callable[[Apps, BaseDatabaseSchemaEditor], None]
LIVE = ["running", "paused", "sent"]
PROTECT = django.db.models.deletion.PROTECT


class Reshape(migrations.SeparateDatabaseAndState):
    """Several changes of one table. SQLite remakes a table for nearly each of them; here it does so once for all.

    The new columns are there already.
    """

    def __init__(self, model_name: str, operations: Sequence[Operation]) -> None:
        super().__init__(database_operations=operations, state_operations=operations)
        self.model_name = model_name

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        old, new = (state.apps.get_model(app_label, self.model_name) for state in (from_state, to_state))
        for one in self.database_operations:
            if isinstance(one, migrations.RenameField):
                before, after = old._meta.get_field(one.old_name).column, new._meta.get_field(one.new_name).column
                schema_editor.execute(f'ALTER TABLE "{old._meta.db_table}" RENAME COLUMN "{before}" TO "{after}"')
        schema_editor._remake_table(new)


def refuse(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    raise IrreversibleError(
        "This upgrade is not undone by a migration, because clocks have followed events since. To go back, put the "
        "back-up of the database in place and start the version before."
    )


def number() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to_event() -> models.ForeignKey:
    return models.ForeignKey(db_index=False, null=True, on_delete=PROTECT, related_name="+", to="firsthand.event")


def own_subject(model_name: str) -> list[Operation]:
    """The column of a table whose rows each have a subject, still empty."""
    field = models.ForeignKey(db_index=False, null=True, on_delete=PROTECT, related_name="+", to="firsthand.subject")
    return [migrations.AddField(model_name=model_name, name="subject", field=field)]


def one_subject_each(model_name: str) -> migrations.AlterField:
    """The same column, filled."""
    field = models.OneToOneField(on_delete=PROTECT, related_name="+", to="firsthand.subject")
    return migrations.AlterField(model_name=model_name, name="subject", field=field)


def subject_for_ticket(model_name: str, field: models.ForeignKey) -> list[Operation]:
    """A reference to a ticket becomes one to the ticket's subject, which has the same number."""
    return [
        migrations.RenameField(model_name=model_name, old_name="ticket", new_name="subject"),
        migrations.AlterField(model_name=model_name, name="subject", field=field),
    ]


NEW_TABLES = [
    migrations.CreateModel(
        name="Subject",
        fields=[
            ("id", number()),
            ("kind", models.CharField(max_length=32)),
            (
                "ticket",
                models.ForeignKey(null=True, on_delete=PROTECT, related_name="subjects", to="firsthand.ticket"),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["ticket", "account", "person", "desk", "mailbox", "exception"])),
                    name="subject_kind_is_known",
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="Event",
        fields=[
            ("id", number()),
            (
                "subject",
                models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="events", to="firsthand.subject"),
            ),
            (
                "account",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=PROTECT, related_name="events", to="firsthand.account"
                ),
            ),
            ("at", models.DateTimeField()),
            ("recorded_at", models.DateTimeField()),
            (
                "person",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "contact",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=PROTECT, related_name="+", to="firsthand.contact"
                ),
            ),
            ("by_desk", models.BooleanField(default=False)),
            ("via", models.CharField(blank=True, default="", max_length=64)),
            ("verb", models.CharField(max_length=64)),
            ("because", to_event()),
            ("payload", models.JSONField(default=dict)),
            ("words", models.JSONField(null=True)),
            (
                "decision",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=PROTECT, related_name="+", to="firsthand.decision"
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("person__isnull", False), ("contact", None), ("by_desk", False)),
                        models.Q(("contact__isnull", False), ("person", None), ("by_desk", False)),
                        models.Q(("by_desk", True), ("person", None), ("contact", None)),
                        _connector="OR",
                    ),
                    name="event_has_one_actor",
                )
            ],
            "indexes": [
                models.Index(fields=["subject", "id"], name="event_by_subject"),
                models.Index(
                    condition=models.Q(("account__isnull", False)), fields=["account", "id"], name="event_by_account"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PolicyException",
        fields=[
            ("id", number()),
            ("subject", models.OneToOneField(on_delete=PROTECT, related_name="+", to="firsthand.subject")),
            ("clause", models.CharField(max_length=200)),
            ("amendment", models.CharField(max_length=200)),
            ("review_at", models.DateTimeField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("clause", "amendment"), name="policyexception_is_kept_once")
            ]
        },
    ),
]

OLD_NAMES = [  # the tables that go give the names by which they are reached to what takes their place
    migrations.AlterField(
        model_name="clockpause",
        name="clock",
        field=models.ForeignKey(on_delete=PROTECT, related_name="+", to="firsthand.clock"),
    ),
    migrations.AlterField(
        model_name="accountevent",
        name="account",
        field=models.ForeignKey(on_delete=PROTECT, related_name="+", to="firsthand.account"),
    ),
]

NEW_COLUMNS = [
    migrations.RenameField(model_name="ticket", old_name="subject", new_name="title"),
    migrations.AddField(model_name="ticket", name="phase", field=models.CharField(max_length=32, null=True)),
    *(one for name in ("ticket", "account", "person", "desk", "mailbox") for one in own_subject(name)),
    migrations.AddField(model_name="clock", name="pauses", field=models.JSONField(null=True)),
    migrations.AddField(model_name="clock", name="told", field=models.JSONField(null=True)),
    migrations.AddField(model_name="clock", name="started_by", field=to_event()),
    migrations.AddField(model_name="clock", name="ended_by", field=to_event()),
    migrations.AddField(
        model_name="clock",
        name="answered_by",
        field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="firsthand.event"),
    ),
    migrations.AddField(model_name="clock", name="outcome", field=models.CharField(max_length=32, null=True)),
    migrations.AddField(model_name="clock", name="owed_by", field=models.CharField(max_length=64, null=True)),
    migrations.AddField(model_name="verdict", name="because", field=to_event()),
]

RESHAPED = [
    *(Reshape(name, [one_subject_each(name)]) for name in ("account", "person", "desk", "mailbox")),
    Reshape(
        "ticket",
        [
            one_subject_each("ticket"),
            migrations.AlterField(
                model_name="ticket", name="phase", field=models.CharField(default="open", max_length=32)
            ),
            migrations.RemoveConstraint(model_name="ticket", name="ticket_solved_at_goes_with_its_status"),
            migrations.RemoveConstraint(model_name="ticket", name="ticket_closed_at_goes_with_its_status"),
            migrations.AddConstraint(
                model_name="ticket",
                constraint=models.CheckConstraint(
                    condition=models.Q(("phase__in", ["open", "solved", "closed"])), name="ticket_phase_is_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="ticket",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closes_at", None), ("phase", "open"), ("solved_at", None)),
                        models.Q(models.Q(("phase", "open"), _negated=True), ("solved_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="ticket_solved_at_goes_with_its_phase",
                ),
            ),
            migrations.AddConstraint(
                model_name="ticket",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("closed_at__isnull", False),
                            ("phase", "closed"),
                            models.Q(("closed_as", ""), _negated=True),
                        ),
                        models.Q(models.Q(("phase", "closed"), _negated=True), ("closed_as", ""), ("closed_at", None)),
                        _connector="OR",
                    ),
                    name="ticket_closed_at_goes_with_its_phase",
                ),
            ),
        ],
    ),
    Reshape(
        "decision",
        [
            migrations.RemoveIndex(model_name="decision", name="decision_by_ticket"),
            *subject_for_ticket(
                "decision",
                models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="decisions", to="firsthand.subject"),
            ),
            migrations.AddIndex(
                model_name="decision", index=models.Index(fields=["subject", "id"], name="decision_by_subject")
            ),
        ],
    ),
    Reshape(
        "clock",
        [
            migrations.RemoveConstraint(model_name="clock", name="clock_runs_once_a_kind"),
            migrations.RemoveConstraint(model_name="clock", name="clock_state_is_known"),
            migrations.RemoveConstraint(model_name="clock", name="clock_ends_with_its_state"),
            migrations.RemoveConstraint(model_name="clock", name="clock_has_a_due_instant_unless_paused"),
            migrations.RemoveIndex(model_name="clock", name="clock_by_ticket"),
            *subject_for_ticket(
                "clock",
                models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="clocks", to="firsthand.subject"),
            ),
            migrations.AlterField(
                model_name="clock",
                name="decision",
                field=models.ForeignKey(
                    db_index=False, null=True, on_delete=PROTECT, related_name="clocks", to="firsthand.decision"
                ),
            ),
            migrations.AlterField(model_name="clock", name="pauses", field=models.JSONField(default=list)),
            migrations.AlterField(model_name="clock", name="told", field=models.JSONField(default=list)),
            migrations.AlterField(
                model_name="clock", name="outcome", field=models.CharField(blank=True, default="", max_length=32)
            ),
            migrations.AlterField(
                model_name="clock", name="owed_by", field=models.CharField(blank=True, default="", max_length=64)
            ),
            migrations.RemoveField(model_name="clock", name="warned_at"),
            migrations.RemoveField(model_name="clock", name="escalated"),
            migrations.AddConstraint(
                model_name="clock",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", [*LIVE, "met", "missed", "cancelled", "replaced", "void"]),
                    ),
                    name="clock_state_is_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="clock",
                constraint=models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["met", "breached", "open", ""])), name="clock_outcome_is_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="clock",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("state__in", LIVE)),
                        models.Q(
                            models.Q(("state__in", LIVE), _negated=True), ("ended_at__isnull", False), ("next_at", None)
                        ),
                        _connector="OR",
                    ),
                    name="clock_ends_with_its_state",
                ),
            ),
            migrations.AddConstraint(
                model_name="clock",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["paused", "sent", "void"]), ("due_at__isnull", False), _connector="OR"
                    ),
                    name="clock_has_a_due_instant_unless_it_waits",
                ),
            ),
            migrations.AddConstraint(
                model_name="clock",
                constraint=models.UniqueConstraint(
                    fields=("subject", "kind", "started_by", "decision"),
                    name="clock_is_one_promise_on_one_set_of_terms",
                ),
            ),
        ],
    ),
    Reshape(
        "verdict",
        [
            migrations.RemoveConstraint(model_name="verdict", name="verdict_is_met_or_breached"),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["met", "breached", "open"])), name="verdict_outcome_is_known"
                ),
            ),
        ],
    ),
    Reshape(
        "notice",
        subject_for_ticket(
            "notice",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="notices", to="firsthand.subject"),
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0004_drafts")]

    operations = [
        migrations.RunPython(take_away(RULES_OF_0004), migrations.RunPython.noop),
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *OLD_NAMES,
        *NEW_TABLES,
        *NEW_COLUMNS,
        migrations.RunPython(rows.make_subjects, migrations.RunPython.noop),
        migrations.RunPython(rows.make_events, migrations.RunPython.noop),
        migrations.RunPython(rows.fill_clocks, migrations.RunPython.noop),
        migrations.RunPython(baseline.make_baselines, migrations.RunPython.noop),
        migrations.DeleteModel(name="ClockPause"),
        migrations.DeleteModel(name="AccountEvent"),
        migrations.DeleteModel(name="TimelineEvent"),
        *RESHAPED,
        migrations.RunPython(rows.end_what_never_worked, migrations.RunPython.noop),
        migrations.RunPython(rows.count_on, migrations.RunPython.noop),
        migrations.RunPython(make(RULES_OF_0005), refuse),
    ]
