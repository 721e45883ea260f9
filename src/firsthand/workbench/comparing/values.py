"""A comparison and its changes."""

from dataclasses import dataclass, field
from datetime import datetime

from firsthand.domain.proving.regions import Part


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """One thing that two editions answer differently.

    `about` is the matter in words, `region` the requests ("pre-sales troubleshooting"), `when` the times. `before` and
    `after` are the two answers. `from_at` is the first instant of it; `first_counted_at` the first instant that the new
    clock counts from then on, where one runs. `clauses` are those that decide before and after. `parts` hold the exact
    requests and times; they are empty for what does not depend on a request.
    """

    about: str
    region: str = ""
    when: str = ""
    before: str
    after: str
    from_at: datetime | None = None
    to_at: datetime | None = None
    first_counted_at: datetime | None = None
    first_counted: str = ""
    clauses: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    parts: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def sentence(self) -> str:
        """The change in a sentence."""
        old, new = (" and ".join(ids) or "none" for ids in self.clauses)
        by = f" ({old if old == new else f'{old} -> {new}'})" if any(self.clauses) else ""
        head = self.region or self.about
        when = f" {self.when}" if self.when else ""
        counted = f", first counted minute {self.first_counted}" if self.first_counted else ""
        return f"{head}: {self.before} -> {self.after}{when}{counted}{by}"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that two editions answer differently, in the order of the book."""

    before: str
    after: str
    changes: tuple[AnswerChange, ...]
