"""How a ticket goes from one role to another: what the sender gives along, what becomes of an offer (S42, S48)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.forms import FORM_FIELD, read_form
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.forms import Form
from firsthand.domain.handoffs import AtExpiry
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, as_said, every, say
from firsthand.domain.shapes import Shape, may, must

_BECOMES = {
    AtExpiry.stays: (" An offer that nobody answers ends after {budget} on {calendar}; the sender keeps the ticket."),
    AtExpiry.escalates: (
        " An offer that nobody answers ends after {budget} on {calendar}; the sender keeps the ticket, and the "
        "receiver's head hears of it."
    ),
    AtExpiry.lead: (" An offer that nobody answers goes on to the receiver's head after {budget} on {calendar}."),
}


@dataclass(frozen=True, kw_only=True)
class HandoffEffect(Effect):
    """What a hand-over from one role to another asks for. `one_way`: once it is accepted, the sender's role no longer
    writes to the customer. `expires_after` on `calendar` is when an offer ends that nobody answered (None: never)."""

    from_role: Role
    to_role: Role
    form: Form | None
    one_way: bool = False
    expires_after: Budget | None = None
    calendar: str = ""
    at_expiry: AtExpiry = AtExpiry.stays

    @property
    def _ends(self) -> dict[str, Name]:
        return {"sender": Name(self.from_role, NameFamily.role), "receiver": Name(self.to_role, NameFamily.role)}

    @property
    def sentence(self) -> Sentence:
        then: list[Sentence] = []
        if self.form is not None:
            then.append(say(" It says {items}.", items=every(as_said(one.asks) for one in self.form.fields)))
        if self.one_way:
            then.append(say(" Once it is accepted, {sender} writes to the customer no more.", **self._ends))
        if self.expires_after is not None:
            then.append(say(_BECOMES[self.at_expiry], budget=self.expires_after.sentence, calendar=self.calendar))
        return say("{sender} hands over to {receiver} in two steps: offered, and accepted.", *then, **self._ends)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the hand-over from {sender} to {receiver}", **self._ends)
        return (Matter(kind="handoff", name=f"{self.from_role} to {self.to_role}", said=said),)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.expires_after, self.calendar) if self.expires_after is not None else None


_EXPIRES = Shape(
    title="handoff.expires",
    about="When an offer ends that nobody answered, and what becomes of it.",
    keys=(
        must("after", "an amount with its unit", "how long after the offer"),
        must("calendar", "a calendar's name", "the hours that count"),
        may(
            "then",
            f"one of {', '.join(f'`{one.value}`' for one in AtExpiry)}",
            "the sender keeps the ticket; keeps it while the receiver's head hears of it; or the offer goes on to that "
            "head",
            "`stays`",
        ),
    ),
)
_SHAPE = Shape(
    title="handoff",
    about="How a ticket is handed over from one role to another. Without a clause it says in one text what is asked "
    "and why, and the offer stands until it is answered. By when it is answered is the clock `handoff`.",
    keys=(
        must("from", "a role", "who hands over"),
        must("to", "a role", "to whom; the same role, for what goes from one person or team of it to another"),
        may("form", "a list of fields, see below", "what the sender gives along", "one text, which is required"),
        may("one_way", "`true` or `false`", "whether the sender's role no longer writes to the customer", "`false`"),
        may("expires", "after, calendar and then, see below", "when an unanswered offer ends", "never"),
    ),
)


def _read(entry: Entry, fields: Fields) -> HandoffEffect:
    parts = entry.of(_SHAPE)
    expires = parts["expires"].of(_EXPIRES) if "expires" in parts else {}
    return HandoffEffect(
        from_role=read_role(parts["from"], fields),
        to_role=read_role(parts["to"], fields),
        form=read_form(parts["form"]) if "form" in parts else None,
        one_way=parts["one_way"].flag() if "one_way" in parts else False,
        expires_after=expires["after"].budget() if expires else None,
        calendar=expires["calendar"].text() if expires else "",
        at_expiry=expires["then"].choice(AtExpiry) if "then" in expires else AtExpiry.stays,
    )


register(EffectKey(name="handoff", home=ClauseSet.ownership, read=_read, shape=_SHAPE, parts=(_EXPIRES, FORM_FIELD)))
