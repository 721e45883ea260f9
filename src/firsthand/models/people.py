"""Teammates, the roles they hold and when, and invitations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.names import KnownRole, NameKey
from firsthand.models.subjects import HasSubject


class Person(HasSubject, AbstractBaseUser):
    """A teammate. `email` is what they sign in with and are told by mail; whoever has none does neither. `is_owner` may
    change the desk itself: people, addresses, the book. Sessions from before `signed_out_at` are over."""

    subject_kind = SubjectKind.person

    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, blank=True, default="")
    is_owner = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager["Person"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to go on: another one after a new password, and after everybody who was signed in
        as this person was signed out."""
        carried = super().get_session_auth_hash()
        if self.signed_out_at is None:
            return carried
        return salted_hmac("firsthand.signed_out_at", f"{carried}{self.signed_out_at.isoformat()}").hexdigest()


class RoleHolding(models.Model):
    """Who holds a role from when to when; `acting` marks a stand-in (A20)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role_name = NameKey(KnownRole)
    acting = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gt=models.F("from_at")),
                name="roleholding_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(to_at=None),
                name="roleholding_held_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["role", "to_at"], name="roleholding_by_role")]


class Invitation(models.Model):
    """An invitation by mail: only a hash of its token is kept; it works once and until `expires_at`."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    is_owner = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Tries(models.Model):
    """How many tries of somebody were counted until `ends_at`; `key` is a keyed hash of whose and what for."""

    key = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "ends_at"], name="tries_are_counted_once")]
