"""When people work: their weekly hours from a day on, and the time that they are away."""

from django.db import models

from firsthand.models.people import Person


class WorkingHours(models.Model):
    """Somebody's weekly hours from the local midnight of `from_on`, as `domain.rosters.read_hours` reads them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="working_hours")
    from_on = models.DateField()
    zone = models.CharField(max_length=64)
    hours = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "from_on"], name="workinghours_are_one_from_a_day_on")]


class TimeOff(models.Model):
    """Time away, from `from_at` until before `to_at`, and who entered it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="time_off")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__gt=models.F("from_at")), name="timeoff_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["person", "to_at"], name="timeoff_by_person")]


class Capacity(models.Model):
    """How many open tickets somebody said, at `said_at`, that they can have at most; None where they set no limit. The
    newest counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="capacities")
    said_at = models.DateTimeField()
    at_most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "said_at"], name="capacity_by_person")]
