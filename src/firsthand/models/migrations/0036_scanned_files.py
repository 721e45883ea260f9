"""What a scanner says of a file that came in; and where an author wants to be answered is append-only as the rest is."""

from django.db import migrations, models
from django.db.models import Q

from firsthand.models.append_only import MESSAGE_OF_0015, MESSAGE_OF_0036
from firsthand.models.migrations._steps import check_at_once, make, search_again, take_away

_SEARCH = search_again("attachment")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0035_questions_and_requests")]
    operations = [
        migrations.RunPython(check_at_once, _SEARCH),
        migrations.RunPython(take_away(MESSAGE_OF_0015), make(MESSAGE_OF_0015)),
        migrations.RunPython(make(MESSAGE_OF_0036), take_away(MESSAGE_OF_0036)),
        migrations.AddField(
            model_name="attachment", name="scan", field=models.CharField(default="unasked", max_length=32)
        ),
        migrations.AddField(
            model_name="attachment", name="infection", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=Q(scan__in=["unasked", "waiting", "unanswered", "clean", "infected"]),
                name="attachment_scan_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=Q(scan__in=("waiting", "unanswered")), fields=["id"], name="attachment_to_scan"
            ),
        ),
        migrations.RunPython(_SEARCH, check_at_once),
    ]
