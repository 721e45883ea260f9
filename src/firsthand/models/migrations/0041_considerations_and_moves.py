"""What is given to consider to whoever puts the work in order, and which tickets a new edition gives to another role:
two tables, and a kind of subject."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once

_KINDS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff"),
    *("held", "block", "saved_reply", "question", "feature_request", "help", "consideration"),
]
_KEPT = django.db.models.deletion.PROTECT
_STANDS = models.Q(ended_at__isnull=True)
_ANSWERED = ~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)
_ENDED = ~models.Q(ending="") & models.Q(ended_at__isnull=False)


def _person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL, **options)


def _known(column: str, values: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": [*values, ""]}), name=f"consideration_{column}_is_known"
    )


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0040_absences_and_what_is_carried_on")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.AddConstraint(
            "subject",
            models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known"),
        ),
        migrations.CreateModel(
            name="Consideration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("ticket", models.ForeignKey(on_delete=_KEPT, related_name="considerations", to="firsthand.ticket")),
                ("role", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=400)),
                ("given_by", _person()),
                ("given_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("answer", models.CharField(blank=True, default="", max_length=32)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
                ("answered_by", _person(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(blank=True, default="", max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "answered_at"], condition=_STANDS, name="consideration_stands"),
                    models.Index(fields=["until"], condition=_STANDS, name="consideration_ends_next"),
                    models.Index(
                        fields=["role"],
                        condition=models.Q(ended_at__isnull=True, answered_at__isnull=True),
                        name="consideration_unanswered",
                    ),
                ],
                "constraints": [
                    _known("answer", ["taken", "not_taken"]),
                    _known("ending", ["withdrawn", "expired"]),
                    models.CheckConstraint(condition=~models.Q(text=""), name="consideration_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(until__gt=models.F("given_at")), name="consideration_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(answer="", answered_at=None, answered_by=None) | _ANSWERED,
                        name="consideration_answer_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ending="", ended_at=None) | _ENDED, name="consideration_ends_somehow"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveByBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.OneToOneField(on_delete=_KEPT, related_name="move_by_book", to="firsthand.ticket"),
                ),
                ("to_role", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=200)),
                ("amendment", models.CharField(max_length=200)),
                ("published_by", _person(null=True)),
                ("found_at", models.DateTimeField()),
            ],
        ),
    ]
