"""What is given to consider to whoever puts the work in order, and what becomes of it (S24)."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, quoted, say


@event
class ConsiderationGiven(Payload):
    """Somebody asks a role to consider something when it orders its work, until an instant. No priority changes."""

    verb: ClassVar[str] = "consideration_given"
    role: str
    until: datetime
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        return say(
            "asked {role} to consider until {until}: {text}", role=role, until=self.until, text=quoted(self.text)
        )


@event
class ConsiderationAnswered(Payload):
    """Whoever orders the work took it into account, and how; or did not, and why."""

    verb: ClassVar[str] = "consideration_answered"
    answer: str
    why: Prose = ""

    @property
    def tone(self) -> str:
        """Good where it was taken into account."""
        return "good" if self.answer == "taken" else "calm"

    @property
    def sentence(self) -> Sentence:
        if self.answer == "taken":
            return say("took the consideration into account: {why}", why=quoted(self.why))
        return say("did not take the consideration into account: {why}", why=quoted(self.why))


@event
class ConsiderationWithdrawn(Payload):
    """Whoever gave it does so no more."""

    verb: ClassVar[str] = "consideration_withdrawn"
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the consideration {text}", text=quoted(self.text))


@event
class ConsiderationExpired(Payload):
    """Its end came. `answered`: somebody had answered it."""

    verb: ClassVar[str] = "consideration_expired"
    evidenced: ClassVar[bool] = True  # its instant was known before
    answered: bool = True

    @property
    def sentence(self) -> Sentence:
        if self.answered:
            return say("a consideration came to its end")
        return say("a consideration came to its end, and nobody had answered it")


@event
class ConsiderationWentAlong(Payload):
    """The ticket that it is about was merged into another, and it is about that one."""

    verb: ClassVar[str] = "consideration_went_along"
    moves_clocks: ClassVar[bool] = False
    from_ticket: int
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took a consideration along from #{number}", number=self.from_ticket)
