"""Verbs that are written no more and stay readable: what earlier versions kept of clocks, statuses and mailboxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from firsthand.domain.events.clocks import other_terms
from firsthand.domain.events.payload import Address, Addresses, Payload, Prose, event
from firsthand.domain.names import NameFamily, StateName
from firsthand.domain.sentences import Name, Sentence, Series, say
from firsthand.domain.tickets import Owes


class _Earlier(Payload):
    """No clock hears what was written before clocks followed events: a baseline stands for it."""

    moves_clocks: ClassVar[bool] = False


@event
class StatusSet(_Earlier):
    """Somebody changed the status."""

    verb: ClassVar[str] = "status_set"
    from_: str = ""
    to: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        before, after = Name(self.from_, NameFamily.state), Name(self.to, NameFamily.state)
        return say("set it from {before} to {after}", before=before, after=after)


@event
class ClosedByItself(_Earlier):
    """The timer of the book closed the ticket."""

    verb: ClassVar[str] = "closed_by_itself"

    @property
    def sentence(self) -> Sentence:
        return say("closed it after it had been solved long enough")


@dataclass(frozen=True, kw_only=True, slots=True)
class _OfClock(_Earlier):
    """A clock by its kind. `told` are the names of those whom the desk told of it."""

    clock: str = ""
    due_at: str = ""
    clause: str = ""
    clauses: tuple[str, ...] = ()
    told: Addresses = ()
    why: Prose = ""

    said: ClassVar[str]

    @property
    def sentence(self) -> Sentence:
        then = (say(" and told {people}", people=Series(self.told)),) if self.told else ()
        return say(self.said, *then, clock=Name(self.clock))


@event
class ClockStarted(_OfClock):
    """A clock started."""

    verb: ClassVar[str] = "clock_started"
    said: ClassVar[str] = "started the {clock} clock"


@event
class ClockCancelled(_OfClock):
    """A clock ended without an answer."""

    verb: ClassVar[str] = "clock_cancelled"
    said: ClassVar[str] = "ended the {clock} clock"


@event
class ClockMet(_OfClock):
    """A promise was kept."""

    verb: ClassVar[str] = "clock_met"
    usual_tone: ClassVar[str] = "good"
    said: ClassVar[str] = "kept the {clock} promise"


@event
class ClockAnsweredLate(_OfClock):
    """A promise was answered after it was due."""

    verb: ClassVar[str] = "clock_answered_late"
    usual_tone: ClassVar[str] = "late"
    said: ClassVar[str] = "answered after the {clock} was due"


@event
class ClockWarned(_OfClock):
    """The desk warned that a clock was due soon."""

    verb: ClassVar[str] = "clock_warned"
    usual_tone: ClassVar[str] = "soon"
    said: ClassVar[str] = "warned that the {clock} is due soon"


@event
class ClockBreached(_OfClock):
    """The desk noted that a clock was late."""

    verb: ClassVar[str] = "clock_breached"
    usual_tone: ClassVar[str] = "late"
    said: ClassVar[str] = "noted that the {clock} is late"


@event
class ClockEscalated(_OfClock):
    """The desk told more people of a late clock."""

    verb: ClassVar[str] = "clock_escalated"
    usual_tone: ClassVar[str] = "late"
    said: ClassVar[str] = "escalated the late {clock}"


@event
class PolicyChanged(_Earlier):
    """A clock got other terms because the policy changed."""

    verb: ClassVar[str] = "policy_changed"
    clock: str = ""
    from_: str = ""
    to: str = ""
    clause: str = ""
    rule: str = ""
    due_at: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return other_terms(self.clock, self.from_, self.to)


@event
class MailboxAdded(Payload):
    """The desk got another mail address, before it had other channels."""

    verb: ClassVar[str] = "mailbox_added"
    address: Address = ""
    mode: str = ""
    is_active: bool = True

    @property
    def sentence(self) -> Sentence:
        return say("added the mailbox {address}", address=self.address)


# States ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a ticket stood, and who owed the next step then."""

    state: StateName
    owes: Owes


_OWES = {"new": Owes.team, "open": Owes.person, "pending": Owes.customer, "on_hold": Owes.inside}
_CLOSING = ("closed_by_itself", "merged_away", "ended_as_not_a_request")


def _stood(state: str) -> Stood:
    return Stood(StateName(state), _OWES.get(state, Owes.nobody))


EARLIEST = _stood("new")
"""Where a ticket of an earlier version began."""


def stood_after(stood: Stood, *, verb: str, payload: Mapping[str, Any]) -> Stood:
    """Where a ticket stands after an event. `status_changed` says it; where earlier versions wrote none, the verbs of
    their six states said it."""
    if verb == "status_changed":
        return Stood(StateName(str(payload["to"])), Owes(payload["owes"]))
    if verb == "status_set":
        return _stood(str(payload["to"]))
    if verb in _CLOSING:
        return _stood("closed")
    if verb in ("message_received", "merged_in"):
        return _stood("open") if stood.owes in (Owes.customer, Owes.inside, Owes.nobody) else stood
    return _stood("open") if verb == "taken" and stood == EARLIEST else stood
