"""Consequences: what sales asks, what is answered and combined, and warnings. Four tables, two kinds of subject, a kind of
clock, and a source of words that are found."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once, search_again, search_let_go
from firsthand.models.search_triggers import FIRST, OF_CONSEQUENCES, OF_HELP, OF_QUESTIONS, statements_of, undo_of
from firsthand.models.sentence_field import SentenceField

_SUBJECTS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff"),
    *("held", "block", "saved_reply", "question", "feature_request", "help", "consideration"),
    *("coaching_step", "consequence_round", "consequence"),
]
_CLOCKS = [
    *("first_response", "next_response", "update", "resolution", "handoff", "help", "estimate", "answer", "review"),
    *("consequence", "follow_up", "coaching"),
]
_SOURCES = ["ticket", "message", "account", "contact", "person", "question", "help", "consequence"]
_BEFORE = [*(one.table for one in (*FIRST, *OF_QUESTIONS, *OF_HELP)), "searchentry"]
_KEPT = django.db.models.deletion.PROTECT


def _known(table: str, column: str, values: list[str]) -> list[migrations.operations.base.Operation]:
    name = f"{table}_{column}_is_known"
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, _one_of(table, column, values))]


def _one_of(table: str, column: str, values: list[str]) -> models.CheckConstraint:
    condition = models.Q(**{f"{column}__in": values})
    return models.CheckConstraint(condition=condition, name=f"{table}_{column}_is_known")


def _search(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_CONSEQUENCES:
        for statement in statements_of(one.table, editor.connection.vendor):
            editor.execute(statement)


def _search_no_more(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_CONSEQUENCES:
        for statement in undo_of(one.table, editor.connection.vendor):
            editor.execute(statement)


def _id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL, **options)


def _of(to: str, related_name: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=_KEPT, related_name=related_name, to=f"firsthand.{to}", **options)


def _subject() -> "models.OneToOneField[Any, Any]":
    return models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")


def _text(longest: int, **options: Any) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=longest, **options)


def _or_none(longest: int = 32) -> "models.CharField[Any, Any]":
    return models.CharField(blank=True, default="", max_length=longest)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0043_coaching")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *_known("subject", "kind", _SUBJECTS),
        *_known("clock", "kind", _CLOCKS),
        migrations.RunPython(search_let_go(*_BEFORE), search_again(*_BEFORE)),
        *_known("searchentry", "of", _SOURCES),
        *_known("searchwaiting", "of", _SOURCES),
        migrations.RunPython(search_again(*_BEFORE), search_let_go(*_BEFORE)),
        migrations.CreateModel(
            name="ConsequenceRound",
            fields=[
                ("id", _id()),
                ("subject", _subject()),
                ("account", _of("account", "consequence_rounds")),
                ("move", _text(32)),
                ("before", _or_none(64)),
                ("wanted", _text(200)),
                ("why", _text(400)),
                ("clause", _text(200)),
                ("bridge", _or_none(64)),
                ("asked_by", _person()),
                ("asked_at", models.DateTimeField()),
                ("stood", _or_none()),
                ("moved_by", _person(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                ("moved_why", SentenceField(blank=True, default="")),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-asked_at", "-id"], name="consequenceround_newest"),
                    models.Index(fields=["account", "-id"], name="consequenceround_of_account"),
                ],
                "constraints": [
                    _one_of("consequenceround", "move", ["stage", "date", "exception"]),
                    _one_of("consequenceround", "stood", ["open", "against", "agreed", ""]),
                    models.CheckConstraint(
                        condition=~models.Q(wanted="") & ~models.Q(why=""), name="consequenceround_says_what_and_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(stood="", moved_at=None, moved_by=None)
                        | (
                            ~models.Q(stood="")
                            & models.Q(moved_at__isnull=False, moved_by__isnull=False, withdrawn_at=None)
                        ),
                        name="consequenceround_move_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedConsequence",
            fields=[
                ("id", _id()),
                ("subject", _subject()),
                ("round", _of("consequenceround", "asked")),
                ("role", _text(64)),
                ("answer", _or_none()),
                ("answered_by", _person(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["role"],
                        condition=models.Q(answered_at__isnull=True),
                        name="askedconsequence_open_by_role",
                    ),
                ],
                "constraints": [
                    _one_of("askedconsequence", "answer", ["some", "none", ""]),
                    models.UniqueConstraint(fields=["round", "role"], name="askedconsequence_role_once"),
                    models.CheckConstraint(
                        condition=models.Q(answer="", answered_at=None, answered_by=None)
                        | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                        name="askedconsequence_answer_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CombinedAnswer",
            fields=[
                ("id", _id()),
                ("round", _of("consequenceround", "combined")),
                ("advice", _text(32)),
                ("customer_interest", models.TextField()),
                ("long_term", models.TextField()),
                ("conflict", _text(32)),
                ("without", models.JSONField(default=list)),
                ("by", _person()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    _one_of("combinedanswer", "advice", ["go", "wait"]),
                    _one_of("combinedanswer", "conflict", ["none", "customer", "long_term"]),
                    models.CheckConstraint(
                        condition=~models.Q(customer_interest="") & ~models.Q(long_term=""),
                        name="combinedanswer_has_both_sides",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsequenceNote",
            fields=[
                ("id", _id()),
                ("about", _of("subject", "consequence_notes")),
                ("account", _of("account", "consequence_notes", null=True)),
                ("decision", _of("decision", "+", null=True, db_index=False)),
                (
                    "asked",
                    models.OneToOneField(
                        null=True, on_delete=_KEPT, related_name="note", to="firsthand.askedconsequence"
                    ),
                ),
                ("role", _text(64)),
                ("text", models.TextField()),
                ("by", _person()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="consequencenote_newest")],
                "constraints": [models.CheckConstraint(condition=~models.Q(text=""), name="consequencenote_says_what")],
            },
        ),
        migrations.RunPython(_search, _search_no_more),
    ]
