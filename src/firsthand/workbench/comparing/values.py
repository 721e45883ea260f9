"""A comparison and its changes."""

from dataclasses import dataclass, field
from datetime import datetime

from firsthand.domain.proving.regions import Part
from firsthand.domain.sentences import NOTHING_SAID, Sentence, Teller


@dataclass(frozen=True, kw_only=True)
class AnswerWords:
    """What one side answers: whole sentences, and what follows them within the last one."""

    said: tuple[Sentence, ...] = ()
    more: tuple[Sentence, ...] = ()

    def told(self, teller: Teller) -> str:
        """The answer without a full stop at its end."""
        text = " ".join(teller.sentence(one).strip() for one in self.said).removesuffix(".")
        return text + "".join(map(teller.phrase, self.more))


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """One thing that two editions answer differently.

    `about` is the matter, `region` the requests ("pre-sales troubleshooting"), `when` the times. `before` and `after`
    are the two answers. `from_at` is the first instant of it; `first_counted_at` the first instant that the new clock
    counts from then on, where one runs. `clauses` are those that decide before and after. `parts` hold the exact
    requests and times; they are empty for what does not depend on a request.
    """

    about: Sentence
    region: Sentence = NOTHING_SAID
    when: Sentence = NOTHING_SAID
    before: tuple[AnswerWords, ...]
    after: tuple[AnswerWords, ...]
    from_at: datetime | None = None
    to_at: datetime | None = None
    first_counted_at: datetime | None = None
    first_counted: Sentence = NOTHING_SAID
    clauses: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    parts: tuple[Part, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """A change in somebody's language; `head` is the requests, or else the matter."""

    change: AnswerChange
    about: str
    region: str
    when: str
    before: str
    after: str
    first_counted: str

    @property
    def head(self) -> str:
        """The requests, or the matter of what does not depend on one."""
        return self.region or self.about

    @property
    def sentence(self) -> str:
        """The change in a sentence of plain English, with its clauses."""
        clauses = self.change.clauses
        old, new = (" and ".join(ids) or "none" for ids in clauses)
        by = f" ({old if old == new else f'{old} -> {new}'})" if any(clauses) else ""
        when = f" {self.when}" if self.when else ""
        counted = f", first counted minute {self.first_counted}" if self.first_counted else ""
        return f"{self.head}: {self.before} -> {self.after}{when}{counted}{by}"


def tell_change(change: AnswerChange, *, before: Teller, after: Teller) -> ToldChange:
    """A change, told by tellers who know the names of the book before and after."""
    return ToldChange(
        change=change,
        about=after.phrase(change.about),
        region=after.phrase(change.region),
        when=after.phrase(change.when),
        before=" / ".join(one.told(before) for one in change.before),
        after=" / ".join(one.told(after) for one in change.after),
        first_counted=after.phrase(change.first_counted),
    )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that two editions answer differently, in the order of the book."""

    before: str
    after: str
    changes: tuple[AnswerChange, ...]
