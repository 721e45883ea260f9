"""A kind of request that the book declares; every request is exactly one (S27)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.names import Kind, NameFamily
from firsthand.domain.organisation import DeclaredKind
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class KindEffect(DeclaringEffect[DeclaredKind]):
    """A request may be of the kind."""

    topic: ClassVar[str] = "a kind of request"
    family: ClassVar[str] = "kind"

    @property
    def sentence(self) -> Sentence:
        kind = self.declared
        name = Name(kind.name, NameFamily.kind)
        said = say("A request may be of the kind {kind}.", kind=name)
        if kind.means:
            said = say("A request may be of the kind {kind}: {means}.", kind=name, means=kind.means)
        if kind.one:
            said = said.followed_by(say(" One is a {one}.", one=kind.one))
        return said.followed_by(say(" Several are {many}.", many=kind.many)) if kind.many else said


_SHAPE = Shape(
    title="kind",
    about="A kind of request.",
    keys=(
        must("name", "a name in small letters", "what clauses, requests and columns call it"),
        may("called", "a text", "what a list calls it", "its name in words"),
        may("one", "a text", "what a sentence calls one, such as `how-to question`", "what a list calls it"),
        may("many", "a text", "what a sentence calls several", "one, with an s"),
        may("means", "a text", "what tells whoever chooses a kind that it is this one", "nothing"),
    ),
)


def _read(entry: Entry, fields: Fields) -> KindEffect:
    parts = entry.of(_SHAPE)
    said = {name: parts[name].text() for name in ("called", "one", "many", "means") if name in parts}
    return KindEffect(declared=DeclaredKind(name=Kind(parts["name"].declared()), **said))


register(EffectKey(name="kind", home=ClauseSet.organisation, fields=(), read=_read, shape=_SHAPE, declares="kind"))
