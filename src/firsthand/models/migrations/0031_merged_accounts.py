"""Accounts and contacts that turned out to be others."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from firsthand.models.migrations._steps import search_again

_FIELDS = [
    migrations.AddField(
        model_name=name,
        name="merged_into",
        field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="merged", to=f"firsthand.{name}"),
    )
    for name in ("account", "contact")
]


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0030_answer_to")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, search_again("account", "contact")),
        *_FIELDS,
    ]
