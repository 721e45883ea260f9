"""Hand-offs: the offer of a ticket, what was asked about it, and how it ended.

What happens to the offer happens to a subject of its own. That the ticket went over, or came back within seconds, is
an event of the ticket, in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, quoted, say


@dataclass(frozen=True, kw_only=True, slots=True)
class _Passed(Payload):
    """From whom the ticket goes to whom: roles, teams where there are any, and persons or nobody yet."""

    from_role: str = ""
    from_team: str = ""
    from_person: int | None = None
    role: str = ""
    team: str = ""
    person: int | None = None


@event
class HandoffOffered(_Passed):
    """The ticket was offered, with what the sender gives along (`context`); `occasion` is what made it be offered."""

    verb: ClassVar[str] = "handoff_offered"
    evidenced: ClassVar[bool] = True  # after another offer expired, from that instant on
    occasion: str = "person"
    clause: str = ""
    context: Prose = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        if self.person is not None:
            return say("offered it to {role} · {person}", role=role, person=PersonId(self.person))
        if self.team:
            return say("offered it to {role} · {team}", role=role, team=Name(self.team, NameFamily.team))
        return say("offered it to {role}", role=role)


@event
class HandoffQuestioned(Payload):
    """Whom it is offered to asked one question before answering."""

    verb: ClassVar[str] = "handoff_questioned"
    question: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("asked about the hand-off: {question}", question=quoted(self.question))


@event
class HandoffQuestionAnswered(Payload):
    """Who offers it answered that question."""

    verb: ClassVar[str] = "handoff_question_answered"
    answer: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("answered about the hand-off: {answer}", answer=quoted(self.answer))


@event
class HandoffAccepted(Payload):
    """Somebody of the receiving role read back the essence in a sentence, and took the ticket."""

    verb: ClassVar[str] = "handoff_accepted"
    usual_tone: ClassVar[str] = "good"
    essence: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("accepted the hand-off: {essence}", essence=quoted(self.essence))


@event
class HandoffDeclined(Payload):
    """Somebody of the receiving role did not take it, said why, and where it goes instead."""

    verb: ClassVar[str] = "handoff_declined"
    why: Prose = ""
    instead: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("declined the hand-off; the way is to {role}", role=Name(self.instead, NameFamily.role))


@event
class HandoffWithdrawn(Payload):
    """The offer stands no more: its sender took it back, or the ticket went another way."""

    verb: ClassVar[str] = "handoff_withdrawn"
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the offer")


@event
class HandoffExpired(Payload):
    """Nobody answered in the time that the book gives; `then` is what the book says becomes of it."""

    verb: ClassVar[str] = "handoff_expired"
    evidenced: ClassVar[bool] = True  # at the instant that the book gave
    usual_tone: ClassVar[str] = "late"
    then: str = "stays"
    clause: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("ended the offer, because nobody answered in time")


@event
class HandoffMoved(Payload):
    """The offer is for somebody else now, by name, or from them: who it named left."""

    verb: ClassVar[str] = "handoff_moved"
    moves_clocks: ClassVar[bool] = False
    end: str  # sender or receiver
    from_person: int | None = None
    to_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        if self.to_person is None:
            return say("left the offer with the team")
        if self.end == "sender":
            return say("left the offer with {person}", person=PersonId(self.to_person))
        return say("left the answer to the offer with {person}", person=PersonId(self.to_person))


@event
class HandoffAnswerTakenBack(Payload):
    """Who accepted or declined (`answer` is that event) took it back within seconds; the offer is open again."""

    verb: ClassVar[str] = "handoff_answer_taken_back"
    answer: int

    @property
    def sentence(self) -> Sentence:
        return say("took back the answer to the offer")


@event
class HandedOver(_Passed):
    """A hand-off was accepted: the ticket is the receiver's from here on."""

    verb: ClassVar[str] = "handed_over"
    moves_clocks: ClassVar[bool] = False
    handoff: int
    sender: str = ""  # the role that offered it, where another has it

    @property
    def sentence(self) -> Sentence:
        return say("took it over from {role}", role=Name(self.sender or self.from_role, NameFamily.role))


@event
class HandoverTakenBack(_Passed):
    """Within seconds: the ticket is the sender's again."""

    verb: ClassVar[str] = "handover_taken_back"
    moves_clocks: ClassVar[bool] = False
    handoff: int

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        if self.person is not None:
            return say("gave it back to {role} · {person} at once", role=role, person=PersonId(self.person))
        return say("gave it back to {role} at once", role=role)


@event
class ProvisionalStarted(Payload):
    """Somebody of a role that does not own the ticket began on it (S41); until `limit_at`, where the book says so."""

    verb: ClassVar[str] = "provisional_started"
    moves_clocks: ClassVar[bool] = False
    role: str = ""
    clause: str = ""
    limit_at: datetime | None = None

    @property
    def sentence(self) -> Sentence:
        return say("began on it provisionally for {role}", role=Name(self.role, NameFamily.role))


@event
class ProvisionalEnded(Payload):
    """What was begun provisionally is so no more: the owning role has it, or nobody goes on."""

    verb: ClassVar[str] = "provisional_ended"
    moves_clocks: ClassVar[bool] = False
    person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("ended what {person} had begun provisionally", person=PersonId(self.person))
