"""What went wrong with a mail on its way, and with an address that is asked for messages, is kept as a message with its
values. What was kept before stays as it was written."""

from django.db import migrations

from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.migrations._steps import check_at_once
from firsthand.models.sentence_field import SentenceField


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0017_held_messages")]
    operations = [
        migrations.RunPython(check_at_once, check_at_once),
        migrations.AlterField(
            model_name="delivery", name="last_error", field=SentenceField(blank=True, default=NOTHING_SAID)
        ),
        migrations.AlterField(
            model_name="endpoint", name="last_error", field=SentenceField(blank=True, default=NOTHING_SAID)
        ),
    ]
