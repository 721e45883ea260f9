"""Tickets that are not for everybody, and who is let in."""

from django.db import models

from firsthand.models.names import KnownRole, KnownTeam, NameKey
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket

_WHOM = ("role", "team", "person")


def _only(whom: str) -> models.Q:
    return models.Q(**{f"{one}__isnull": one != whom for one in _WHOM})


class Restriction(models.Model):
    """A ticket that only those see who are let in. Without a row the ticket is everybody's; with a row and nobody let
    in it is nobody's. Why it is so stands in its events."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="restriction")
    since = models.DateTimeField()


class LetIn(models.Model):
    """A role, a team or a person who is let in to a restricted ticket; exactly one of the three."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="let_in", db_index=False)
    role_name = NameKey(KnownRole, null=True)
    team_name = NameKey(KnownTeam, null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_only("role") | _only("team") | _only("person"), name="letin_is_one"),
            models.UniqueConstraint(fields=["restriction", "role_name"], name="letin_role_once"),
            models.UniqueConstraint(fields=["restriction", "team_name"], name="letin_team_once"),
            models.UniqueConstraint(fields=["restriction", "person"], name="letin_person_once"),
        ]
