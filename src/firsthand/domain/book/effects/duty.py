"""What people carry out and the desk only shows: a duty of roles, or a plain statement."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Sentence, every, named, say


@dataclass(frozen=True, kw_only=True)
class DutyEffect(Effect):
    """A duty of roles that people carry out and the desk shows; nobody means a plain statement."""

    topic: ClassVar[str] = "a duty or statement"
    is_its_text: ClassVar[bool] = True

    roles: tuple[Role, ...] = ()

    @property
    def sentence(self) -> Sentence:
        if not self.roles:
            return say("")
        return say("A duty of {roles}.", roles=every(named(self.roles, NameFamily.role)))


def _states(entry: Entry, fields: Fields) -> DutyEffect:
    if entry.value is not True:
        raise entry.expected(say("true: the clause only states something"))
    return DutyEffect()


register(
    EffectKey(
        name="duty",
        home=None,
        read=lambda entry, fields: DutyEffect(roles=read_each(read_role, entry, fields)),
        form="a role or a list",
        means="a duty that people carry out",
    ),
    EffectKey(name="states", home=None, read=_states, form="`true`", means="a plain statement"),
)
