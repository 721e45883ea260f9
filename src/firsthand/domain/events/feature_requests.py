"""Feature requests that are sent to whoever decides about them, and their answers (S39, S43)."""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, quoted, say


@event
class FeatureRequested(Payload):
    """What a customer wishes is put before a role, with what speaks for it."""

    verb: ClassVar[str] = "feature_requested"
    role: str
    title: Prose = ""
    evidence: Prose = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        return say("sent the request {title} to {role}", title=quoted(self.title), role=role)


@event
class FeatureWentAlong(Payload):
    """The ticket on which it was wished was merged into another, which had no request of its own."""

    verb: ClassVar[str] = "feature_went_along"
    moves_clocks: ClassVar[bool] = False
    from_ticket: int
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took the request along from #{number}", number=self.from_ticket)


@event
class FeatureAnswered(Payload):
    """Whoever decides says yes, later or no, and why."""

    verb: ClassVar[str] = "feature_answered"
    usual_tone: ClassVar[str] = "good"
    answer: str
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("answered the request: {answer}", answer=Name(self.answer))
