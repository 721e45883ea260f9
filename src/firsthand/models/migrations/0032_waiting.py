"""Who owes the answer to a held message, the indexes by which what waits for somebody is found, and how each reader
wants notices to come, with the mail that brought each."""

import hashlib
from typing import Any

from django.db import migrations, models
from django.db.models import Q


def take_from_events(apps: Any, _editor: Any) -> None:
    """Each held message has the role that its event named."""
    held = apps.get_model("firsthand", "HeldMessage")
    for event in apps.get_model("firsthand", "Event").objects.filter(verb="message_held").iterator():
        role = event.payload.get("responsible_role", "")
        held.objects.filter(subject=event.subject_id).update(responsible_role=role)


_LONGEST_KEY, _CUT, _AT_ONCE = 200, 130, 500


def find_mails(apps: Any, _editor: Any) -> None:
    """Each notice that was mailed points to its mail, which had a key of its own made of the notice's."""
    notices, mails = apps.get_model("firsthand", "Notice"), apps.get_model("firsthand", "Delivery")
    keys = mails.objects.filter(purpose="notice").values_list("key", "pk")
    known = dict(keys.iterator())
    some = []
    for notice in notices.objects.only("key").iterator():
        key = f"notice:{notice.key}"
        stored = key if len(key) <= _LONGEST_KEY else f"{key[:_CUT]}:{hashlib.sha256(key.encode()).hexdigest()}"
        if (mail := known.get(stored)) is not None:
            notice.delivery_id = mail
            some.append(notice)
        if len(some) == _AT_ONCE:
            notices.objects.bulk_update(some, ["delivery"])
            some = []
    notices.objects.bulk_update(some, ["delivery"])


def say_where_they_lead(apps: Any, _editor: Any) -> None:
    """What is of no ticket leads to the page of its kind."""
    notices = apps.get_model("firsthand", "Notice").objects.filter(subject__ticket=None)
    for kind, path in (("task_given", "/tasks"), ("proposal", "/proposals"), ("book", "/book/drafts")):
        notices.filter(kind=kind).update(path=path)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0031_merged_accounts")]
    operations = [
        migrations.AddField(
            model_name="heldmessage",
            name="responsible_role",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="notice", name="path", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField(model_name="notice", name="mail_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="notice", name="is_by_mail_alone", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="notice",
            name="delivery",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="notices", to="firsthand.delivery"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=Q(mail_at__isnull=False), fields=["mail_at"], name="notice_to_mail"),
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=32)),
                ("way", models.CharField(max_length=32)),
                (
                    "person",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="notice_choices", to="firsthand.person"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(way__in=["both", "page", "mail", "none"]), name="noticechoice_way_is_known"
                    ),
                    models.UniqueConstraint(fields=("person", "kind"), name="noticechoice_is_one_for_each_kind"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=Q(ended_at=None), fields=["owed_by", "due_at"], name="clock_open_by_role"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=Q(closed_at=None), fields=["responsible", "order_at"], name="ticket_unclosed_by_person"
            ),
        ),
        migrations.RunPython(take_from_events, migrations.RunPython.noop),
        migrations.RunPython(find_mails, migrations.RunPython.noop),
        migrations.RunPython(say_where_they_lead, migrations.RunPython.noop),
    ]
