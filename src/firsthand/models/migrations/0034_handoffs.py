"""Hand-offs and provisional work: two tables, and a kind of subject."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once
from firsthand.models.names import NameKey

_KINDS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff", "held"),
    *("block", "saved_reply"),
]
_STATES = ["offered", "accepted", "declined", "withdrawn", "expired"]
_OCCASIONS = ["person", "kind", "account", "book", "expired", "stuck"]
_AT_EXPIRY = ["stays", "escalates", "lead"]
_KEPT = django.db.models.deletion.PROTECT
_OPEN = models.Q(ended_at__isnull=True)


def _person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL, **options)


def _id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _ticket(related_name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=_KEPT, related_name=related_name, to="firsthand.ticket")


def _text(longest: int = 400) -> "models.CharField[Any, Any]":
    return models.CharField(blank=True, default="", max_length=longest)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0033_heartbeats_of_workers")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.AddConstraint(
            "subject", models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known")
        ),
        migrations.CreateModel(
            name="Handoff",
            fields=[
                ("id", _id()),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("ticket", _ticket("handoffs")),
                ("from_role_name", NameKey("firsthand.KnownRole")),
                ("from_team_name", NameKey("firsthand.KnownTeam", null=True)),
                ("from_person", _person(null=True)),
                ("to_role_name", NameKey("firsthand.KnownRole")),
                ("to_team_name", NameKey("firsthand.KnownTeam", null=True)),
                ("to_person", _person(null=True)),
                ("offered_by", _person(null=True)),
                ("offered_at", models.DateTimeField()),
                ("occasion", models.CharField(default="person", max_length=32)),
                ("context", models.JSONField(default=list)),
                ("clause", _text(200)),
                ("one_way", models.BooleanField(default=False)),
                ("expires_at", models.DateTimeField(null=True)),
                ("at_expiry", models.CharField(default="stays", max_length=32)),
                ("question", _text()),
                ("asked_by", _person(null=True)),
                ("answer", _text()),
                ("state", models.CharField(default="offered", max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", _person(null=True)),
                ("essence", _text()),
                ("why", _text()),
                ("instead_name", NameKey("firsthand.KnownRole", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["to_role_name", "offered_at"], condition=_OPEN, name="handoff_open_by_role"),
                    models.Index(
                        fields=["from_role_name", "offered_at"], condition=_OPEN, name="handoff_open_by_sender"
                    ),
                    models.Index(fields=["expires_at"], condition=_OPEN, name="handoff_expires_next"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(state__in=_STATES), name="handoff_state_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(occasion__in=_OCCASIONS), name="handoff_occasion_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(at_expiry__in=_AT_EXPIRY), name="handoff_at_expiry_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="offered", ended_at=None, ended_by=None)
                        | (~models.Q(state="offered") & models.Q(ended_at__isnull=False)),
                        name="handoff_ends_with_its_state",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="accepted") | ~models.Q(essence=""), name="handoff_is_read_back"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="declined")
                        | (~models.Q(why="") & models.Q(instead_name__isnull=False)),
                        name="handoff_declined_says_why_and_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(answer="") | ~models.Q(question=""), name="handoff_answer_has_a_question"
                    ),
                    models.UniqueConstraint(fields=["ticket"], condition=_OPEN, name="handoff_one_open_on_a_ticket"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvisionalWork",
            fields=[
                ("id", _id()),
                ("ticket", _ticket("provisional_work")),
                ("person", _person()),
                ("role_name", NameKey("firsthand.KnownRole")),
                ("clause", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField()),
                ("limit_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "started_at"], condition=_OPEN, name="provisional_open_by_person"),
                    models.Index(fields=["limit_at"], condition=_OPEN, name="provisional_limit_next"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["ticket"], condition=_OPEN, name="provisional_one_open_on_a_ticket"
                    ),
                ],
            },
        ),
    ]
