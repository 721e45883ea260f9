"""Deviations for one account, and the reviews that they are promised (A12)."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, event
from firsthand.domain.sentences import Sentence, say


@event
class ReviewPromised(Payload):
    """The book lets one account deviate, and says when that is looked at again."""

    verb: ClassVar[str] = "review_promised"
    evidenced: ClassVar[bool] = True  # the amendment's own instant
    due_at: datetime
    clause: str
    edition: str = ""
    owner_role: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("promised to review {clause} by {due}", clause=self.clause, due=self.due_at)


@event
class Reviewed(Payload):
    """Somebody looked at the deviation again, and says what comes of it."""

    verb: ClassVar[str] = "reviewed"
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("reviewed it")


@event
class ExceptionEnded(Payload):
    """The deviation holds no more: it was replaced, withdrawn, or its time is over."""

    verb: ClassVar[str] = "exception_ended"
    evidenced: ClassVar[bool] = True
    by: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("ended the deviation, by {by}", by=self.by) if self.by else say("ended the deviation")
