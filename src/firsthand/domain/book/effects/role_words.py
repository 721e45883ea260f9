"""Words by which people speak of a role, in any language: what the promise guard knows a team by (S45)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_role
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, either, quoted, say
from firsthand.domain.shapes import Shape, must


@dataclass(frozen=True, kw_only=True)
class RoleWordsEffect(Effect):
    """What writers call a role beside its declared name."""

    topic: ClassVar[str] = "wording"

    role: Role
    words: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        said = either(map(quoted, self.words))
        return say("{words} is {role}.", words=said, role=Name(self.role, NameFamily.role))


_SHAPE = Shape(
    title="role_words",
    about="Words by which replies speak of a role, in any language, beside its name.",
    keys=(
        must("role", "a role", "who is meant"),
        must("words", "a text or a list", "the words, in any case"),
    ),
)


def _read(entry: Entry, fields: Fields) -> RoleWordsEffect:
    parts = entry.of(_SHAPE)
    return RoleWordsEffect(role=read_role(parts["role"], fields), words=parts["words"].texts())


register(EffectKey(name="role_words", home=ClauseSet.promise_wording, fields=(), read=_read, shape=_SHAPE))
