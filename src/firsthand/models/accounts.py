"""Customer organisations and the people there."""

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.names import KnownStage, NameKey
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject


class Account(HasSubject):
    """A customer organisation. `accountable` is the one customer engineer accountable for it (S10); `sponsor`
    says who set the strategic flag and why (A10); `seller` is its account executive (S7). What was merged into another
    (`merged_into`, never itself merged) is no account any more: only its history is left."""

    subject_kind = SubjectKind.account

    name = models.CharField(max_length=200, unique=True)
    stage_name = NameKey(KnownStage)
    plan = models.CharField(max_length=64, blank=True, default="")
    contract = models.CharField(max_length=64, blank=True, default="")
    strategic = models.BooleanField(default=False)
    strategic_reason = models.CharField(max_length=400, blank=True, default="")
    accountable = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accountable_for"
    )
    seller = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="sells_to")
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="account_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountDomain(models.Model):
    """A mail domain that belongs to exactly one account, in lower case."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)


class Contact(models.Model):
    """A person at a customer, known by name and by their handles on channels. Erased, only a pseudonym is left. Who was
    somebody else all along (`merged_into`, never themselves merged) has no handle any more: only what they wrote."""

    name = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def address(self) -> str:
        """The address under which the desk knew them first, on whatever channel; empty for one without any."""
        return next((one.address for one in sorted(self.handles.all(), key=lambda one: one.pk)), "")


class Erasure(models.Model):
    """The tombstone of a contact who was erased: who did it, when, why, and how much went. Append-only once sealed.

    While it is not sealed, its transaction may blank what the person wrote. `files` are the paths in the data folder
    that are to go; `files_gone_at` says that they have.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="erasure")
    pseudonym = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=400)
    messages = models.PositiveIntegerField(default=0)
    raw_messages = models.PositiveIntegerField(default=0)
    attachments = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list)
    sealed_at = models.DateTimeField(null=True)
    files_gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(files_gone_at=None), name="erasure_files_to_go"),
        ]
