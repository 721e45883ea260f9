"""A stage of accounts that the book declares (A9)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.names import NameFamily, Stage
from firsthand.domain.organisation import DeclaredStage
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class StageEffect(DeclaringEffect[DeclaredStage]):
    """An account may stand at the stage; whoever no account knows stands at the first."""

    topic: ClassVar[str] = "a stage of accounts"
    family: ClassVar[str] = "stage"

    @property
    def sentence(self) -> Sentence:
        said = say("An account may stand at {stage}.", stage=Name(self.declared.name, NameFamily.stage))
        group = self.declared.group
        return said.followed_by(say(" It belongs to {group}.", group=group)) if group else said


_SHAPE = Shape(
    title="stage",
    about="A stage of accounts; the first in the book is that of somebody whom no account knows.",
    keys=(
        must("name", "a name in small letters", "what clauses, requests and columns call it"),
        may("called", "a text", "what people call it", "its name in words"),
        may("group", "a text", "what it and the other stages of its group are called together", "none"),
    ),
)


def _read(entry: Entry, fields: Fields) -> StageEffect:
    parts = entry.of(_SHAPE)
    said = {name: parts[name].text() for name in ("called", "group") if name in parts}
    return StageEffect(declared=DeclaredStage(name=Stage(parts["name"].declared()), **said))


register(EffectKey(name="stage", home=ClauseSet.organisation, fields=(), read=_read, shape=_SHAPE, declares="stage"))
