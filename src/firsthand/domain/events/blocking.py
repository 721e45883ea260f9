"""The block list: whose mail is held, and until when."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Address, Payload, Prose, event
from firsthand.domain.sentences import Sentence, say


@event
class SenderBlocked(Payload):
    """A teammate said that mail from an address or a domain is held, why and until when."""

    verb: ClassVar[str] = "sender_blocked"
    moves_clocks: ClassVar[bool] = False
    whom: Address = ""
    until: datetime
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("blocked {whom} until {until}", whom=self.whom, until=self.until)


@event
class BlockEnded(Payload):
    """A teammate ended it before its time."""

    verb: ClassVar[str] = "block_ended"
    moves_clocks: ClassVar[bool] = False
    whom: Address = ""

    @property
    def sentence(self) -> Sentence:
        return say("let {whom} through again", whom=self.whom)
