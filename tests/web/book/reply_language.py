"""An effect that the product does not have, in one file: in which language a team answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects import Effect, EffectKey
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, must


@dataclass(frozen=True, kw_only=True)
class ReplyLanguageEffect(Effect):
    """The language in which a team answers."""

    team: Role
    language: str

    @property
    def sentence(self) -> Sentence:
        return say("{team} answers in {language}.", team=Name(self.team, NameFamily.role), language=self.language)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the language of {team}", team=Name(self.team, NameFamily.role))
        return (Matter(kind="language", name=self.team, said=said),)


SHAPE = Shape(
    title="reply_language",
    about="The language in which a team answers.",
    keys=(must("team", "a role", "who answers"), must("language", "a text", "the language")),
)


def _read(entry: Entry, fields: Fields) -> ReplyLanguageEffect:
    parts = entry.of(SHAPE)
    return ReplyLanguageEffect(team=read_role(parts["team"], fields), language=parts["language"].text())


KEY = EffectKey(name="reply_language", home=ClauseSet.promise_wording, read=_read, shape=SHAPE)
