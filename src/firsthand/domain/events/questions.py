"""Questions that are asked of everybody in an open channel, and their answers (S35–S37). No clock hears them."""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, event
from firsthand.domain.sentences import Sentence, quoted, say


@event
class QuestionAsked(Payload):
    """Somebody asks in a channel what they do not know."""

    verb: ClassVar[str] = "question_asked"
    moves_clocks: ClassVar[bool] = False
    channel: str
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("asked in {channel}: {text}", channel=self.channel, text=quoted(self.text))


@event
class QuestionAnswered(Payload):
    """Somebody answers as best they can."""

    verb: ClassVar[str] = "question_answered"
    moves_clocks: ClassVar[bool] = False
    answer: int
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("answered the question: {text}", text=quoted(self.text))


@event
class AnswerHelped(Payload):
    """Whoever asked says that an answer helped, or that it did not after all (`helped` is False)."""

    verb: ClassVar[str] = "answer_helped"
    moves_clocks: ClassVar[bool] = False
    usual_tone: ClassVar[str] = "good"
    answer: int
    helped: bool = True

    @property
    def tone(self) -> str:
        """Good where it helped."""
        return self.usual_tone if self.helped else "calm"

    @property
    def sentence(self) -> Sentence:
        if self.helped:
            return say("said that an answer to the question helped")
        return say("said that an answer to the question did not help after all")


@event
class QuestionWentAlong(Payload):
    """The ticket that a question is about was merged into another, and the question is about that one."""

    verb: ClassVar[str] = "question_went_along"
    moves_clocks: ClassVar[bool] = False
    from_ticket: int
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took a question along from #{number}", number=self.from_ticket)


@event
class QuestionWithdrawn(Payload):
    """Whoever asked does so no more."""

    verb: ClassVar[str] = "question_withdrawn"
    moves_clocks: ClassVar[bool] = False
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the question {text}", text=quoted(self.text))
