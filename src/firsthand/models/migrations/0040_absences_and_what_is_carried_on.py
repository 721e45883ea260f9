"""Calendars that say when people are away, and whose it is what somebody who left had asked, proposed or begun."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firsthand.models.names
import firsthand.models.sealed_field
import firsthand.models.sentence_field
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.migrations._steps import search_again, search_let_go


class Migration(migrations.Migration):
    dependencies = [
        ("firsthand", "0039_help"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, search_again("question", "questionanswer")),
        migrations.AddField(
            model_name="amendmentdraft",
            name="carried_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="featurerequest",
            name="carried_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="carried_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="carried_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, search_let_go("question", "questionanswer")),
        migrations.CreateModel(
            name="AbsenceCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=32)),
                ("said", models.CharField(blank=True, default="", max_length=253)),
                ("secrets", firsthand.models.sealed_field.SealedField(blank=True, default=dict)),
                ("counts", models.CharField(default="marked", max_length=32)),
                ("given_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("last_error", firsthand.models.sentence_field.SentenceField(blank=True, default=NOTHING_SAID)),
                ("events", models.PositiveIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absence_calendars",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role_name",
                    firsthand.models.names.NameKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firsthand.knownrole",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarAbsence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("floating", models.BooleanField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="firsthand.absencecalendar",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="absencecalendar",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="absencecalendar_read_next"
            ),
        ),
        migrations.AddConstraint(
            model_name="absencecalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["address", "file", "holidays"])),
                name="absencecalendar_source_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="absencecalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__in", ["marked", "every"])), name="absencecalendar_counts_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="absencecalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("role_name", None), _connector="OR"),
                name="absencecalendar_is_of_one",
            ),
        ),
        migrations.AddIndex(
            model_name="calendarabsence",
            index=models.Index(fields=["calendar", "to_at"], name="calendarabsence_by_calendar"),
        ),
        migrations.AddConstraint(
            model_name="calendarabsence",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_at__gt", models.F("from_at"))), name="calendarabsence_ends_after_it_begins"
            ),
        ),
    ]
