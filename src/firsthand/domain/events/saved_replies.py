"""Saved replies: what was written, changed and retired."""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, event
from firsthand.domain.sentences import Sentence, say


@event
class SavedReplyWritten(Payload):
    """A teammate wrote a saved reply, or wrote it anew: its name and text from then on, and whose it is."""

    verb: ClassVar[str] = "saved_reply_written"
    moves_clocks: ClassVar[bool] = False
    name: Prose = ""
    text: Prose = ""
    role: str = ""
    team: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("wrote the saved reply “{name}”", name=self.name)


@event
class SavedReplyRetired(Payload):
    """A teammate retired it: it is offered no more."""

    verb: ClassVar[str] = "saved_reply_retired"
    moves_clocks: ClassVar[bool] = False
    name: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("retired the saved reply “{name}”", name=self.name)
