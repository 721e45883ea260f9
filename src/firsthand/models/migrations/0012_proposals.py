"""Proposals: another value of a field of a ticket or an account, and why, until its owner answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_KINDS = ["ticket", "account", "person", "desk", "mailbox", "exception", "proposal"]
_UNANSWERED = models.Q(answered_at__isnull=True)


def _key(to: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(to, on_delete=django.db.models.deletion.PROTECT, **options)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0011_topic")]
    operations = [
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.AddConstraint(
            "subject",
            models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known"),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=64)),
                ("field", models.CharField(max_length=64)),
                ("value", models.CharField(blank=True, max_length=400)),
                ("before", models.CharField(blank=True, max_length=400)),
                ("why", models.CharField(max_length=400)),
                ("proposed_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=32)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=400)),
                ("account", _key("firsthand.account", null=True, related_name="proposals")),
                ("answered_by", _key(settings.AUTH_USER_MODEL, null=True, related_name="+", db_index=False)),
                ("proposed_by", _key(settings.AUTH_USER_MODEL, related_name="proposed", db_index=False)),
                (
                    "subject",
                    models.OneToOneField(
                        "firsthand.subject", on_delete=django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                ("ticket", _key("firsthand.ticket", null=True, related_name="proposals")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["open", "accepted", "declined", "withdrawn"]),
                        name="proposal_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ticket__isnull=False, account=None)
                        | models.Q(ticket=None, account__isnull=False),
                        name="proposal_is_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="open", answered_at=None, answered_by=None)
                        | (~models.Q(state="open") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                        name="proposal_answer_goes_with_its_state",
                    ),
                    models.UniqueConstraint(
                        fields=["ticket", "field", "value"],
                        condition=_UNANSWERED,
                        name="proposal_is_made_once_on_a_ticket",
                    ),
                    models.UniqueConstraint(
                        fields=["account", "field", "value"],
                        condition=_UNANSWERED,
                        name="proposal_is_made_once_on_an_account",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["act"], condition=_UNANSWERED, name="proposal_open_by_act"),
                    models.Index(fields=["proposed_by", "-id"], name="proposal_by_person"),
                    models.Index(fields=["-answered_at"], name="proposal_answered_last"),
                ],
            },
        ),
    ]
