"""Messages know when their authors' programs say that they were sent, so that a copy by another way is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0027_undelivered")]
    operations = [
        migrations.AddField(model_name="message", name="dated_at", field=models.DateTimeField(blank=True, null=True)),
    ]
