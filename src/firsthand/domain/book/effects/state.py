"""A state of tickets that the book declares, by five answers (S49): its phase, who owes the next step, what a message
of the customer's does, what our reply leads to, and what happens by itself."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_status
from firsthand.domain.calendars import Budget
from firsthand.domain.names import NameFamily, StateName
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must
from firsthand.domain.tickets.lifecycle import Owes, Phase, State, StateTimer

_LINKED = "a_linked_ticket"
_OWED_BY = {
    Owes.team: "the responsible team",
    Owes.person: "the responsible person",
    Owes.customer: "the customer",
    Owes.inside: "somebody inside",
    Owes.nobody: "nobody",
}


@dataclass(frozen=True, kw_only=True)
class StateEffect(DeclaringEffect[State]):
    """A ticket may stand so."""

    topic: ClassVar[str] = "a state of tickets"
    family: ClassVar[str] = "state"

    @property
    def sentence(self) -> Sentence:
        state = self.declared
        text = "A ticket that is {state} is {phase}, and {who} owes the next step."
        said = say(text, state=Name(state.name, NameFamily.state), phase=Name(state.phase), who=_OWED_BY[state.owes])
        if state.after_customer is None:
            said = said.followed_by(say(" A customer's message starts a linked ticket."))
        elif state.after_customer != state.name:
            said = said.followed_by(
                say(" A customer's message makes it {state}.", state=Name(state.after_customer, NameFamily.state))
            )
        if state.after_reply != state.name:
            said = said.followed_by(
                say(" Our reply makes it {state}.", state=Name(state.after_reply, NameFamily.state))
            )
        if state.timer is not None:
            text = " After {budget} on {calendar} it becomes {state} by itself."
            timer = state.timer
            budget, becomes = timer.after.sentence, Name(timer.becomes, NameFamily.state)
            said = said.followed_by(say(text, budget=budget, calendar=timer.calendar, state=becomes))
        return said

    @property
    def counts(self) -> tuple[Budget, str] | None:
        timer = self.declared.timer
        return (timer.after, timer.calendar) if timer is not None else None


_TIMER = Shape(
    title="What happens to a ticket by itself",
    about="It runs by the text of the day on which the state was entered.",
    keys=(
        must("after", "an amount with its unit", "how long it stands so"),
        must("calendar", "a calendar's name", "the hours that count"),
        must("becomes", "a state", "the state that follows"),
    ),
)
_SHAPE = Shape(
    title="state",
    about="A state of tickets. The first that a team owes is that of a new ticket, the first that a person owes that "
    "of a ticket somebody works on, the first that is closed that of one that is over.",
    keys=(
        must("name", "a name in small letters", "what clauses and columns call it"),
        must("phase", "`open`, `solved` or `closed`", "work goes on, is done and may be taken up again, or is over"),
        must("owes", "`team`, `person`, `customer`, `inside` or `nobody`", "who owes the next step"),
        may("called", "a text", "what people call it", "its name in words"),
        may("after_customer", "a state, or `a_linked_ticket`", "what a customer's message does",
            "it stays so; one that is closed, a linked ticket"),
        may("after_reply", "a state", "what our reply leads to", "it stays so"),
        may("timer", "`after`, `calendar` and `becomes`", "what happens by itself after which time", "nothing"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> StateEffect:
    parts = entry.of(_SHAPE)
    name = StateName(parts["name"].declared())
    phase, owes = parts["phase"].choice(Phase), parts["owes"].choice(Owes)
    if (phase is Phase.open) == (owes is Owes.nobody):
        raise parts["owes"].wrong(
            "owes_and_phase", say("somebody owes the next step of an open ticket, and of no other")
        )
    return StateEffect(
        declared=State(
            name=name,
            phase=phase,
            owes=owes,
            after_customer=_after_customer(parts.get("after_customer"), name, phase, fields),
            after_reply=read_status(parts["after_reply"], fields) if "after_reply" in parts else name,
            called=parts["called"].text() if "called" in parts else "",
            timer=_timer(parts["timer"], fields) if "timer" in parts else None,
        )
    )


def _after_customer(entry: Entry | None, name: StateName, phase: Phase, fields: Fields) -> StateName | None:
    if entry is None:
        return None if phase is Phase.closed else name
    if entry.value == _LINKED:
        return None
    if phase is Phase.closed:
        raise entry.wrong(
            "closed_stays", say("a closed ticket stays closed; expected {linked}, or nothing", linked=_LINKED)
        )
    return read_status(entry, fields)


def _timer(entry: Entry, fields: Fields) -> StateTimer:
    parts = entry.of(_TIMER)
    return StateTimer(
        after=parts["after"].budget(),
        calendar=parts["calendar"].text(),
        becomes=read_status(parts["becomes"], fields),
    )


register(
    EffectKey(
        name="state",
        home=ClauseSet.organisation,
        fields=(),
        read=_read,
        shape=_SHAPE,
        parts=(_TIMER,),
        declares="status",
    )
)
