"""Who owes the answer to a held message, and the indexes by which what waits for somebody is found."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def take_from_events(apps: Any, _editor: Any) -> None:
    """Each held message has the role that its event named."""
    held = apps.get_model("firsthand", "HeldMessage")
    for event in apps.get_model("firsthand", "Event").objects.filter(verb="message_held").iterator():
        role = event.payload.get("responsible_role", "")
        held.objects.filter(subject=event.subject_id).update(responsible_role=role)


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0031_merged_accounts")]
    operations = [
        migrations.AddField(
            model_name="heldmessage",
            name="responsible_role",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.RunPython(take_from_events, migrations.RunPython.noop),
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
    ]
