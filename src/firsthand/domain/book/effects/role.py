"""A role that the book declares: a part that people play towards customers (S1..S9)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_optional, read_role
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation import DeclaredRole
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class RoleEffect(DeclaringEffect[DeclaredRole]):
    """People may hold the role."""

    topic: ClassVar[str] = "a role"
    family: ClassVar[str] = "role"

    @property
    def sentence(self) -> Sentence:
        role = self.declared
        said = say("There is the role {role}.", role=Name(role.name, NameFamily.role))
        if role.heads is not None:
            said = said.followed_by(say(" It heads {role}.", role=Name(role.heads, NameFamily.role)))
        return said.followed_by(say(" Short lists call it {short}.", short=role.short)) if role.short else said


_SHAPE = Shape(
    title="role",
    about="A role that people hold.",
    keys=(
        must("name", "a name in small letters, such as `customer_engineering`", "what clauses and columns call it"),
        may("called", "a text", "what people call it", "its name in words"),
        may("short", "a text", "what a list with little room calls it", "what people call it"),
        may("heads", "a role", "the role whose head it is"),
    ),
)


def _read(entry: Entry, fields: Fields) -> RoleEffect:
    parts = entry.of(_SHAPE)
    return RoleEffect(
        declared=DeclaredRole(
            name=Role(parts["name"].declared()),
            called=parts["called"].text() if "called" in parts else "",
            short=parts["short"].text() if "short" in parts else "",
            heads=read_optional(read_role, parts.get("heads"), fields),
        )
    )


register(EffectKey(name="role", home=ClauseSet.organisation, fields=(), read=_read, shape=_SHAPE, declares="owner"))
