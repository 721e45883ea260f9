"""Whoever leaves is signed out everywhere, for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0017_held_messages")]
    operations = [migrations.AddField(model_name="person", name="signed_out_at", field=models.DateTimeField(null=True))]
