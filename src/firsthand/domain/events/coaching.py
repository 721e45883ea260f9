"""Coaching: plans that accounts get, their steps, and what tickets say of them (S8, S9, S25, S26)."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, count, quoted, say


@event
class CoachingBegun(Payload):
    """The account entered a stage, or its customer engineer asked, and it got the book's plan. `steps` is how many."""

    verb: ClassVar[str] = "coaching_begun"
    stage: str
    clause: str
    steps: int
    asked: bool = False

    @property
    def sentence(self) -> Sentence:
        steps = count(self.steps, "{n} step", "{n} steps")
        stage = Name(self.stage, NameFamily.stage)
        return say(
            "began the coaching plan of {stage}, with {steps} ({clause})", stage=stage, steps=steps, clause=self.clause
        )


@event
class CoachingWentOn(Payload):
    """The account is back in a stage of which a plan still has open steps: it goes on, and no other begins."""

    verb: ClassVar[str] = "coaching_went_on"
    stage: str

    @property
    def sentence(self) -> Sentence:
        return say("went on with the coaching plan of {stage}", stage=Name(self.stage, NameFamily.stage))


@event
class CoachingEnded(Payload):
    """The account left the stages in which its plan goes on; `steps` that were open ended with it."""

    verb: ClassVar[str] = "coaching_ended"
    stage: str
    now: str
    steps: int = 0

    @property
    def sentence(self) -> Sentence:
        stage, now = Name(self.stage, NameFamily.stage), Name(self.now, NameFamily.stage)
        if not self.steps:
            return say("ended the coaching plan of {stage}: the account is {now}", stage=stage, now=now)
        steps = count(self.steps, "{n} open step", "{n} open steps")
        text = "ended the coaching plan of {stage} with {steps}: the account is {now}"
        return say(text, stage=stage, steps=steps, now=now)


@event
class CoachingStepGiven(Payload):
    """Something is to be done for an account, unasked, by an instant. `budget` on `calendar` is what the book gave for
    it, from this event's instant; none where a person named the instant."""

    verb: ClassVar[str] = "coaching_step_given"
    what: Prose = ""
    done: Prose = ""
    origin: str
    role: str
    who: int | None = None
    due_at: datetime
    warn_at: datetime | None = None
    clause: str = ""
    edition: str = ""
    commitment: str = ""
    budget: str = ""
    calendar: str = ""
    calendar_version: str = ""

    @property
    def sentence(self) -> Sentence:
        whose = PersonId(self.who) if self.who is not None else Name(self.role, NameFamily.role)
        text = "gave {whose} the coaching step {what}, due {due}"
        return say(text, whose=whose, what=quoted(self.what), due=self.due_at)


@event
class CoachingStepDone(Payload):
    """The step is done: what came of it, and what shows that."""

    verb: ClassVar[str] = "coaching_step_done"
    usual_tone: ClassVar[str] = "good"
    what: Prose = ""
    note: Prose = ""
    evidence: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("did the coaching step {what}", what=quoted(self.what))


@event
class CoachingStepSkipped(Payload):
    """Nobody does the step, for a reason."""

    verb: ClassVar[str] = "coaching_step_skipped"
    what: Prose = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("skipped the coaching step {what}", what=quoted(self.what))


@event
class CoachingStepEnded(Payload):
    """The step ended with its plan, because somebody moved the account's stage or merged the account."""

    verb: ClassVar[str] = "coaching_step_ended"
    what: Prose = ""
    stage: str
    now: str
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        now = Name(self.now, NameFamily.stage)
        return say("ended the coaching step {what}: the account is {now}", what=quoted(self.what), now=now)


@event
class CoachingStepHandedOn(Payload):
    """The step is another person's now, or its role's where nobody is named. Its clock runs on."""

    verb: ClassVar[str] = "coaching_step_handed_on"
    moves_clocks: ClassVar[bool] = False
    what: Prose = ""
    role: str
    from_person: int | None = None
    to_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        whose = PersonId(self.to_person) if self.to_person is not None else Name(self.role, NameFamily.role)
        return say("gave the coaching step {what} to {whose}", what=quoted(self.what), whose=whose)


@event
class CoachingStepWentAlong(Payload):
    """The account of the step was merged into another, whose it is now."""

    verb: ClassVar[str] = "coaching_step_went_along"
    moves_clocks: ClassVar[bool] = False
    what: Prose = ""
    from_account: int
    account: int

    @property
    def sentence(self) -> Sentence:
        return say("took the coaching step {what} along", what=quoted(self.what))


@event
class LikeTicketsSeen(Payload):
    """So many tickets of the account were alike, of a topic or else of a kind, that the book proposes a step."""

    verb: ClassVar[str] = "like_tickets_seen"
    kind: str = ""
    topic: str = ""
    tickets: int
    clause: str

    @property
    def sentence(self) -> Sentence:
        about = Name(self.topic) if self.topic else Name(self.kind, NameFamily.kind)
        tickets = count(self.tickets, "{n} ticket", "{n} tickets")
        return say("saw {tickets} alike ({about}) and proposed a coaching step", tickets=tickets, about=about)


@event
class LikeTicketsLeft(Payload):
    """No step comes of like tickets, for a reason."""

    verb: ClassVar[str] = "like_tickets_left"
    kind: str = ""
    topic: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        about = Name(self.topic) if self.topic else Name(self.kind, NameFamily.kind)
        return say("left it without a coaching step: {about}", about=about)


@event
class PreventionSaid(Payload):
    """Somebody said which coaching step should have prevented the ticket, or took that back."""

    verb: ClassVar[str] = "prevention_said"
    moves_clocks: ClassVar[bool] = False
    step: int | None = None
    what: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.step is None:
            return say("took back which coaching step should have prevented it")
        return say("said that the coaching step {what} should have prevented it", what=quoted(self.what))
