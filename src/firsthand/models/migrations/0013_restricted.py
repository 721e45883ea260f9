"""Tickets can be restricted to roles, teams and persons. Every ticket of before is everybody's."""

from django.conf import settings
from django.db import migrations, models

from firsthand.models.names import NameKey

_WHOM = ("role", "team", "person")


def _only(whom: str) -> models.Q:
    return models.Q(**{f"{one}__isnull": one != whom for one in _WHOM})


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0012_proposals")]
    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        "firsthand.Ticket",
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="restriction",
                        serialize=False,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LetIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        "firsthand.Restriction", db_index=False, on_delete=models.CASCADE, related_name="let_in"
                    ),
                ),
                ("role_name", NameKey("firsthand.KnownRole", null=True)),
                ("team_name", NameKey("firsthand.KnownTeam", null=True)),
                (
                    "person",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        db_index=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=_only("role") | _only("team") | _only("person"), name="letin_is_one"
                    ),
                    models.UniqueConstraint(fields=["restriction", "role_name"], name="letin_role_once"),
                    models.UniqueConstraint(fields=["restriction", "team_name"], name="letin_team_once"),
                    models.UniqueConstraint(fields=["restriction", "person"], name="letin_person_once"),
                ]
            },
        ),
    ]
