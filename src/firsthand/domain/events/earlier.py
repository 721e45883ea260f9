"""Verbs that are written no more and stay readable: what earlier versions kept of clocks and of statuses."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.events.clocks import other_terms
from firsthand.domain.events.payload import Addresses, Payload, Prose, event
from firsthand.domain.sentences import Name, Sentence, say


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
        return say("set it from {before} to {after}", before=Name(self.from_), after=Name(self.to))


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
        then = (say(" and told {people}", people=", ".join(self.told)),) if self.told else ()
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
