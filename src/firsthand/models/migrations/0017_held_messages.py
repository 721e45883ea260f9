"""Held messages that may be requests: a table and a kind of subject. What was held before stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once

_KINDS = ["ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task", "held"]
_KEPT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0016_sentences")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.AddConstraint(
            "subject", models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known")
        ),
        migrations.CreateModel(
            name="HeldMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.OneToOneField(on_delete=_KEPT, related_name="+", to="firsthand.subject")),
                ("raw", models.OneToOneField(on_delete=_KEPT, related_name="held", to="firsthand.rawmessage")),
            ],
        ),
    ]
