"""Questions that are asked of everybody, and feature requests before whoever decides: their tables and kinds of subject,
and a source of words that are found."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once, search_again
from firsthand.models.search_triggers import FIRST, OF_QUESTIONS, statements_of, undo_of

_SUBJECTS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "handoff"),
    *("held", "block", "saved_reply", "question", "feature_request"),
]
_SOURCES = ["ticket", "message", "account", "contact", "person", "question"]
_BEFORE = [*(one.table for one in FIRST), "searchentry"]
_KEPT = django.db.models.deletion.PROTECT
_UNANSWERED = models.Q(withdrawn_at__isnull=True, answered_at__isnull=True)


def _known(table: str, column: str, values: list[str]) -> list[migrations.operations.base.Operation]:
    name = f"{table}_{column}_is_known"
    constraint = models.CheckConstraint(condition=models.Q(**{f"{column}__in": values}), name=name)
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, constraint)]


def _let_go(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite remakes no table that a trigger of another names."""
    for table in _BEFORE if editor.connection.vendor == "sqlite" else ():
        for statement in undo_of(table, "sqlite"):
            editor.execute(statement)


def _search(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_QUESTIONS:
        for statement in statements_of(one.table, editor.connection.vendor):
            editor.execute(statement)


def _search_no_more(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in OF_QUESTIONS:
        for statement in undo_of(one.table, editor.connection.vendor):
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0034_handoffs")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        *_known("subject", "kind", _SUBJECTS),
        migrations.RunPython(_let_go, search_again(*_BEFORE)),
        *_known("searchentry", "of", _SOURCES),
        *_known("searchwaiting", "of", _SOURCES),
        migrations.RunPython(search_again(*_BEFORE), _let_go),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("ticket", models.ForeignKey(on_delete=_KEPT, related_name="questions", to="firsthand.ticket")),
                ("channel", models.CharField(max_length=200)),
                ("clause", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False, on_delete=_KEPT, related_name="questions", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("remind_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["asked_at"], condition=_UNANSWERED, name="question_unanswered"),
                    models.Index(
                        fields=["asked_by", "remind_at"], condition=_UNANSWERED, name="question_unanswered_by_asker"
                    ),
                    models.Index(fields=["-answered_at"], name="question_answered_last"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(text=""), name="question_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(withdrawn_at=None) | models.Q(answered_at=None),
                        name="question_is_withdrawn_only_unanswered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.ForeignKey(on_delete=_KEPT, related_name="answers", to="firsthand.question")),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("at", models.DateTimeField()),
                ("helped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=~models.Q(text=""), name="questionanswer_says_what")],
            },
        ),
        migrations.RunPython(_search, _search_no_more),
        migrations.CreateModel(
            name="FeatureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                (
                    "ticket",
                    models.OneToOneField(on_delete=_KEPT, related_name="feature_request", to="firsthand.ticket"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=_KEPT, related_name="feature_requests", to="firsthand.account"
                    ),
                ),
                ("role", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("evidence", models.TextField()),
                (
                    "sent_by",
                    models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("sent_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, default="", max_length=32)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["role", "sent_at"],
                        condition=models.Q(answered_at__isnull=True),
                        name="featurerequest_open_by_role",
                    ),
                    models.Index(fields=["-answered_at"], name="featurerequest_answered_last"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(answer__in=["yes", "later", "no", ""]),
                        name="featurerequest_answer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(answer="", answered_at=None, answered_by=None)
                        | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                        name="featurerequest_answer_is_somebodys",
                    ),
                ],
            },
        ),
    ]
