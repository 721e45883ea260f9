"""A ticket may be about something that the book routes by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0010_organisation")]
    operations = [
        migrations.AddField("ticket", "topic", models.CharField(max_length=64, blank=True, default="")),
    ]
