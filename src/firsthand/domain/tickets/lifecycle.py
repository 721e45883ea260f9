"""The states of a ticket, and the one function that moves between them.

Which states there are is the book's to say. What code needs to know of one are five answers: its phase, who owes the
next step, what a customer's message does, what our reply leads to, and what happens by itself. Everything that moves a
ticket is a cause; `transition` knows what each does in each state, guards included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from firsthand.domain.calendars import Budget
from firsthand.domain.names import NameFamily, StateName
from firsthand.domain.sentences import Name, Sentence, Series, named, say
from firsthand.domain.words import words


class Phase(StrEnum):
    """Whether work goes on, is done and may be taken up again, or is over."""

    open = "open"
    solved = "solved"
    closed = "closed"


class Owes(StrEnum):
    """Who owes the next step: the responsible team, the responsible person, the customer, somebody inside, nobody."""

    team = "team"
    person = "person"
    customer = "customer"
    inside = "inside"
    nobody = "nobody"


OURS = (Owes.team, Owes.person)
"""Who owes the next step where it is ours to answer."""
WAITING = (Owes.customer, Owes.inside)
"""Who owes it where an open ticket waits for somebody else."""


class Cause(StrEnum):
    """What moves a ticket from one state to another."""

    person = "person"
    our_reply = "our_reply"
    taken = "taken"
    customer_wrote = "customer_wrote"
    merged_in = "merged_in"
    merged_away = "merged_away"
    not_a_request = "not_a_request"
    reply_taken_back = "reply_taken_back"
    reply_not_delivered = "reply_not_delivered"
    owed_again = "owed_again"
    kept_as_history = "kept_as_history"
    timer = "timer"


@dataclass(frozen=True, kw_only=True)
class StateTimer:
    """What happens by itself: after a budget on a calendar the ticket becomes another state."""

    after: Budget
    calendar: str
    becomes: StateName
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a state means. `after_customer` is the state that a customer's message leads to (None: it starts a linked
    ticket), `after_reply` the one that the composer proposes."""

    name: StateName
    phase: Phase
    owes: Owes
    after_customer: StateName | None
    after_reply: StateName
    called: str = ""
    timer: StateTimer | None = None

    @property
    def said(self) -> str:
        """The state in words."""
        return self.called or words(self.name)


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """The ticket moves to another state, and what that means."""

    before: StateName
    state: State
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The ticket does not move; a sentence for the person who tried."""

    code: str
    message: Sentence
    field: str = "status"


_CLOSED = say("A closed ticket stays closed; a reply to it starts a new ticket that is linked to this one.")
_REOPENS = frozenset({Cause.reply_not_delivered, Cause.reply_taken_back, Cause.owed_again})
"""What shows that it should not have been closed."""
_OWED = say(
    "An answer to the customer is still owed. Reply with what was done and the next step, say that there is nothing to "
    "answer, or say that it is not a request."
)
_UNSENT = say(
    "The book has such a request reach whoever decides about it before it is solved: send it from the ticket first, "
    "with what speaks for it."
)


@dataclass(frozen=True)
class States:
    """The states of a book, in its order. There is at least one in which a team or a person owes the next step, and one
    that is closed. `became` says of a state that is no more which one stands for it now."""

    by_name: Mapping[StateName, State]
    became: Mapping[StateName, StateName]

    def of(self, name: StateName) -> State:
        """What a state means; one that is no more means what took its place."""
        return self.by_name.get(self.became.get(name, name), self.working)

    @cached_property
    def first(self) -> State:
        """The state of a ticket that nobody took yet."""
        return next((one for one in self._open if one.owes is Owes.team), self.working)

    @cached_property
    def working(self) -> State:
        """The state of a ticket that a person works on."""
        return next((one for one in self._open if one.owes is Owes.person), self._open[0])

    @cached_property
    def closed(self) -> State:
        """The state of a ticket that is over."""
        return next(one for one in self.by_name.values() if one.phase is Phase.closed)

    @cached_property
    def _open(self) -> tuple[State, ...]:
        return tuple(one for one in self.by_name.values() if one.phase is Phase.open)

    def that_owe(self, owes: Iterable[Owes]) -> tuple[StateName, ...]:
        """The states in which one of these owes the next step."""
        wanted = frozenset(owes)
        return tuple(one.name for one in self.by_name.values() if one.owes in wanted)

    @property
    def after_a_reply(self) -> tuple[State, ...]:
        """The states in which a reply may leave a ticket: not closed, and not as if nobody had taken it."""
        found = (one for one in self.by_name.values() if one.phase is not Phase.closed)
        return tuple(one for one in found if one is not self._untaken)

    def a_person_may_set(self, name: StateName) -> tuple[StateName, ...]:
        """The states that a person may give a ticket next. Nothing follows closed; nothing goes back to where nobody
        took it; what is solved is taken up again or closed."""
        state = self.of(name)
        if state.phase is Phase.closed:
            return ()
        if state.phase is Phase.solved:
            return tuple(one.name for one in self.by_name.values() if self._follows_solved(one))
        return tuple(one.name for one in self.by_name.values() if one not in (state, self._untaken))

    def _follows_solved(self, state: State) -> bool:
        return state is self.working or state.phase is Phase.closed

    @property
    def _untaken(self) -> State | None:
        return self.first if self.first.owes is Owes.team else None


def transition(
    states: States,
    name: StateName,
    cause: Cause,
    *,
    wanted: StateName | None = None,
    response_owed: bool = False,
    unsent: bool = False,
) -> StatusChange | Refusal | None:
    """Where a ticket goes because of `cause`; None when it stays where it is, a Refusal when it may not.

    `wanted` is the state that a person or a reply asks for, to which a reply that was taken back returns,
    or to which the timer leads.
    `response_owed`: an answer to the customer is owed, late or not; neither a person's close nor the timer ends that.
    `unsent`: the book has it reach somebody first (S43); neither solves nor closes it before.
    """
    to = _target(states, name, cause, wanted)
    if isinstance(to, Refusal):
        return to
    if to.name == name:
        return None
    if states.of(name).phase is Phase.closed and cause not in _REOPENS:
        return Refusal(code="closed", message=_CLOSED)
    if to.phase is Phase.closed and response_owed and cause in (Cause.person, Cause.our_reply, Cause.timer):
        return Refusal(code="response_owed", message=_OWED)
    if to.phase is not Phase.open and unsent and cause in (Cause.person, Cause.our_reply, Cause.timer):
        return Refusal(code="unsent", message=_UNSENT)
    return StatusChange(before=name, state=to, cause=cause)


def _target(states: States, name: StateName, cause: Cause, wanted: StateName | None) -> State | Refusal:
    """The state that a cause leads to, before the guards."""
    state = states.of(name)
    match cause:
        case Cause.person:
            return state if wanted is None else _why_not(states, name, wanted) or states.of(wanted)
        case Cause.our_reply:
            to = wanted or state.after_reply
            return state if to == name else _why_not(states, name, to) or states.of(to)
        case Cause.taken:
            return states.working if state.owes is Owes.team else state
        case Cause.customer_wrote:
            return states.of(state.after_customer) if state.after_customer is not None else state
        case Cause.merged_in:
            return state if state.owes in OURS else states.working
        case Cause.reply_not_delivered | Cause.owed_again:
            return state if state.owes is Owes.team else states.working
        case Cause.reply_taken_back:
            return states.of(wanted) if wanted is not None else state
        case Cause.timer:
            return states.of(wanted) if wanted is not None else states.closed
        case Cause.merged_away | Cause.not_a_request | Cause.kept_as_history:
            return states.closed


def _why_not(states: States, name: StateName, wanted: StateName) -> Refusal | None:
    """Why a person may not set this state now."""
    if wanted in states.a_person_may_set(name):
        return None
    return Refusal(code="wrong_status", message=_sentence(states, name, wanted))


def _sentence(states: States, name: StateName, wanted: StateName) -> Sentence:
    state = states.of(name)
    if wanted == name:
        return say("The ticket is already {state}.", state=Name(state.name, NameFamily.state))
    if state.phase is Phase.closed:
        return _CLOSED
    if wanted not in states.by_name:
        return say("The book knows no state {state}.", state=Name(wanted, NameFamily.state))
    if states.of(wanted).owes is Owes.team:
        return say(
            "A ticket is {state} only until somebody takes it; set it to {working}.",
            state=Name(wanted, NameFamily.state),
            working=Name(states.working.name, NameFamily.state),
        )
    return say(
        "A ticket that is {state} cannot become {wanted}; it can become {allowed}.",
        state=Name(state.name, NameFamily.state),
        wanted=Name(wanted, NameFamily.state),
        allowed=Series(tuple(named(states.a_person_may_set(name), NameFamily.state))),
    )
