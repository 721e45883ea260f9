"""What is said on a ticket, and what became of it on its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from firsthand.domain.events.payload import Address, Addresses, Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, every, quoted, say

LEAVES_WITHIN = 15
"""How many minutes an answer may take to leave, and still counts from its writing, unless the desk says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """A span that a ticket spent in a status, with the event that shows it; still going on when `to_at` is None."""

    status: str
    phase: str = "open"
    from_at: datetime
    to_at: datetime | None = None
    evidence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A counted reply, by its event: when it was written, and when the other side's server took it. `seen` is the
    newest message of the customer's that its writer had before them; None: all. Left in `leaves_within` minutes, it
    counts from its writing. `event` 0: from before events."""

    event: int
    message: int | None = None
    seen: int | None = None
    at: datetime
    left_at: datetime | None = None
    leaves_within: int = LEAVES_WITHIN

    @property
    def leaves_by(self) -> datetime:
        """Until when it may leave and still counts from its writing."""
        return self.at + timedelta(minutes=self.leaves_within)

    @property
    def counts_from(self) -> datetime | None:
        """The instant from which it counts: its writing when it left soon enough, else its leaving; None before."""
        return self.left_at if self.left_at is None or self.left_at > self.leaves_by else self.at

    def reaches(self, message: int | None) -> bool:
        """Whether its writer had a message of the customer's before them."""
        return message is None or self.seen is None or message <= self.seen


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseId:
    """A promise, as its subject knows it: its kind and the event that started it."""

    kind: str
    started_by: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CarriedClock:
    """A promise that goes on at another subject: the same start, terms, waits and answers. `decision` None: it has no
    clock so far. `waits` are those up to the instant at which it was carried. `begun` is False where the word of ours
    that promises it had not left by then."""

    kind: str
    started_by: int
    started_at: datetime
    decision: int | None = None
    terms_start_at: datetime | None = None
    message: int | None = None
    waits: tuple[Wait, ...] = ()
    answers: tuple[Answer, ...] = ()
    begun: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A customer's message that nobody has answered."""

    event: int
    message: int | None = None
    at: datetime


@event
class Received(Payload):
    """A customer's request arrived, and a ticket was opened. `carried` are the clocks that came with a message split
    off another ticket, `answered` the reply that had answered it there, `waits` what it waited for there. `entered_by`:
    the teammate who heard it and entered it."""

    verb: ClassVar[str] = "received"
    evidenced: ClassVar[bool] = True
    from_: Address = ""
    to: Address = ""
    responsible_role: str = ""
    message: int | None = None
    notes: Why = ""
    entered_by: int | None = None
    carried: tuple[CarriedClock, ...] = ()
    answered: Answer | None = None
    waits: tuple[Wait, ...] = ()

    @property
    def sentence(self) -> Sentence:
        who, role = self.from_, Name(self.responsible_role, NameFamily.role)
        if self.entered_by is not None:
            heard = PersonId(self.entered_by)
            return say(
                "heard it from {sender}, and {person} entered it; {role} is responsible",
                sender=who,
                person=heard,
                role=role,
            )
        return say("received it from {sender}; {role} is responsible", sender=who, role=role)


@event
class Begun(Payload):
    """We began a conversation: a ticket without a request, so that nothing is owed before the customer writes."""

    verb: ClassVar[str] = "begun"
    to: Address = ""
    responsible_role: str = ""

    @property
    def sentence(self) -> Sentence:
        return say(
            "began a conversation with {customer}; {role} is responsible",
            customer=self.to,
            role=Name(self.responsible_role, NameFamily.role),
        )


@event
class KeptAsHistory(Payload):
    """A message came before the desk answered for its address: kept, and nobody owes an answer to it."""

    verb: ClassVar[str] = "kept_as_history"
    evidenced: ClassVar[bool] = True
    moves_clocks: ClassVar[bool] = False
    from_: Address = ""
    to: Address = ""
    message: int | None = None
    since: datetime | None = None

    @property
    def sentence(self) -> Sentence:
        text = "kept a message from {sender} as history: it came before this address was answered"
        return say(text, sender=self.from_)


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMessage(Payload):
    """A message that came from the customer's side; `was` is the status that it met. `entered_by`: the teammate who
    heard it and entered it."""

    evidenced: ClassVar[bool] = True
    from_: Address = ""
    message: int | None = None
    was: str = ""
    notes: Why = ""
    entered_by: int | None = None


@event
class MessageReceived(CustomerMessage):
    """The customer wrote again."""

    verb: ClassVar[str] = "message_received"

    @property
    def sentence(self) -> Sentence:
        if self.entered_by is not None:
            who = PersonId(self.entered_by)
            return say("heard from {sender}, and {person} entered it", sender=self.from_, person=who)
        return say("received a message from {sender}", sender=self.from_)


@event
class AutomaticMessageReceived(CustomerMessage):
    """A machine of the customer's wrote: kept, and nobody owes an answer to it."""

    verb: ClassVar[str] = "automatic_message_received"
    moves_clocks: ClassVar[bool] = False

    @property
    def sentence(self) -> Sentence:
        return say("received an automatic message from {sender}", sender=self.from_)


