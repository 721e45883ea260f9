"""What somebody has written and not sent is kept on the desk, and how they sign."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firsthand", "0023_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(max_length=32)),
                ("version", models.PositiveIntegerField(default=0)),
                ("page", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True, default="")),
                ("recipients", models.JSONField(null=True)),
                ("copies", models.JSONField(null=True)),
                ("substantive", models.BooleanField(default=False)),
                ("with_history", models.BooleanField(default=False)),
                ("status_after", models.CharField(blank=True, default="", max_length=64)),
                (
                    "endpoint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firsthand.endpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unsent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firsthand.message",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unsent", to="firsthand.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ticket", "at"], name="unsent_by_ticket")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["outbound", "note"])),
                        name="unsent_is_an_answer_or_a_note",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "ticket", "direction"), name="unsent_is_one_for_each_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnsentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=127)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "unsent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="firsthand.unsent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="firsthand.endpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "endpoint"), name="signature_is_one_for_each_address")
                ],
            },
        ),
    ]
