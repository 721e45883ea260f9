"""What the desk itself tells customers."""

from typing import ClassVar

from firsthand.domain.events.payload import Addresses, Payload, event
from firsthand.domain.sentences import Sentence, say


@event
class ReceiptWritten(Payload):
    """The desk told a customer that their request came in, as a clause of the book has it. It answers nothing."""

    verb: ClassVar[str] = "receipt_written"
    moves_clocks: ClassVar[bool] = False
    mail: int
    recipients: Addresses = ()
    clause: str
    language: str

    @property
    def sentence(self) -> Sentence:
        return say("sent a receipt, which is no response")
