"""The desk itself: one row of settings, and the sign of life of each engine."""

from django.db import models

from firsthand.domain.events.conversation import LEAVES_WITHIN
from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.subjects import HasSubject


class DeskSettings(HasSubject):
    """The settings of the one desk of this database. `leaves_within` is how many minutes an answer may take to leave
    and still counts from its writing. `followed_amendment` and `followed_at` say up to which amendment and which dated
    change of the book its open clocks were brought."""

    subject_kind = SubjectKind.desk

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    base_url = models.CharField(max_length=400, blank=True, default="")
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, blank=True, default="")
    book = models.CharField(max_length=100, blank=True, default="")
    leaves_within = models.PositiveSmallIntegerField(default=LEAVES_WITHIN)
    set_up_at = models.DateTimeField(null=True)
    followed_amendment = models.PositiveBigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "firsthand_desk"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="desk_is_one")]


class Heartbeat(models.Model):
    """When a part of one worker's engine last finished a round, and what went wrong if it did."""

    part = models.CharField(max_length=64)
    worker = models.CharField(max_length=300)
    at = models.DateTimeField()
    error = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "worker"], name="heartbeat_of_a_worker")]
