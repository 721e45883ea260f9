"""What a message is proposed to be, before anybody has read it. The first clause that matches decides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import INTAKE_FIELDS, Fields
from firsthand.domain.book.names import read_kind
from firsthand.domain.names import Kind, NameFamily
from firsthand.domain.sentences import Name, Sentence, say


class NotARequestKind(StrEnum):
    """What a message is when it asks for nothing."""

    spam = "spam"
    sales_mail = "sales_mail"
    billing = "billing"


@dataclass(frozen=True, kw_only=True)
class ProposeEffect(Effect):
    """What a message is proposed to be: a kind, or not a request."""

    topic: ClassVar[str] = "what a message is proposed to be"

    kind: Kind | None = None
    not_a_request: NotARequestKind | None = None

    @property
    def sentence(self) -> Sentence:
        if self.not_a_request is not None:
            return say("Proposed as no request: {what}.", what=Name(self.not_a_request))
        return say("Proposed as {kind}.", kind=Name(self.kind or "", NameFamily.kind))


@dataclass(frozen=True, kw_only=True)
class TopicEffect(Effect):
    """What a message is proposed to be about."""

    topic: ClassVar[str] = "what a message is proposed to be about"

    about: str

    @property
    def sentence(self) -> Sentence:
        return say("Proposed to be about {topic}.", topic=Name(self.about))


def _topic(entry: Entry, fields: Fields) -> TopicEffect:
    known = fields["topic"].values
    return TopicEffect(about=entry.among(known) if known else entry.name())


register(
    EffectKey(
        name="proposes",
        home=ClauseSet.ownership,
        fields=INTAKE_FIELDS,
        read=lambda entry, fields: ProposeEffect(kind=read_kind(entry, fields)),
        form="a kind",
        means="what a message is proposed to be; the first clause that matches decides",
    ),
    EffectKey(
        name="proposes_topic",
        home=ClauseSet.ownership,
        fields=INTAKE_FIELDS,
        read=_topic,
        form="a topic",
        means="what a message is proposed to be about; the first clause that matches decides",
    ),
    EffectKey(
        name="not_a_request",
        home=ClauseSet.ownership,
        fields=INTAKE_FIELDS,
        read=lambda entry, fields: ProposeEffect(not_a_request=entry.choice(NotARequestKind)),
        form="`spam`, `sales_mail` or `billing`",
        means="a message is proposed to be no request",
    ),
)