@event
class NoteAdded(Payload):
    """Somebody left a note for the team. `told` are the people whom it names."""

    verb: ClassVar[str] = "note_added"
    moves_clocks: ClassVar[bool] = False
    evidenced: ClassVar[bool] = True  # a note may come by mail
    message: int | None = None
    why: Why = ""
    told: tuple[int, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("added a note")


@event
class Replied(Payload):
    """Somebody wrote to the customer. `counts`: it is the response that is owed (A17), else `why` not. `seen` is the
    newest message of the customer's that the writer had before them; None: all. `asks`: the customer owes the next
    step because of it. `leaves_within` are the minutes that the desk gave it to leave. `despite` is the writer's reason
    for sending what it promises against `clauses` (S44, S45, A23)."""

    verb: ClassVar[str] = "replied"
    evidenced: ClassVar[bool] = True  # a teammate may have answered beside the desk
    message: int | None = None
    counts: bool = False
    seen: int | None = None
    asks: bool = False
    leaves_within: int = LEAVES_WITHIN
    why: Why = ""
    despite: Prose = ""
    clauses: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        said = say("replied") if self.counts else say("replied; it does not count as the response that is owed")
        if not self.despite:
            return said
        return said.followed_by(
            say(", against {clauses}: {why}", clauses=every(self.clauses), why=quoted(self.despite))
            if self.clauses
            else say(", against the book: {why}", why=quoted(self.despite))
        )


@event
class ReplyTakenBack(Payload):
    """A reply was taken back before it left: it, and what had come of it, never happened. `reply` is its event."""

    verb: ClassVar[str] = "reply_taken_back"
    message: int | None = None
    reply: int | None = None

    @property
    def sentence(self) -> Sentence:
        return say("took a reply back before it left")


@event
class ReplyLeft(Payload):
    """The customer's server took the reply, which had `leaves_within` minutes; it answers with `answer` elsewhere."""

    verb: ClassVar[str] = "reply_left"
    evidenced: ClassVar[bool] = True
    message: int | None = None
    reply: int
    leaves_within: int = LEAVES_WITHIN
    answer: Answer | None = None

    @property
    def sentence(self) -> Sentence:
        return say("sent the reply")


@event
class ReplyNotDelivered(Payload):
    """The reply did not reach the customer: it no longer counts as an answer."""

    verb: ClassVar[str] = "reply_not_delivered"
    evidenced: ClassVar[bool] = True
    usual_tone: ClassVar[str] = "late"
    message: int | None = None
    reply: int
    recipients: Addresses = ()
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("learned that the reply did not reach the customer; the answer is owed again")


@event
class ReplyMarked(Payload):
    """Somebody judged again whether a reply counts. `answer` is what it answers with on another ticket than its own."""

    verb: ClassVar[str] = "reply_marked"
    message: int | None = None
    reply: int
    counts: bool
    answer: Answer | None = None
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.counts:
            return say("marked a reply as the response that was owed")
        return say("marked that a reply was not the response that was owed")


@event
class NothingToAnswer(Payload):
    """Somebody said, with a reason, that what the customer wrote needs no answer."""

    verb: ClassVar[str] = "nothing_to_answer"
    seen: int | None = None
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("said that there is nothing to answer")


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutMail(Payload):
    """What became of a mail about the ticket: which one, for what, to whom, and what was said of it."""

    moves_clocks: ClassVar[bool] = False
    mail: int | None = None
    message: int | None = None
    purpose: str = "reply"
    recipients: Addresses = ()
    why: Why = ""

    @property
    def is_reply(self) -> bool:
        """Whether it carried a reply to the customer."""
        return self.purpose == "reply"


@event
class MailFailed(AboutMail):
    """A mail about the ticket was given up."""

    verb: ClassVar[str] = "mail_failed"
    usual_tone: ClassVar[str] = "late"

    @property
    def sentence(self) -> Sentence:
        return say("could not deliver the reply") if self.is_reply else say("could not deliver a mail")


@event
class MailBounced(AboutMail):
    """The other side refused a mail about the ticket."""

    verb: ClassVar[str] = "mail_bounced"
    evidenced: ClassVar[bool] = True
    usual_tone: ClassVar[str] = "late"

    @property
    def sentence(self) -> Sentence:
        if self.is_reply:
            return say("learned that the reply was refused by the other side")
        return say("learned that a mail was refused by the other side")


@event
class MailDelayed(AboutMail):
    """The other side says that a mail about the ticket is late."""

    verb: ClassVar[str] = "mail_delayed"
    evidenced: ClassVar[bool] = True
    usual_tone: ClassVar[str] = "soon"

    @property
    def sentence(self) -> Sentence:
        return say("learned that the reply is delayed") if self.is_reply else say("learned of a late mail")


@event
class MailTakenBack(AboutMail):
    """Somebody took a mail about the ticket back before it left. A reply never is: that has a verb of its own."""

    verb: ClassVar[str] = "mail_taken_back"

    @property
    def sentence(self) -> Sentence:
        return say("took a mail back before it left")


@event
class MailRetried(AboutMail):
    """Somebody sent a mail again that had failed."""

    verb: ClassVar[str] = "mail_retried"

    @property
    def sentence(self) -> Sentence:
        return say("tried to send the reply again") if self.is_reply else say("tried to send a mail again")
