"""Customer organisations and the people there."""

from django.db import models
from django.db.models.functions import Lower

from firsthand.domain.tickets import Stage
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person


class Account(models.Model):
    """A customer organisation. `accountable` is the one customer engineer accountable for it (S10); `sponsor`
    says who set the strategic flag and why (A10); `seller` is its account executive (S7)."""

    name = models.CharField(max_length=200, unique=True)
    stage = enum_field(default=Stage.prospect)
    plan = models.CharField(max_length=64, blank=True, default="")
    contract = models.CharField(max_length=64, blank=True, default="")
    strategic = models.BooleanField(default=False)
    strategic_reason = models.CharField(max_length=400, blank=True, default="")
    accountable = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accountable_for"
    )
    seller = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="sells_to")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("stage", Stage),
            models.CheckConstraint(condition=~models.Q(name=""), name="account_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountDomain(models.Model):
    """A mail domain that belongs to exactly one account, in lower case."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)


class AccountEvent(models.Model):
    """What was changed on an account: by whom, when, from what to what. Append-only."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=64)
    before = models.CharField(max_length=400, blank=True, default="")
    after = models.CharField(max_length=400, blank=True, default="")
    why = models.CharField(max_length=400, blank=True, default="")


class Contact(models.Model):
    """A person at a customer, known by an address in lower case."""

    email = models.EmailField(max_length=320, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="contact_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
