"""What becomes of a ticket: what it is, who owes it, where it stands, what it hangs together with."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.conversation import CarriedClock, PromiseId, Waiting
from firsthand.domain.events.payload import Address, Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, say


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided(Payload):
    """Somebody said what the ticket is, and the book decided again: from what to what, and whose it is now."""

    from_: str = ""
    to: str = ""
    responsible_role: str = ""
    team: str = ""
    why: Why = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Classified(Decided):
    @property
    def sentence(self) -> Sentence:
        kind, role = Name(self.to, NameFamily.kind), Name(self.responsible_role, NameFamily.role)
        if self.from_ == self.to:
            return say("confirmed {kind}; {role} is responsible", kind=kind, role=role)
        before = Name(self.from_, NameFamily.kind)
        return say("made it {kind} instead of {before}; {role} is responsible", kind=kind, before=before, role=role)


@event
class KindConfirmed(_Classified):
    """Somebody confirmed what the customer asked for (S27)."""

    verb: ClassVar[str] = "kind_confirmed"


@event
class Reclassified(_Classified):
    """Somebody changed what the customer asked for."""

    verb: ClassVar[str] = "reclassified"


@event
class SeveritySet(Decided):
    """Somebody rated how bad it is (S51)."""

    verb: ClassVar[str] = "severity_set"

    @property
    def sentence(self) -> Sentence:
        return say("set the severity from {before} to {after}", before=Name(self.from_), after=Name(self.to))


@event
class TopicSet(Decided):
    """Somebody said what it is about, by which the book may route it."""

    verb: ClassVar[str] = "topic_set"

    @property
    def sentence(self) -> Sentence:
        return say("set the topic from {before} to {after}", before=Name(self.from_), after=Name(self.to))


@event
class Assigned(Payload):
    """A role, and one of its holders or nobody yet, was made responsible; `directly` by whoever heads it. `to` is a
    name that older events hold."""

    verb: ClassVar[str] = "assigned"
    moves_clocks: ClassVar[bool] = False
    from_role: str = ""
    from_person: int | None = None
    role: str = ""
    team: str = ""
    person: int | None = None
    directly: bool = False
    to: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        if self.person is not None:
            return say(
                "made {role} · {person} responsible",
                role=Name(self.role, NameFamily.role),
                person=PersonId(self.person),
            )
        if self.to:
            return say("made {role} · {person} responsible", role=Name(self.role, NameFamily.role), person=self.to)
        if self.team:
            return say(
                "made {role} · {team} responsible",
                role=Name(self.role, NameFamily.role),
                team=Name(self.team, NameFamily.team),
            )
        return say("made {role} responsible", role=Name(self.role, NameFamily.role))


@event
class Taken(Payload):
    """Somebody of the responsible role took the ticket."""

    verb: ClassVar[str] = "taken"
    moves_clocks: ClassVar[bool] = False
    from_person: int | None = None

    @property
    def sentence(self) -> Sentence:
        return say("took it")


@event
class Released(Payload):
    """Somebody gave the ticket back to its team."""

    verb: ClassVar[str] = "released"
    moves_clocks: ClassVar[bool] = False
    from_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("gave it back to the team")


@event
class StatusChanged(Payload):
    """The ticket stands elsewhere now. `owes` and `phase` are what the status meant at that instant."""

    verb: ClassVar[str] = "status_changed"
    evidenced: ClassVar[bool] = True  # with the customer's message that caused it
    from_: str
    to: str
    owes: str
    phase: str
    cause: str
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        before, after = Name(self.from_, NameFamily.state), Name(self.to, NameFamily.state)
        if self.cause == "timer":
            return say("set it from {before} to {after}, because its time was over", before=before, after=after)
        return say("set it from {before} to {after}", before=before, after=after)


@event
class NotARequest(Payload):
    """Somebody ended a ticket that no customer's request is in."""

    verb: ClassVar[str] = "ended_as_not_a_request"
    as_: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("ended it as {what}; it is counted apart from requests", what=Name(self.as_))


@event
class MergedAway(Payload):
    """The ticket was merged into another; what it owed then (`carried`) goes on there, and what turns out to have been
    owed does too."""

    verb: ClassVar[str] = "merged_away"
    ticket: int
    carried: tuple[PromiseId, ...] = ()
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("merged it into #{number}", number=self.ticket)


@event
class MergedIn(Payload):
    """Another ticket was merged into this one; `carried` are the clocks that came with it, `waiting` what its customer
    had written that nobody has answered. `undelivered_at`: since then it was known that our last word there did not
    arrive."""

    verb: ClassVar[str] = "merged_in"
    ticket: int
    carried: tuple[CarriedClock, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    undelivered_at: datetime | None = None
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("merged #{number} into this", number=self.ticket)


@event
class ClocksCarried(Payload):
    """An answer on a ticket that was merged into this one turned out to be none: what it had met is owed here."""

    verb: ClassVar[str] = "clocks_carried"
    usual_tone: ClassVar[str] = "late"
    ticket: int
    carried: tuple[CarriedClock, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("learned that an answer on #{number} is owed again, here", number=self.ticket)


@event
class SplitOff(Payload):
    """A message of this ticket became a ticket of its own, with the answer that it was owed (`carried`)."""

    verb: ClassVar[str] = "split_off"
    ticket: int
    message: int | None = None
    carried: tuple[PromiseId, ...] = ()
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("split #{number} off", number=self.ticket)


@event
class SplitFrom(Payload):
    """This ticket was split off another."""

    verb: ClassVar[str] = "split_from"
    moves_clocks: ClassVar[bool] = False
    ticket: int
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("split this from #{number}", number=self.ticket)


@event
class Linked(Payload):
    """The ticket was linked to another."""

    verb: ClassVar[str] = "linked"
    moves_clocks: ClassVar[bool] = False
    ticket: int
    kind: str = "related"
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("linked #{number}", number=self.ticket)


@event
class RequesterNamed(Payload):
    """Somebody said who asked, on a ticket that came by a colleague. `contact` is who that is."""

    verb: ClassVar[str] = "requester_named"
    moves_clocks: ClassVar[bool] = False
    contact: int
    who: Address = ""

    @property
    def sentence(self) -> Sentence:
        return say("said that {who} asked", who=self.who)


@event
class Unlinked(Payload):
    """A link to another ticket was taken away."""

    verb: ClassVar[str] = "unlinked"
    moves_clocks: ClassVar[bool] = False
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took away the link to #{number}", number=self.ticket)


@event
class Tagged(Payload):
    """A tag was set."""

    verb: ClassVar[str] = "tagged"
    moves_clocks: ClassVar[bool] = False
    tag: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("tagged it {tag}", tag=self.tag)


@event
class Untagged(Payload):
    """A tag was taken off."""

    verb: ClassVar[str] = "untagged"
    moves_clocks: ClassVar[bool] = False
    tag: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("took off the tag {tag}", tag=self.tag)


@event
class ContactErased(Payload):
    """A person of this conversation or account was erased; `contact` is the pseudonym that is left."""

    verb: ClassVar[str] = "contact_erased"
    moves_clocks: ClassVar[bool] = False
    contact: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("erased a person of this conversation, now {contact}", contact=self.contact)
