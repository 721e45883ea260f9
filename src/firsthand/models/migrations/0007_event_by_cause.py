"""What came of an event is found by an index: an amended reply asks who heard of it before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0006_desk_settings")]
    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["because"], condition=models.Q(because__isnull=False), name="event_by_cause"),
        ),
    ]
