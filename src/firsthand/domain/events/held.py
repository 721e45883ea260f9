"""Messages in the quarantine that may be requests: an answer is owed from when they came, until a person says what they
are."""

from typing import ClassVar

from firsthand.domain.events.conversation import CarriedClock, PromiseId
from firsthand.domain.events.payload import Payload, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, say


@event
class MessageHeld(Payload):
    """A message that may be a request was held for a person; the triage role owes an answer to it."""

    verb: ClassVar[str] = "message_held"
    evidenced: ClassVar[bool] = True
    raw: int
    responsible_role: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("held a message; {role} is responsible", role=Name(self.responsible_role, NameFamily.role))


@event
class MessageReleased(Payload):
    """A person made it a ticket, or a message on one: what was owed goes on there."""

    verb: ClassVar[str] = "message_released"
    raw: int
    ticket: int
    carried: tuple[PromiseId, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("released the held message to #{number}", number=self.ticket)


@event
class MessageDismissed(Payload):
    """A person said that it is no request, and why; nothing is owed for it."""

    verb: ClassVar[str] = "message_dismissed"
    raw: int
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("dismissed the held message")


@event
class HeldClocksTaken(Payload):
    """A message that had been held came to this ticket, and brought the answer that it is owed."""

    verb: ClassVar[str] = "held_clocks_taken"
    carried: tuple[CarriedClock, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("took the answer along that is owed to a message that was held")
