"""What the desk tells people is kept as messages with their values; a person says which language they read. What was
told before stays as it was written."""

from django.db import migrations, models

from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.append_only import MESSAGE_OF_0015
from firsthand.models.migrations._steps import check_at_once, make, take_away
from firsthand.models.sentence_field import SentenceField


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0015_channels")]
    operations = [
        migrations.RunPython(check_at_once, check_at_once),
        migrations.AddField(
            model_name="person", name="language", field=models.CharField(blank=True, default="", max_length=16)
        ),
        migrations.AlterField(model_name="notice", name="text", field=SentenceField()),
        migrations.AlterField(
            model_name="rawmessage", name="reason", field=SentenceField(blank=True, default=NOTHING_SAID)
        ),
        migrations.AlterField(
            model_name="clock", name="ended_because", field=SentenceField(blank=True, default=NOTHING_SAID)
        ),
        migrations.RunPython(take_away(MESSAGE_OF_0015), make(MESSAGE_OF_0015)),
        migrations.AlterField(
            model_name="message", name="counts_because", field=SentenceField(blank=True, default=NOTHING_SAID)
        ),
        migrations.RunPython(make(MESSAGE_OF_0015), take_away(MESSAGE_OF_0015)),
    ]
