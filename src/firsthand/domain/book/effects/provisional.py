"""Who may begin on a request that another role owns, and for how long (S41)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class ProvisionalEffect(Effect):
    """Somebody of a role may begin on what nobody of the owning role has yet; after `limit` on `calendar` (None: the
    book gives none) it is offered to the owning role by itself."""

    role: Role
    limit: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        then = []
        if self.limit is not None:
            text = " After {budget} on {calendar} it is offered to whoever owns it."
            then.append(say(text, budget=self.limit.sentence, calendar=self.calendar))
        return say("{role} may begin on it while nobody has taken it.", *then, role=role)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("whether {role} may begin on it", role=Name(self.role, NameFamily.role))
        return (Matter(kind="provisional", name=self.role, said=said),)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.limit, self.calendar) if self.limit is not None else None


_LIMIT = Shape(
    title="provisional.limit",
    about="For how long somebody keeps what they began provisionally.",
    keys=(
        must("after", "an amount with its unit", "how long"),
        must("calendar", "a calendar's name", "the hours that count"),
    ),
)
_SHAPE = Shape(
    title="provisional",
    about="Who may begin on a request that another role owns, while nobody of that role has taken it. The owning role "
    "owes its clocks all along.",
    keys=(
        must("role", "a role", "who may begin"),
        may("limit", "after and calendar, see below", "when it is offered to the owning role by itself", "never"),
    ),
)


def _read(entry: Entry, fields: Fields) -> ProvisionalEffect:
    parts = entry.of(_SHAPE)
    limit = parts["limit"].of(_LIMIT) if "limit" in parts else {}
    return ProvisionalEffect(
        role=read_role(parts["role"], fields),
        limit=limit["after"].budget() if limit else None,
        calendar=limit["calendar"].text() if limit else "",
    )


register(EffectKey(name="provisional", home=ClauseSet.ownership, read=_read, shape=_SHAPE, parts=(_LIMIT,)))
