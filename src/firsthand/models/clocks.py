"""Promises to act, and the verdicts on them."""

from django.db import models

from firsthand.domain.clocks import PERSONAL, Basis, ClockKind, ClockState, Outcome
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.models.choices import enum_field, one_of
from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.sentence_field import SentenceField
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision

NOT_PERSONAL = ~models.Q(kind__in=sorted(PERSONAL))
"""Clocks that hold what they are about; not those that somebody promised to themselves."""
LIVE = [ClockState.running.value, ClockState.paused.value, ClockState.sent.value]
ClockKey = tuple[str, int | None, int | None]


class Clock(models.Model):
    """A promise to act, as `domain/clocks/following` makes it of its subject's events; nothing else writes it.

    `started_by` is the event that started the promise (a clock that ended before clocks followed events has none),
    `decision` the one whose edition gave the terms, which never change; a promised instant has none. `owed_by` is a
    role where the book names one, else whoever is responsible owes it. `due_at` is null only while a pause holds it.
    `outcome` is the newest verdict as judged, empty before the first; `next_at` is when the engine must look next.
    `pauses` are `[from, to or null, cause, evidence]`, `told` the moments that are past. `answered_by` is the reply
    that answers it, `met_by` its message once it counts. A clock that is carried to another subject is the same row
    there."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    kind = enum_field()
    started_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = enum_field(default=ClockState.running)
    clause = models.CharField(max_length=200)
    edition = models.CharField(max_length=200)
    commitment = models.CharField(max_length=32)
    disclosable = models.BooleanField(default=False)
    owed_by = models.CharField(max_length=64, blank=True, default="")
    budget = models.CharField(max_length=100)
    calendar = models.CharField(max_length=100)
    calendar_version = models.CharField(max_length=100)
    pauses_on = models.JSONField(default=list)
    warn_share = models.CharField(max_length=32, blank=True, default="")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    outcome = enum_field(blank=True)
    pauses = models.JSONField(default=list)
    told = models.JSONField(default=list)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_because = SentenceField(blank=True, default=NOTHING_SAID)
    answered_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    met_by = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="met_clocks")

    @property
    def key(self) -> ClockKey:
        """What it is known by on its subject, as the follower knows it."""
        return (self.kind, self.started_by_id, self.decision_id)

    class Meta:
        constraints = [
            one_of("kind", ClockKind),
            one_of("state", ClockState),
            one_of("outcome", Outcome, or_empty=True),
            models.CheckConstraint(
                condition=models.Q(state__in=LIVE, ended_at=None)
                | (~models.Q(state__in=LIVE) & models.Q(ended_at__isnull=False, next_at=None)),
                name="clock_ends_with_its_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ClockState.paused.value, ClockState.sent.value, ClockState.void.value])
                | models.Q(due_at__isnull=False),
                name="clock_has_a_due_instant_unless_it_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(breached_at=None) | models.Q(breached_at=models.F("due_at")),
                name="clock_is_breached_at_its_due_instant",
            ),
            models.UniqueConstraint(
                fields=["subject", "kind", "started_by", "decision"], name="clock_is_one_promise_on_one_set_of_terms"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="clock_due_next"),
            models.Index(fields=["owed_by", "due_at"], condition=models.Q(ended_at=None), name="clock_open_by_role"),
        ]


class Verdict(models.Model):
    """Met, breached or open again under an edition, with the terms it went by, so that it stands by itself.

    `as_judged` is the desk's own judgement under the clock's terms; `as_if` was asked for by a person, under another
    edition, and stands beside it. Append-only: judging again adds a verdict, `because` of an event.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="verdicts")
    basis = enum_field(default=Basis.as_judged)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    edition = models.CharField(max_length=200)
    known_at = models.DateTimeField()
    clause = models.CharField(max_length=200)
    budget = models.CharField(max_length=100)
    calendar = models.CharField(max_length=100)
    calendar_version = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            one_of("basis", Basis),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[one.value for one in Outcome]),
                name="verdict_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(basis="as_judged", by=None) | models.Q(basis="as_if", by__isnull=False),
                name="verdict_as_if_names_who_asked",
            ),
        ]
