"""What the book and the desk do to clocks: other terms, word to people, other judgements. Starts, ends and due instants
are no events: they follow from these."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.conversation import CarriedClock, Waiting
from firsthand.domain.events.payload import Payload, Prose, Why, event
from firsthand.domain.sentences import Name, PersonId, Sentence, say


@event
class TermsChanged(Payload):
    """The policy changed while a promise was open. `at` is the instant from which the other terms hold, never that of
    the worker who looked. `promise` is the event that started the promise, `rule` the straddle rule that says so,
    `starts_at` another beginning of the count."""

    verb: ClassVar[str] = "terms_changed"
    evidenced: ClassVar[bool] = True  # the book said so before
    clock: str
    promise: int
    from_: str = ""
    to: str = ""
    rule: str = ""
    starts_at: datetime | None = None
    due_at: datetime | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return other_terms(self.clock, self.from_, self.to)


def other_terms(kind: str, before: str, after: str) -> Sentence:
    """That a clock ended, started, or went from one clause to another, because the policy changed."""
    clock = Name(kind)
    if not after:
        return say("ended the {clock} clock, because the policy changed", clock=clock)
    if not before:
        return say("started the {clock} clock, because the policy changed", clock=clock)
    return say(
        "moved the {clock} clock from {before} to {after}, because the policy changed",
        clock=clock,
        before=before,
        after=after,
    )


@event
class ClockTold(Payload):
    """The desk told people of a clock: that it is due soon, that it is late, or that it is still late. `moments` are
    all that had come by then; `moment` is the furthest, which is what they were told."""

    verb: ClassVar[str] = "clock_told"
    moves_clocks: ClassVar[bool] = False
    clock_id: int
    clock: str
    moment: str
    moments: tuple[str, ...] = ()
    due_at: datetime | None = None
    people: tuple[int, ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return "soon" if self.moment == "warning" else "late"

    @property
    def sentence(self) -> Sentence:
        told = tuple(PersonId(one) for one in self.people)
        then = (say(" and told {people}", people=told),) if told else ()
        if self.moment == "warning":
            return say("warned that the {clock} is due soon", *then, clock=Name(self.clock))
        if self.moment == "breach":
            return say("noted that the {clock} is late", *then, clock=Name(self.clock))
        return say("escalated the late {clock}", *then, clock=Name(self.clock))


@event
class JudgedAsIf(Payload):
    """Somebody asked what a clock would have come to under another edition."""

    verb: ClassVar[str] = "judged_as_if"
    moves_clocks: ClassVar[bool] = False
    clock: str = ""
    edition: str = ""
    outcome: str = ""
    due_at: datetime | None = None
    clause: str = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.outcome == "met":
            return say(
                "judged the {clock} as if {edition} had held: kept", clock=Name(self.clock), edition=self.edition
            )
        return say(
            "judged the {clock} as if {edition} had held: not kept in time",
            clock=Name(self.clock),
            edition=self.edition,
        )


@event
class Baseline(Payload):
    """How the subject stood when its clocks began to follow its events: nothing before is judged anew. `judged` are
    the kinds of promise that had ended by then, `waiting` what the customer wrote and nobody answered."""

    verb: ClassVar[str] = "baseline"
    status: str = ""
    phase: str = ""
    owes: str = ""
    clocks: tuple[CarriedClock, ...] = ()
    judged: tuple[str, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    solved_at: datetime | None = None

    @property
    def sentence(self) -> Sentence:
        return say("began to keep its clocks by its events")
