"""Help that is asked of other roles about tickets, and what was said about it (S50)."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.help import HelpState, HelpWordKind
from firsthand.models.choices import enum_field, one_of
from firsthand.models.names import KnownRole, KnownState, KnownTeam, NameKey
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

ASKED = models.Q(answered_at__isnull=True, ended_at__isnull=True)
"""Who is asked owes an answer."""
OPEN = models.Q(ended_at__isnull=True)
"""It is asked, or answered and nobody said yet what came of it."""


class HelpRequest(HasSubject):
    """Help that `from_role` asks of `role`, or of a team of it, about a ticket, which stays whose it is. `context` is
    the book's form as it was filled in; `teammates` what they said who were asked first (`asked_first`, by number), or
    why nobody was. `matched` are the words by which the book found the team (empty: it was chosen), `clause` and
    `team_clause` say so. `rank` orders priorities, the smallest first. `taken_by` looks after it; `asks_back` since
    when they wait for a word of whoever asked. `put_into` is the state in which the ticket waits. `link` is where what
    was learnt is written down, or `why` there is nothing to write, or it is asked no more."""

    subject_kind = SubjectKind.help

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="help_requests")
    from_role_name = NameKey(KnownRole)
    role_name = NameKey(KnownRole)
    team_name = NameKey(KnownTeam, null=True)
    clause = models.CharField(max_length=200)
    team_clause = models.CharField(max_length=200, blank=True, default="")
    matched = models.CharField(max_length=200, blank=True, default="")
    priority = models.CharField(max_length=64, blank=True, default="")
    rank = models.PositiveSmallIntegerField(default=0)
    is_defect = models.BooleanField(default=False)
    context = models.JSONField(default=list)
    asked_first = models.JSONField(default=list)
    teammates = models.CharField(max_length=2000, blank=True, default="")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asks_back = models.DateTimeField(null=True)
    put_into_name = NameKey(KnownState, null=True)
    state = enum_field(default=HelpState.asked)
    answered_at = models.DateTimeField(null=True)
    link = models.CharField(max_length=400, blank=True, default="")
    why = models.CharField(max_length=400, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            one_of("state", HelpState),
            models.CheckConstraint(
                condition=models.Q(state="asked", answered_at=None, ended_at=None)
                | models.Q(state="answered", answered_at__isnull=False, ended_at=None)
                | models.Q(state="closed", answered_at__isnull=False, ended_at__isnull=False)
                | models.Q(state="withdrawn", ended_at__isnull=False),
                name="helprequest_stands_where_it_says",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(link="", why=""),
                name="helprequest_says_what_came_of_it",
            ),
            models.CheckConstraint(condition=~models.Q(teammates=""), name="helprequest_says_what_teammates_said"),
        ]
        indexes = [
            models.Index(fields=["role_name", "rank", "asked_at"], condition=OPEN, name="helprequest_open_by_role"),
            models.Index(fields=["from_role_name", "asked_at"], condition=OPEN, name="helprequest_open_by_asker"),
            models.Index(fields=["-ended_at"], name="helprequest_ended_last"),
        ]

    def __str__(self) -> str:
        return f"help about #{self.ticket_id}"


class HelpWord(models.Model):
    """What somebody said about a request for help, in order."""

    help = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="words")
    kind = enum_field(default=HelpWordKind.said)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", HelpWordKind),
            models.CheckConstraint(condition=~models.Q(text=""), name="helpword_says_what"),
        ]
