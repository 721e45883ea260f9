"""Whoever leaves is signed out everywhere, for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0019_language_of_the_desk")]
    operations = [migrations.AddField(model_name="person", name="signed_out_at", field=models.DateTimeField(null=True))]
