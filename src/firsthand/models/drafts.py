"""Amendments that are being written, and what their readers said to them."""

from enum import StrEnum

from django.db import models

from firsthand.domain.amending.publishing import Area
from firsthand.models.choices import enum_field, one_of
from firsthand.models.people import Person
from firsthand.models.policy import Amendment


class DraftState(StrEnum):
    """A draft stays open until it is published or withdrawn."""

    open = "open"
    published = "published"
    withdrawn = "withdrawn"


class Said(StrEnum):
    """What the owner of an area says to a draft."""

    approved = "approved"
    declined = "declined"


class AmendmentDraft(models.Model):
    """An amendment without its publication. `text` lacks only what the desk writes when it is published: the instant,
    the author and the approvers. `version` counts its texts, so that two writers do not lose one. From `sealed_at` on,
    when it was published or withdrawn, nothing of it changes. `writers` are the ids of those who wrote its text,
    `carried_by` is whose it is since its author left."""

    book = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    carried_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    writers = models.JSONField(default=list)
    state = enum_field(default=DraftState.open)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", DraftState),
            models.CheckConstraint(
                condition=models.Q(state="open", sealed_at=None)
                | (~models.Q(state="open") & ~models.Q(sealed_at=None)),
                name="amendmentdraft_is_open_or_sealed",
            ),
        ]
        indexes = [models.Index(fields=["state", "-updated_at"], name="amendmentdraft_by_state")]


class DraftAnswer(models.Model):
    """What the owner of an area says to a draft: yes to exactly the text with `digest`, or no with a reason (S6).
    `role` is the role in which it was said, empty for an owner of the desk. Append-only."""

    draft = models.ForeignKey(AmendmentDraft, on_delete=models.PROTECT, related_name="answers")
    area = enum_field()
    said = enum_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, blank=True, default="")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    why = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        constraints = [
            one_of("area", Area),
            one_of("said", Said),
            models.CheckConstraint(
                condition=models.Q(said="approved") | ~models.Q(why=""), name="draftanswer_says_why_not"
            ),
        ]
        ordering = ["id"]


class DraftRemark(models.Model):
    """Something that a teammate says to a draft. Append-only."""

    draft = models.ForeignKey(AmendmentDraft, on_delete=models.PROTECT, related_name="remarks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=4000)

    class Meta:
        ordering = ["id"]


class DraftPublication(models.Model):
    """That a draft became an amendment: who pressed the button, the digest of the text that was approved, and the
    findings that were new with it and published knowingly. Append-only."""

    draft = models.OneToOneField(AmendmentDraft, on_delete=models.PROTECT, related_name="publication")
    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="publication")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    acknowledged = models.JSONField(default=list)
