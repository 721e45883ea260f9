"""What events happen to and clocks run on: every table that has a timeline points to one row here."""

from typing import Any, ClassVar

from django.db import models

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.choices import enum_field, one_of


class Subject(models.Model):
    """Something that has a timeline. `ticket` is the ticket that it belongs to, a ticket's own for a ticket; which one
    that is stands here alone, so that no append-only row is ever rewritten. Locking a subject is locking this row."""

    kind = enum_field()
    ticket = models.ForeignKey("firsthand.Ticket", null=True, on_delete=models.PROTECT, related_name="subjects")

    class Meta:
        constraints = [one_of("kind", SubjectKind)]


class HasSubject(models.Model):
    """A table whose rows have a timeline each: its subject is made with it."""

    subject_kind: ClassVar[SubjectKind]
    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, RUF100 - Django's own arguments
        """Save the row, with a subject of its own when it is new."""
        if self.subject_id is None:
            self.subject = Subject.objects.create(kind=self.subject_kind)
            if (only := options.get("update_fields")) is not None:
                options["update_fields"] = {*only, "subject"}
        super().save(*args, **options)
