"""Any state may change by itself: the instant and the state that follows are kept as the book said on the day."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._steps import check_at_once
from firsthand.models.names import NameKey


def lead_to_closed(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now a timer only ever closed."""
    apps.get_model("firsthand", "ticket").objects.filter(timer_at__isnull=False).update(timer_to="closed")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0008_declared_names")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("ticket", "ticket_solved_at_goes_with_its_phase"),
        migrations.RemoveIndex("ticket", "ticket_closing_next"),
        migrations.RenameField("ticket", "closes_at", "timer_at"),
        migrations.AddField("ticket", "timer_to_name", NameKey("firsthand.KnownState", null=True)),
        migrations.RunPython(lead_to_closed, migrations.RunPython.noop),
        migrations.AddConstraint(
            "ticket",
            models.CheckConstraint(
                condition=models.Q(phase="open", solved_at=None)
                | (~models.Q(phase="open") & models.Q(solved_at__isnull=False)),
                name="ticket_solved_at_goes_with_its_phase",
            ),
        ),
        migrations.AddConstraint(
            "ticket",
            models.CheckConstraint(
                condition=models.Q(timer_at=None, timer_to=None)
                | models.Q(timer_at__isnull=False, timer_to__isnull=False),
                name="ticket_timer_leads_somewhere",
            ),
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(fields=["timer_at"], condition=models.Q(timer_at__isnull=False), name="ticket_timer_next"),
        ),
    ]
