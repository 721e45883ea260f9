"""Where the author of a message wants to be answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0029_dated_messages")]
    operations = [
        migrations.AddField(model_name="message", name="answer_to", field=models.JSONField(null=True)),
    ]
