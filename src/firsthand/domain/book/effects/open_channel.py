"""The open channel: where a question is asked of everybody, and answered as best anybody can (S35–S37)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Sentence, count, every, named, say
from firsthand.domain.shapes import Shape, must

MOST_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class OpenChannelEffect(Effect):
    """Who asks in the channel and who watches it. After `remind_after` days the asker is shown what nobody has
    answered; that is no clock."""

    name: str
    asked_by: tuple[Role, ...]
    watched_by: tuple[Role, ...]
    remind_after: int

    @property
    def sentence(self) -> Sentence:
        return say(
            "{askers} may ask in {channel}, which {watchers} watch. What nobody has answered after {days} is shown to "
            "whoever asked.",
            askers=every(named(self.asked_by, NameFamily.role)),
            channel=self.name,
            watchers=every(named(self.watched_by, NameFamily.role)),
            days=count(self.remind_after, "{n} day", "{n} days"),
        )

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="open_channel", said=say("the channel in which questions are asked")),)

    @property
    def owing(self) -> EffectAnswer:
        return self.watched_by, self.remind_after


_SHAPE = Shape(
    title="open_channel",
    about="Where questions about a request are asked of everybody and answered as best anybody can. Its `when` says "
    "about which kinds of request.",
    keys=(
        must("name", "a text", "what people call the channel"),
        must("asked_by", "a role or a list", "who asks there"),
        must("watched_by", "a role or a list", "who watches it, and sees it in the navigation"),
        must("remind_after", "a number of days", "when whoever asked is shown what nobody has answered"),
    ),
)


def _read(entry: Entry, fields: Fields) -> OpenChannelEffect:
    parts = entry.of(_SHAPE)
    return OpenChannelEffect(
        name=parts["name"].text(),
        asked_by=read_each(read_role, parts["asked_by"], fields),
        watched_by=read_each(read_role, parts["watched_by"], fields),
        remind_after=_days(parts["remind_after"]),
    )


def _days(entry: Entry) -> int:
    days = entry.value
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
        raise entry.expected(say("a number of days from 1 to {most}", most=MOST_DAYS))
    return days


register(EffectKey(name="open_channel", home=ClauseSet.ownership, fields=("kind",), read=_read, shape=_SHAPE))
