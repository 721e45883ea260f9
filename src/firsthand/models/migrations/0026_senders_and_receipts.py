"""The block list and saved replies: two tables and their kinds of subject. What was held before was held by none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

import firsthand.models.names
from firsthand.models.migrations._steps import check_at_once

_KINDS = [
    *("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "held"),
    *("block", "saved_reply"),
]
_KEPT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0025_unsent")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.AddConstraint(
            "subject", models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known")
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("whom", models.CharField(max_length=320)),
                ("why", models.CharField(max_length=400)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["whom", "until"], name="block_by_whom")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(whom="") & ~models.Q(why=""), name="block_says_whom_and_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(until__gt=models.F("since")), name="block_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ended_at=None, ended_by=None)
                        | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                        name="block_ends_with_who",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="rawmessage",
            name="block",
            field=models.ForeignKey(null=True, on_delete=_KEPT, related_name="raw_messages", to="firsthand.block"),
        ),
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                (
                    "role_name",
                    firsthand.models.names.NameKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="+", to="firsthand.knownrole"
                    ),
                ),
                (
                    "team_name",
                    firsthand.models.names.NameKey(
                        db_index=False, null=True, on_delete=_KEPT, related_name="+", to="firsthand.knownteam"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(db_index=False, on_delete=_KEPT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("written_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(name="") & ~models.Q(text=""), name="savedreply_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(role_name=None) | models.Q(team_name=None), name="savedreply_is_of_one"
                    ),
                    models.UniqueConstraint(
                        Lower("name"), condition=models.Q(retired_at=None), name="savedreply_is_one_of_its_name"
                    ),
                ],
            },
        ),
    ]
