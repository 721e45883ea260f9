"""Saved replies: texts that a team writes again and again."""

from django.db import models
from django.db.models.functions import Lower

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.names import KnownRole, KnownTeam, NameKey
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject


class SavedReply(HasSubject):
    """A text with variables, of a role, of one team, or of everybody where it names neither. One that is retired is
    offered no more; its name is free then."""

    subject_kind = SubjectKind.saved_reply

    name = models.CharField(max_length=120)
    text = models.TextField()
    role_name = NameKey(KnownRole, null=True)
    team_name = NameKey(KnownTeam, null=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(text=""), name="savedreply_says_something"),
            models.CheckConstraint(
                condition=models.Q(role_name=None) | models.Q(team_name=None), name="savedreply_is_of_one"
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(retired_at=None),
                name="savedreply_is_one_of_its_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
