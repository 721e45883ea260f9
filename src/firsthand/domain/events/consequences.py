"""What sales asks before it moves an account, what is answered, and the move itself (S15–S17, S1–S3)."""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, SentenceValue, every, named, quoted, say


def _wanted(stage: str, wanted: str) -> SentenceValue:
    """What sales wants: a stage of the book, or somebody's words."""
    return Name(stage, NameFamily.stage) if stage else quoted(wanted)


@event
class ConsequencesAsked(Payload):
    """Sales asks what follows if it moves something of an account to `wanted`."""

    verb: ClassVar[str] = "consequences_asked"
    move: str
    roles: tuple[str, ...]
    stage: str = ""
    wanted: Prose = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        roles = every(named(self.roles, NameFamily.role))
        return say("asked {roles} what follows from {wanted}", roles=roles, wanted=_wanted(self.stage, self.wanted))


@event
class ConsequenceAsked(Payload):
    """One role is asked."""

    verb: ClassVar[str] = "consequence_asked"
    role: str

    @property
    def sentence(self) -> Sentence:
        return say("asked {role} for consequences", role=Name(self.role, NameFamily.role))


@event
class ConsequenceAnswered(Payload):
    """One role answers: what it sees coming (`seen` is "some"), or that it sees none."""

    verb: ClassVar[str] = "consequence_answered"
    role: str
    seen: str
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        if not self.text:
            return say("answered for {role}: none seen", role=role)
        return say("answered for {role}: {text}", role=role, text=quoted(self.text))


@event
class ConsequenceNoLongerAsked(Payload):
    """Sales withdrew what it asked, so that no answer is owed."""

    verb: ClassVar[str] = "consequence_no_longer_asked"

    @property
    def sentence(self) -> Sentence:
        return say("asked no more")


@event
class ConsequencesWithdrawn(Payload):
    """Sales does not want to move it any more."""

    verb: ClassVar[str] = "consequences_withdrawn"
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew what was asked")


@event
class AnswerCombined(Payload):
    """Whoever bridges records the combined answer: for the customer, and for the long term (S1, S2). `conflict` says
    whether the two did, and which won (S3); `without` are the roles that had not answered."""

    verb: ClassVar[str] = "answer_combined"
    advice: str
    conflict: str
    without: tuple[str, ...] = ()
    customer_interest: Prose = ""
    long_term: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("recorded the combined answer: {advice}", advice=Name(self.advice))


@event
class SaleMoved(Payload):
    """Sales moves: its own act, whatever was answered (S5, S15). `stood` is how the round stood: open, against it or
    agreed; `without` are the roles that had not answered."""

    verb: ClassVar[str] = "sale_moved"
    stood: str
    without: tuple[str, ...] = ()
    stage: str = ""
    wanted: Prose = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        wanted = _wanted(self.stage, self.wanted)
        if self.stood == "against":
            return say("moved against the combined answer: {wanted}", wanted=wanted)
        if self.stood == "open":
            return say("moved before the combined answer: {wanted}", wanted=wanted)
        return say("moved: {wanted}", wanted=wanted)

    @property
    def tone(self) -> str:
        return "calm" if self.stood == "agreed" else "soon"


@event
class MoveTakenBack(Payload):
    """The stage was set back to what it was before sales moved it: what was asked stands again."""

    verb: ClassVar[str] = "move_taken_back"
    moves_clocks: ClassVar[bool] = False
    stage: str

    @property
    def sentence(self) -> Sentence:
        return say("set it back to {stage}", stage=Name(self.stage, NameFamily.stage))


@event
class ConsequencesWentAlong(Payload):
    """The account about which it was asked was merged into another."""

    verb: ClassVar[str] = "consequences_went_along"
    moves_clocks: ClassVar[bool] = False
    from_account: int
    account: int

    @property
    def sentence(self) -> Sentence:
        return say("went along with the account that was merged")


@event
class ConsequenceNoted(Payload):
    """Somebody warns of a consequence without being asked (S16). `decision` is the one that it is about, if any."""

    verb: ClassVar[str] = "consequence_noted"
    moves_clocks: ClassVar[bool] = False
    usual_tone: ClassVar[str] = "soon"
    note: int
    role: str
    decision: int | None = None
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("warned of a consequence: {text}", text=quoted(self.text))


@event
class ConsequenceNotesWentAlong(Payload):
    """The ticket that was warned of was merged into another, where the notes stand now."""

    verb: ClassVar[str] = "consequence_notes_went_along"
    moves_clocks: ClassVar[bool] = False
    from_ticket: int
    notes: tuple[int, ...]

    @property
    def sentence(self) -> Sentence:
        return say("took the warnings along from #{number}", number=self.from_ticket)
