"""Help that one role asks of another about a ticket: asked, taken, talked about, answered, and what came of it (S50).

It happens to a subject of its own; the ticket stays whose it is.
"""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, quoted, say


@event
class HelpAsked(Payload):
    """Help was asked of a role, or of a team of it. `matched` are the words by which the book found that team (empty
    where whoever asked chose it), `teammates` is what teammates said first, or why nobody was asked."""

    verb: ClassVar[str] = "help_asked"
    role: str
    team: str = ""
    priority: str = ""
    clause: str = ""
    team_clause: str = ""
    is_defect: bool = False
    matched: Prose = ""
    teammates: Prose = ""
    context: Prose = ""

    @property
    def sentence(self) -> Sentence:
        asked = _asked_of(self.role, self.team)
        if self.priority:
            return say("asked {asked} for help, as {priority}", asked=asked, priority=self.priority)
        return say("asked {asked} for help", asked=asked)


@event
class HelpTaken(Payload):
    """Somebody who was asked looks after it."""

    verb: ClassVar[str] = "help_taken"
    moves_clocks: ClassVar[bool] = False

    @property
    def sentence(self) -> Sentence:
        return say("looks after the request for help")


@event
class HelpLeft(Payload):
    """Nobody looks after it by name any more; it is the team's."""

    verb: ClassVar[str] = "help_left"
    moves_clocks: ClassVar[bool] = False
    from_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("gave the request for help back to the team")


@event
class HelpPassedOn(Payload):
    """Whoever was asked knows the right team, and gave it on; its clock runs on."""

    verb: ClassVar[str] = "help_passed_on"
    moves_clocks: ClassVar[bool] = False
    role: str
    team: str = ""
    from_team: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("gave the request for help on to {asked}", asked=_asked_of(self.role, self.team))


@event
class HelpTalked(Payload):
    """A word between whoever asks and whoever is asked; `asks`: who is asked wants to know something first."""

    verb: ClassVar[str] = "help_talked"
    moves_clocks: ClassVar[bool] = False
    word: int
    asks: bool = False
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.asks:
            return say("asked back about the help: {text}", text=quoted(self.text))
        return say("said about the help: {text}", text=quoted(self.text))


@event
class HelpAnswered(Payload):
    """Who was asked answered; whoever asked says what came of it."""

    verb: ClassVar[str] = "help_answered"
    usual_tone: ClassVar[str] = "good"
    word: int
    text: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("answered the request for help: {text}", text=quoted(self.text))


@event
class HelpAskedAgain(Payload):
    """The answer was not enough: the same is asked again, by a clock of its own."""

    verb: ClassVar[str] = "help_asked_again"
    word: int
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("asked for help again: {why}", why=quoted(self.why))


@event
class HelpClosed(Payload):
    """What was learnt is written down at `link`, or there is nothing to write, and why."""

    verb: ClassVar[str] = "help_closed"
    moves_clocks: ClassVar[bool] = False
    usual_tone: ClassVar[str] = "good"
    link: Prose = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.link:
            return say("wrote down what was learnt: {link}", link=self.link)
        return say("found nothing to write down: {why}", why=quoted(self.why))


@event
class HelpWithdrawn(Payload):
    """It is asked no more: whoever asked took it back, or somebody closed the ticket."""

    verb: ClassVar[str] = "help_withdrawn"
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the request for help")


@event
class HelpWentAlong(Payload):
    """The ticket about which it was asked was merged into another; it is asked about that one, by the same clock."""

    verb: ClassVar[str] = "help_went_along"
    moves_clocks: ClassVar[bool] = False
    from_ticket: int
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took the request for help along from #{number}", number=self.from_ticket)


@event
class HelpStayed(Payload):
    """Another ticket was split off; the help is asked about the one that it was asked about."""

    verb: ClassVar[str] = "help_stayed"
    moves_clocks: ClassVar[bool] = False
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("kept the request for help here when #{number} was split off", number=self.ticket)


@event
class HelpMoved(Payload):
    """An end of it is somebody else's now, by name, or nobody's: who asked, or who looks after it."""

    verb: ClassVar[str] = "help_moved"
    moves_clocks: ClassVar[bool] = False
    end: str  # asker or helper
    from_person: int | None = None
    to_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        if self.to_person is None:
            return say("left the request for help with the team")
        if self.end == "asker":
            return say("left what comes of the help with {person}", person=PersonId(self.to_person))
        return say("left the request for help with {person}", person=PersonId(self.to_person))


def _asked_of(role: str, team: str) -> Sentence:
    if team:
        return say("{role} · {team}", role=Name(role, NameFamily.role), team=Name(team, NameFamily.team))
    return say("{role}", role=Name(role, NameFamily.role))
