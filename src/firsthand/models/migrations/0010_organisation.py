"""The organisation is a rule set of its own, which somebody approves a change of."""

from django.db import migrations, models

from firsthand.models.append_only import RULES_OF_0005
from firsthand.models.migrations._steps import make, take_away

_AREAS = ("organisation", "ownership", "service_levels", "priority", "escalation", "promise_wording", "desk")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0009_state_timers")]
    operations = [
        migrations.RunPython(take_away(RULES_OF_0005), migrations.RunPython.noop),
        migrations.RemoveConstraint("draftanswer", "draftanswer_area_is_known"),
        migrations.AddConstraint(
            "draftanswer",
            models.CheckConstraint(condition=models.Q(area__in=_AREAS), name="draftanswer_area_is_known"),
        ),
        migrations.RunPython(make(RULES_OF_0005), migrations.RunPython.noop),
    ]
