"""Tasks of one's own on a ticket or an account: who, what, by when (T51)."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.sentences import PersonId, Sentence, quoted, say


@event
class TaskGiven(Payload):
    """Somebody is to do something by an instant: `own` where they gave it to themselves."""

    verb: ClassVar[str] = "task_given"
    what: Prose = ""
    who: int | None = None
    due_at: datetime
    own: bool = False

    @property
    def sentence(self) -> Sentence:
        what = quoted(self.what)
        if self.own:
            return say("took on the task {what}, due {due}", what=what, due=self.due_at)
        return say("gave {person} the task {what}, due {due}", person=PersonId(self.who), what=what, due=self.due_at)


@event
class TaskDone(Payload):
    """The task is done."""

    verb: ClassVar[str] = "task_done"
    usual_tone: ClassVar[str] = "good"
    what: Prose = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("did the task {what}", what=quoted(self.what))


@event
class TaskDropped(Payload):
    """Nobody will do the task."""

    verb: ClassVar[str] = "task_dropped"
    what: Prose = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        return say("dropped the task {what}", what=quoted(self.what))


@event
class TaskMoved(Payload):
    """The task is another person's now, or due at another instant. With another instant it is another promise; what was
    late by then stays so."""

    verb: ClassVar[str] = "task_moved"
    what: Prose = ""
    from_person: int | None = None
    to_person: int | None = None
    due_before: datetime
    due_at: datetime
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        what = quoted(self.what)
        if self.from_person == self.to_person:
            return say("moved the task {what} to {due}", what=what, due=self.due_at)
        then = () if self.due_at == self.due_before else (say(", now due {due}", due=self.due_at),)
        if self.to_person is None:
            return say("left the task {what} with nobody", *then, what=what)
        return say("gave the task {what} to {person}", *then, what=what, person=PersonId(self.to_person))


@event
class TaskWentAlong(Payload):
    """The ticket on which the task hung was merged into another, and the open task hangs there now."""

    verb: ClassVar[str] = "task_went_along"
    moves_clocks: ClassVar[bool] = False
    what: Prose = ""
    from_ticket: int
    ticket: int

    @property
    def sentence(self) -> Sentence:
        return say("took the task {what} along from #{number}", what=quoted(self.what), number=self.from_ticket)
