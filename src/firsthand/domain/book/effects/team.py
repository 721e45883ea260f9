"""A team that the book declares: a part of a role to which it may route."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_role
from firsthand.domain.names import NameFamily, TeamName
from firsthand.domain.organisation import DeclaredTeam
from firsthand.domain.sentences import Name, Sentence, every, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class TeamEffect(DeclaringEffect[DeclaredTeam]):
    """A team of people who hold a role."""

    topic: ClassVar[str] = "a team"
    family: ClassVar[str] = "team"

    @property
    def sentence(self) -> Sentence:
        team = self.declared
        said = say(
            "{team} is a team of {role}.", team=Name(team.name, NameFamily.team), role=Name(team.role, NameFamily.role)
        )
        return said.followed_by(say(" In it are {people}.", people=every(team.members))) if team.members else said


_SHAPE = Shape(
    title="team",
    about="A part of a role to which the book may route.",
    keys=(
        must("name", "a name in small letters", "what clauses and columns call it"),
        must("role", "a role", "the role of its people"),
        may("called", "a text", "what people call it", "its name in words"),
        may("members", "a mail address or a list", "its people, by the address with which they sign in", "nobody"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> TeamEffect:
    parts = entry.of(_SHAPE)
    return TeamEffect(
        declared=DeclaredTeam(
            name=TeamName(parts["name"].declared()),
            role=read_role(parts["role"], fields),
            called=parts["called"].text() if "called" in parts else "",
            members=tuple(one.lower() for one in parts["members"].texts()) if "members" in parts else (),
        )
    )


register(EffectKey(name="team", home=ClauseSet.organisation, fields=(), read=_read, shape=_SHAPE, declares="team"))
