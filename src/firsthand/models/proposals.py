"""What somebody who may not change a field proposes that it should be, until its owner answers (S5, S6)."""

from enum import StrEnum

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.accounts import Account
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.models.tickets import Ticket

UNANSWERED = models.Q(answered_at__isnull=True)


class ProposalState(StrEnum):
    """How a proposal stands. Only an open one is answered, and nothing but an answer or its withdrawal ends it."""

    open = "open"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"


class Proposal(HasSubject):
    """Another value of one field of a ticket or an account, and why. `act` is what it takes to set the field, by the
    name under which the book gives it to roles. `value` and `before` are as `services/proposals/fields` reads the
    field; `answer` is why it was declined or withdrawn. `carried_by` hears the answer, and may withdraw it, since
    whoever proposed it left. The subject's ticket is the proposal's."""

    subject_kind = SubjectKind.proposal

    act = models.CharField(max_length=64)
    field = models.CharField(max_length=64)
    value = models.CharField(max_length=400, blank=True)
    before = models.CharField(max_length=400, blank=True)
    why = models.CharField(max_length=400)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="proposals")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposed", db_index=False)
    carried_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    state = enum_field(default=ProposalState.open)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", ProposalState),
            models.CheckConstraint(
                condition=models.Q(ticket__isnull=False, account=None) | models.Q(ticket=None, account__isnull=False),
                name="proposal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_at=None, answered_by=None)
                | (~models.Q(state="open") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="proposal_answer_goes_with_its_state",
            ),
            models.UniqueConstraint(
                fields=["ticket", "field", "value"],
                condition=UNANSWERED,
                name="proposal_is_made_once_on_a_ticket",
            ),
            models.UniqueConstraint(
                fields=["account", "field", "value"],
                condition=UNANSWERED,
                name="proposal_is_made_once_on_an_account",
            ),
        ]
        # SQLite uses a partial index only when its condition has no parameter.
        indexes = [
            models.Index(fields=["act"], condition=UNANSWERED, name="proposal_open_by_act"),
            models.Index(fields=["proposed_by", "-id"], name="proposal_by_person"),
            models.Index(fields=["-answered_at"], name="proposal_answered_last"),
        ]
