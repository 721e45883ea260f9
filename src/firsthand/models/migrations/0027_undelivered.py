"""What the desk does with an answer on its way, with one that did not arrive, and with what came before it was there."""

from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once, search_again

_BEFORE = ("resolved", "merged", "spam", "sales_mail", "billing", "other")


def _closed_as(*names: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(closed_as__in=[*names, ""]), name="ticket_closed_as_is_known")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0026_senders_and_receipts")]
    operations = [
        migrations.RunPython(check_at_once, check_at_once),
        migrations.AddField(
            model_name="desksettings", name="leaves_within", field=models.PositiveSmallIntegerField(default=15)
        ),
        migrations.AddField(model_name="endpoint", name="answers_since", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="ticket", name="undelivered_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(migrations.RunPython.noop, search_again("ticket")),
        migrations.RemoveConstraint(model_name="ticket", name="ticket_closed_as_is_known"),
        migrations.AddConstraint(model_name="ticket", constraint=_closed_as(*_BEFORE, "history")),
        migrations.RunPython(search_again("ticket"), migrations.RunPython.noop),
    ]
