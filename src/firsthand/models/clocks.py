"""Promises to act: the running clocks, their pauses, and the verdicts on them."""

from enum import StrEnum

from django.db import models

from firsthand.domain.clocks import Basis, ClockKind, Outcome
from firsthand.models.choices import enum_field, one_of
from firsthand.models.conversation import Message
from firsthand.models.people import Person
from firsthand.models.tickets import Decision, Ticket, TimelineEvent


class ClockState(StrEnum):
    """A breached clock still runs: the answer is still owed."""

    running = "running"
    paused = "paused"
    met = "met"
    missed = "missed"
    cancelled = "cancelled"


LIVE = [ClockState.running.value, ClockState.paused.value]


class Clock(models.Model):
    """A promise to act. `due_at` is null only while a pause holds it; `next_at` is when the engine must look next.
    The terms (budget, calendar, clause, class) are those of the decision's edition and never change."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="clocks")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="clocks")
    kind = enum_field()
    state = enum_field(default=ClockState.running)
    clause = models.CharField(max_length=200)
    edition = models.CharField(max_length=200)
    commitment = models.CharField(max_length=32)
    disclosable = models.BooleanField(default=False)
    budget = models.CharField(max_length=100)
    calendar = models.CharField(max_length=100)
    calendar_version = models.CharField(max_length=100)
    pauses_on = models.JSONField(default=list)
    warn_share = models.CharField(max_length=32, blank=True, default="")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True, default="")
    met_by = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="met_clocks")

    class Meta:
        constraints = [
            one_of("kind", ClockKind),
            one_of("state", ClockState),
            models.CheckConstraint(
                condition=models.Q(state__in=LIVE, ended_at=None)
                | (~models.Q(state__in=LIVE) & models.Q(ended_at__isnull=False, next_at=None)),
                name="clock_ends_with_its_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="paused") | models.Q(due_at__isnull=False),
                name="clock_has_a_due_instant_unless_paused",
            ),
            models.CheckConstraint(
                condition=models.Q(breached_at=None) | models.Q(breached_at=models.F("due_at")),
                name="clock_is_breached_at_its_due_instant",
            ),
            models.UniqueConstraint(
                fields=["ticket", "kind"], condition=models.Q(state__in=LIVE), name="clock_runs_once_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="clock_due_next"),
            models.Index(fields=["ticket", "kind"], name="clock_by_ticket"),
        ]


class ClockPause(models.Model):
    """A span in which a clock did not count, with the event that proves it."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=200)
    evidence = models.ForeignKey(TimelineEvent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")),
                name="clockpause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(to_at=None), name="clockpause_one_open_at_a_time"
            ),
        ]


class Verdict(models.Model):
    """Met or breached under an edition, with the terms it went by, so that it stands by itself. Append-only.

    `as_judged` is the desk's own judgement under the clock's terms; `as_if` was asked for by a person, under another
    edition, and stands beside it. Judging again adds a verdict.
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
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            one_of("basis", Basis),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[Outcome.met.value, Outcome.breached.value]),
                name="verdict_is_met_or_breached",
            ),
            models.CheckConstraint(
                condition=models.Q(basis="as_judged", by=None) | models.Q(basis="as_if", by__isnull=False),
                name="verdict_as_if_names_who_asked",
            ),
        ]
