"""Who was let in to a ticket that is not for everybody: a security report, a complaint about a person."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, say


@dataclass(frozen=True, kw_only=True, slots=True)
class _LetIn(Payload):
    """Everybody who is let in from then on."""

    moves_clocks: ClassVar[bool] = False
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    why: Why = ""

    @property
    def everybody(self) -> tuple[Name | PersonId, ...]:
        """Who is let in, as a sentence names them."""
        return (
            *(Name(role, NameFamily.role) for role in self.roles),
            *(Name(team, NameFamily.team) for team in self.teams),
            *map(PersonId, self.people),
        )


@event
class Restricted(_LetIn):
    """The ticket was restricted: nobody else sees it any more."""

    verb: ClassVar[str] = "restricted"

    @property
    def sentence(self) -> Sentence:
        return say("restricted it to {who}", who=self.everybody)


@event
class RestrictionChanged(_LetIn):
    """Others are let in now; the fields name all of them."""

    verb: ClassVar[str] = "restriction_changed"

    @property
    def sentence(self) -> Sentence:
        return say("changed who is let in: {who}", who=self.everybody)


@event
class LetThemselvesIn(Payload):
    """An owner of the desk, who was not let in, let themselves in. Those who were are told."""

    verb: ClassVar[str] = "let_themselves_in"
    moves_clocks: ClassVar[bool] = False
    usual_tone: ClassVar[str] = "soon"
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("let themselves in, as an owner of the desk")


@event
class RestrictionLifted(Payload):
    """Everybody who sees the desk sees the ticket again."""

    verb: ClassVar[str] = "restriction_lifted"
    moves_clocks: ClassVar[bool] = False
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("lifted the restriction; everybody sees it again")
