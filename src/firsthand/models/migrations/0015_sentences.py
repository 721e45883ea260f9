"""What the desk tells people is kept as messages with their values; a person says which language they read. What was
told before stays as it was written."""

from django.db import migrations, models

from firsthand.models.sentence_field import SentenceField


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0014_tasks")]
    operations = [
        migrations.AddField(
            model_name="person", name="language", field=models.CharField(blank=True, default="", max_length=16)
        ),
        migrations.AlterField(model_name="notice", name="text", field=SentenceField()),
    ]
