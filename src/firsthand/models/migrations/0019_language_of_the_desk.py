"""The desk's owners say which language it speaks to whoever chose none; before they do, it is the program's own."""

from django.db import migrations, models

from firsthand.models.migrations._steps import check_at_once


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0018_errors_are_sentences")]
    operations = [
        migrations.RunPython(check_at_once, check_at_once),
        migrations.AddField(
            model_name="desksettings", name="language", field=models.CharField(blank=True, default="", max_length=16)
        ),
    ]
