"""Verbs that are written no more and stay readable: what earlier versions kept of clocks and of statuses."""

from typing import ClassVar

from firsthand.domain.events.payload import Addresses, Payload, Prose, event
from firsthand.domain.events.sentences import Name, Sentence, say


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


@event
class ClockStarted(_Earlier):
    """A clock started."""

    verb: ClassVar[str] = "clock_started"
    clock: str = ""
    due_at: str = ""
    clause: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("started the {clock} clock", clock=Name(self.clock))


@event
class ClockCancelled(_Earlier):
    """A clock ended without an answer."""

    verb: ClassVar[str] = "clock_cancelled"
    clock: str = ""
    clause: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("ended the {clock} clock", clock=Name(self.clock))


@event
class ClockMet(_Earlier):
    """A promise was kept."""

    verb: ClassVar[str] = "clock_met"
    usual_tone: ClassVar[str] = "good"
    clock: str = ""
    due_at: str = ""
    clause: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("kept the {clock} promise", clock=Name(self.clock))


@event
class ClockAnsweredLate(_Earlier):
    """A promise was answered after it was due."""

    verb: ClassVar[str] = "clock_answered_late"
    usual_tone: ClassVar[str] = "late"
    clock: str = ""
    due_at: str = ""
    clause: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("answered after the {clock} was due", clock=Name(self.clock))


def _told(names: tuple[str, ...]) -> tuple[Sentence, ...]:
    return (say(" and told {people}", people=", ".join(names)),) if names else ()


@event
class ClockWarned(_Earlier):
    """The desk warned that a clock was due soon."""

    verb: ClassVar[str] = "clock_warned"
    usual_tone: ClassVar[str] = "soon"
    clock: str = ""
    due_at: str = ""
    clauses: tuple[str, ...] = ()
    told: Addresses = ()

    @property
    def sentence(self) -> Sentence:
        return say("warned that the {clock} is due soon", *_told(self.told), clock=Name(self.clock))


@event
class ClockBreached(_Earlier):
    """The desk noted that a clock was late."""

    verb: ClassVar[str] = "clock_breached"
    usual_tone: ClassVar[str] = "late"
    clock: str = ""
    due_at: str = ""
    clauses: tuple[str, ...] = ()
    told: Addresses = ()

    @property
    def sentence(self) -> Sentence:
        return say("noted that the {clock} is late", *_told(self.told), clock=Name(self.clock))


@event
class ClockEscalated(_Earlier):
    """The desk told more people of a late clock."""

    verb: ClassVar[str] = "clock_escalated"
    usual_tone: ClassVar[str] = "late"
    clock: str = ""
    due_at: str = ""
    clauses: tuple[str, ...] = ()
    told: Addresses = ()

    @property
    def sentence(self) -> Sentence:
        return say("escalated the late {clock}", *_told(self.told), clock=Name(self.clock))


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
        if not self.to:
            return say("ended the {clock} clock, because the policy changed", clock=Name(self.clock))
        if not self.from_:
            return say("started the {clock} clock, because the policy changed", clock=Name(self.clock))
        return say(
            "moved the {clock} clock from {before} to {after}, because the policy changed",
            clock=Name(self.clock),
            before=self.from_,
            after=self.to,
        )
