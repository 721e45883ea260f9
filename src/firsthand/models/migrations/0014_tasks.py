"""Tasks of one's own: a table, a kind of subject and a kind of clock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once

_SUBJECTS = ["ticket", "account", "person", "desk", "mailbox", "exception", "proposal", "task"]
_CLOCKS = [
    "first_response",
    "next_response",
    "update",
    "resolution",
    "handoff",
    "help",
    "estimate",
    "answer",
    "review",
    "follow_up",
]
_OPEN = models.Q(ended_at__isnull=True)
_KEPT = django.db.models.deletion.PROTECT


def _kinds(table: str, kinds: list[str]) -> list[migrations.operations.base.Operation]:
    name = f"{table}_kind_is_known"
    constraint = models.CheckConstraint(condition=models.Q(kind__in=kinds), name=name)
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, constraint)]


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0013_restricted")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *_kinds("subject", _SUBJECTS),
        *_kinds("clock", _CLOCKS),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("ticket", models.ForeignKey(null=True, on_delete=_KEPT, related_name="tasks", to="firsthand.ticket")),
                (
                    "account",
                    models.ForeignKey(null=True, on_delete=_KEPT, related_name="tasks", to="firsthand.account"),
                ),
                ("what", models.CharField(max_length=400)),
                (
                    "who",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="tasks", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False, on_delete=_KEPT, related_name="given_tasks", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("why", models.CharField(blank=True, default="", max_length=400)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["who", "due_at"], condition=_OPEN, name="task_open_by_person"),
                    models.Index(fields=["given_by", "due_at"], condition=_OPEN, name="task_open_by_giver"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["open", "done", "dropped"]), name="task_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ticket__isnull=False, account=None)
                        | models.Q(ticket=None, account__isnull=False),
                        name="task_hangs_on_one_ticket_or_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="open", ended_at=None, ended_by=None)
                        | (~models.Q(state="open") & models.Q(ended_at__isnull=False, ended_by__isnull=False)),
                        name="task_ends_with_its_state",
                    ),
                    models.CheckConstraint(condition=~models.Q(what=""), name="task_says_what"),
                ],
            },
        ),
    ]
