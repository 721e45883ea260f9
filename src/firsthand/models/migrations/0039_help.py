"""Help that is asked of other roles, and what is said about it: two tables, a kind of subject, and a source of words
that are found. Tickets are counted by the month in which they came."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once, search_again, search_let_go
from firsthand.models.names import NameKey
from firsthand.models.search_triggers import FIRST, OF_HELP, OF_QUESTIONS, statements_of, undo_of

_SUBJECTS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff"),
    *("held", "block", "saved_reply", "question", "feature_request", "help"),
]
_SOURCES = ["ticket", "message", "account", "contact", "person", "question", "help"]
_BEFORE = [*(one.table for one in (*FIRST, *OF_QUESTIONS)), "searchentry"]
_KEPT = django.db.models.deletion.PROTECT
_OPEN = models.Q(ended_at__isnull=True)
_STANDS = (
    models.Q(state="asked", answered_at=None, ended_at=None)
    | models.Q(state="answered", answered_at__isnull=False, ended_at=None)
    | models.Q(state="closed", answered_at__isnull=False, ended_at__isnull=False)
    | models.Q(state="withdrawn", ended_at__isnull=False)
)


def _known(table: str, column: str, values: list[str]) -> list[migrations.operations.base.Operation]:
    name = f"{table}_{column}_is_known"
    constraint = models.CheckConstraint(condition=models.Q(**{f"{column}__in": values}), name=name)
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, constraint)]


def _search(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_HELP:
        for statement in statements_of(one.table, editor.connection.vendor):
            editor.execute(statement)


def _search_no_more(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_HELP:
        for statement in undo_of(one.table, editor.connection.vendor):
            editor.execute(statement)


def _id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL, **options)


def _text(longest: int) -> "models.CharField[Any, Any]":
    return models.CharField(blank=True, default="", max_length=longest)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0038_capacity")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *_known("subject", "kind", _SUBJECTS),
        migrations.RunPython(search_let_go(*_BEFORE), search_again(*_BEFORE)),
        *_known("searchentry", "of", _SOURCES),
        *_known("searchwaiting", "of", _SOURCES),
        migrations.RunPython(search_again(*_BEFORE), search_let_go(*_BEFORE)),
        migrations.AddIndex("ticket", models.Index(fields=["received_at", "kind_name"], name="ticket_by_receipt")),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", _id()),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("ticket", models.ForeignKey(on_delete=_KEPT, related_name="help_requests", to="firsthand.ticket")),
                ("from_role_name", NameKey("firsthand.KnownRole")),
                ("role_name", NameKey("firsthand.KnownRole")),
                ("team_name", NameKey("firsthand.KnownTeam", null=True)),
                ("clause", models.CharField(max_length=200)),
                ("team_clause", _text(200)),
                ("matched", _text(200)),
                ("priority", _text(64)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                ("is_defect", models.BooleanField(default=False)),
                ("context", models.JSONField(default=list)),
                ("asked_first", models.JSONField(default=list)),
                ("teammates", _text(2000)),
                ("asked_by", _person(null=True)),
                ("asked_at", models.DateTimeField()),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("taken_by", _person(null=True)),
                ("asks_back", models.DateTimeField(null=True)),
                ("put_into_name", NameKey("firsthand.KnownState", null=True)),
                ("state", models.CharField(default="asked", max_length=32)),
                ("answered_at", models.DateTimeField(null=True)),
                ("link", _text(400)),
                ("why", _text(400)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", _person(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["role_name", "rank", "asked_at"], condition=_OPEN, name="helprequest_open_by_role"
                    ),
                    models.Index(
                        fields=["from_role_name", "asked_at"], condition=_OPEN, name="helprequest_open_by_asker"
                    ),
                    models.Index(fields=["-ended_at"], name="helprequest_ended_last"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["asked", "answered", "closed", "withdrawn"]),
                        name="helprequest_state_is_known",
                    ),
                    models.CheckConstraint(condition=_STANDS, name="helprequest_stands_where_it_says"),
                    models.CheckConstraint(
                        condition=~models.Q(state="closed") | ~models.Q(link="", why=""),
                        name="helprequest_says_what_came_of_it",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(teammates=""), name="helprequest_says_what_teammates_said"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpWord",
            fields=[
                ("id", _id()),
                ("help", models.ForeignKey(on_delete=_KEPT, related_name="words", to="firsthand.helprequest")),
                ("kind", models.CharField(default="said", max_length=32)),
                ("text", models.TextField()),
                ("by", _person()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=["said", "asked_back", "answer", "again"]),
                        name="helpword_kind_is_known",
                    ),
                    models.CheckConstraint(condition=~models.Q(text=""), name="helpword_says_what"),
                ],
            },
        ),
        migrations.RunPython(_search, _search_no_more),
    ]
