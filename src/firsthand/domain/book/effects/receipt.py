"""What a customer is told at once when a request of theirs came in (practice 2.2). It counts as no answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.approved import PromisedTime, read_promises
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.clocks import ClockKind
from firsthand.domain.conversation.variables import OF_A_RECEIPT, check_variables
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Name, Sentence, Series, either, quoted, say
from firsthand.domain.shapes import Shape, may, must

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, kw_only=True)
class ReceiptEffect(Effect):
    """The text by language, the first for whoever writes in another, and the time that it tells."""

    topic: ClassVar[str] = "wording"

    texts: tuple[tuple[str, str], ...]
    promises: PromisedTime | None = None

    @property
    def by_language(self) -> Mapping[str, str]:
        """The text of each language, in the order of the book."""
        return dict(self.texts)

    @property
    def wordings(self) -> tuple[str, ...]:
        """What a customer may read."""
        return tuple(text for _language, text in self.texts)

    @property
    def sentence(self) -> Sentence:
        then = []
        if self.promises is not None:
            kind, budget = Name(self.promises.kind), self.promises.within.sentence
            then.append(say(" It promises {kind} within {budget}.", kind=kind, budget=budget))
        text = "Whoever writes is told at once: {wordings} (in {languages}). It is no response."
        languages = Series(tuple(language for language, _text in self.texts))
        return say(text, *then, wordings=either(map(quoted, self.wordings[:1])), languages=languages)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="receipt", said=say("the receipt")),)


_SHAPE = Shape(
    title="receipt",
    about="What a customer is told at once when a new request of theirs came in. It counts as no response.",
    keys=(
        must(
            "wording",
            "texts by language, such as `en`",
            "what is told, in the language in which they wrote, else the first; `{number}`, `{subject|…}`, "
            "`{first_name|…}`, `{name|…}`, `{account|…}` and `{desk}` are filled in",
        ),
        may("promises", "`clock` and `within`", "the time that the wording tells a customer", "no time"),
    ),
)


def _read(entry: Entry, fields: Fields) -> ReceiptEffect:
    parts = entry.of(_SHAPE)
    texts = parts["wording"].mapping()
    if not texts:
        raise parts["wording"].expected(say("texts by language"))
    for language, text in texts.items():
        if not _LANGUAGE.fullmatch(language):
            raise text.wrong("bad_language", say("expected a language such as en, found {found}", found=repr(language)))
        try:
            check_variables(text.name(), OF_A_RECEIPT)
        except Invalid as error:
            raise text.wrong(error.code, error.message) from error
    return ReceiptEffect(
        texts=tuple((language, text.name()) for language, text in texts.items()),
        promises=read_promises(parts["promises"]) if "promises" in parts else None,
    )


register(EffectKey(name="receipt", home=ClauseSet.promise_wording, read=_read, shape=_SHAPE))
