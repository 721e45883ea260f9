"""Calendars that say when people are away, and what was read from them."""

from django.db import models

from firsthand.domain.absences import AbsenceSource, Counts
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.choices import enum_field, one_of
from firsthand.models.names import KnownRole, NameKey
from firsthand.models.people import Person
from firsthand.models.sealed_field import SealedField
from firsthand.models.sentence_field import SentenceField


class AbsenceCalendar(models.Model):
    """A calendar of a person, of whoever holds a role, or of everybody where it names neither. `said` is all that is
    shown of where it comes from: the host of an address, a place; the address itself lets whoever has it read the whole
    calendar, and is kept encrypted. `read_at` is when it was last read well: what it said then stands until it is read
    again. It is read next at `next_at`; a file never is."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="absence_calendars")
    role_name = NameKey(KnownRole, null=True)
    source = enum_field()
    said = models.CharField(max_length=253, blank=True, default="")
    secrets = SealedField(blank=True, default=dict)
    counts = enum_field(default=Counts.marked)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = SentenceField(blank=True, default=NOTHING_SAID)
    events = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            one_of("source", AbsenceSource),
            one_of("counts", Counts),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(role_name=None), name="absencecalendar_is_of_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="absencecalendar_read_next"
            ),
        ]


class CalendarAbsence(models.Model):
    """A stretch of time away that a calendar tells of, as `domain.absences.AwayStretch`; nothing else of its events is
    kept."""

    calendar = models.ForeignKey(AbsenceCalendar, on_delete=models.CASCADE, related_name="absences")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    floating = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__gt=models.F("from_at")), name="calendarabsence_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["calendar", "to_at"], name="calendarabsence_by_calendar")]
