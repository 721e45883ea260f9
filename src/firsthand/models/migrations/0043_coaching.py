"""Coaching: plans, steps, tickets that are alike and what tickets say of steps; a kind of subject and a kind of clock."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once

_SUBJECTS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff"),
    *("held", "block", "saved_reply", "question", "feature_request", "help", "consideration", "coaching_step"),
]
_CLOCKS = [
    *("first_response", "next_response", "update", "resolution", "handoff", "help", "estimate", "answer"),
    *("review", "follow_up", "coaching"),
]
_KEPT = django.db.models.deletion.PROTECT
_OPEN = models.Q(ended_at__isnull=True)


def _kinds(table: str, kinds: list[str]) -> list[migrations.operations.base.Operation]:
    name = f"{table}_kind_is_known"
    constraint = models.CheckConstraint(condition=models.Q(kind__in=kinds), name=name)
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, constraint)]


def _id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _person(related_name: str = "+", **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_index=False, on_delete=_KEPT, related_name=related_name, to=settings.AUTH_USER_MODEL, **options
    )


def _of(table: str, related_name: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=_KEPT, related_name=related_name, to=f"firsthand.{table}", **options)


def _text(longest: int) -> "models.CharField[Any, Any]":
    return models.CharField(blank=True, default="", max_length=longest)


def _known(table: str, column: str, values: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": values}), name=f"{table}_{column}_is_known")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0041_considerations_and_moves")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *_kinds("subject", _SUBJECTS),
        *_kinds("clock", _CLOCKS),
        migrations.CreateModel(
            name="CoachingPlan",
            fields=[
                ("id", _id()),
                ("account", _of("account", "coaching_plans")),
                ("stage", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=200)),
                ("edition", models.CharField(max_length=200)),
                ("goes_on_in", models.JSONField(default=list)),
                ("asked", models.BooleanField(default=False)),
                ("began_by", _person()),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["account"], condition=_OPEN, name="coachingplan_going_on")],
            },
        ),
        migrations.CreateModel(
            name="CoachingStep",
            fields=[
                ("id", _id()),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("account", _of("account", "coaching_steps")),
                ("plan", _of("coachingplan", "steps", null=True)),
                ("origin", models.CharField(max_length=32)),
                ("what", models.CharField(max_length=200)),
                ("done_means", _text(400)),
                ("role", models.CharField(max_length=64)),
                ("who", _person("coaching_steps", null=True)),
                ("given_by", _person()),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", _person(null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("evidence", _text(400)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["who", "due_at"], condition=_OPEN, name="coachingstep_open_by_person"),
                    models.Index(fields=["role", "due_at"], condition=_OPEN, name="coachingstep_open_by_role"),
                    models.Index(fields=["account", "due_at"], condition=_OPEN, name="coachingstep_open_of_account"),
                    models.Index(fields=["account", "-ended_at"], name="coachingstep_ended_last"),
                ],
                "constraints": [
                    _known("coachingstep", "origin", ["plan", "by_hand", "proposal", "like_tickets"]),
                    _known("coachingstep", "state", ["open", "done", "skipped", "ended"]),
                    models.CheckConstraint(
                        condition=models.Q(state="open", ended_at=None, ended_by=None)
                        | (~models.Q(state="open") & models.Q(ended_at__isnull=False, ended_by__isnull=False)),
                        name="coachingstep_ends_with_its_state",
                    ),
                    models.CheckConstraint(condition=~models.Q(what=""), name="coachingstep_says_what"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LikeTickets",
            fields=[
                ("id", _id()),
                ("account", _of("account", "like_tickets")),
                ("kind", _text(64)),
                ("topic", _text(64)),
                ("from_at", models.DateTimeField()),
                ("clause", _text(200)),
                ("proposed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["account", "kind", "topic"], name="liketickets_are_counted_once"),
                    models.CheckConstraint(
                        condition=(models.Q(kind="") & ~models.Q(topic="")) | (~models.Q(kind="") & models.Q(topic="")),
                        name="liketickets_are_of_a_topic_or_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachingTicket",
            fields=[
                ("id", _id()),
                ("step", _of("coachingstep", "tickets")),
                ("ticket", _of("ticket", "coaching", db_index=False)),
                ("tie", models.CharField(max_length=32)),
                ("by", _person()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    _known("coachingticket", "tie", ["gave_rise", "should_have_prevented"]),
                    models.UniqueConstraint(fields=["ticket", "tie", "step"], name="coachingticket_stands_once"),
                    models.UniqueConstraint(
                        fields=["ticket"],
                        condition=models.Q(tie="should_have_prevented"),
                        name="coachingticket_has_one_that_should_have",
                    ),
                ],
            },
        ),
    ]
