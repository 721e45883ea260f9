"""Proposals: somebody who may not change a field says what it should be and why, and its owner answers (S5, S6).

`before` and `after` are the values in words; either may name a person.
"""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.events.payload import Payload, Prose, Value, event
from firsthand.domain.sentences import Name, Sentence, say


@dataclass(frozen=True, kw_only=True, slots=True)
class _OfAProposal(Payload):
    """Something that befell a proposal: the field and the value that it is about."""

    field: str
    after: Value = ""
    why: Prose = ""


@event
class Proposed(_OfAProposal):
    """Somebody proposed another value of a field that others own. `act` is what it takes to set it."""

    verb: ClassVar[str] = "proposed"
    act: str
    before: Value = ""

    @property
    def sentence(self) -> Sentence:
        if not self.before:
            return say("proposed {field} {after}", field=Name(self.field), after=self.after)
        return say(
            "proposed {field} {after} instead of {before}",
            field=Name(self.field),
            after=self.after,
            before=self.before,
        )


@event
class ProposalAccepted(_OfAProposal):
    """Who owns the field set it as proposed, by their own act. `already`: it was so by then, and nothing was set."""

    verb: ClassVar[str] = "proposal_accepted"
    usual_tone: ClassVar[str] = "good"
    already: bool = False

    @property
    def sentence(self) -> Sentence:
        if self.already:
            return say("agreed to {field} {after}, which it was already", field=Name(self.field), after=self.after)
        return say("accepted the proposal of {field} {after}", field=Name(self.field), after=self.after)


@event
class ProposalDeclined(_OfAProposal):
    """Who owns the field leaves it as it is, and says why."""

    verb: ClassVar[str] = "proposal_declined"

    @property
    def sentence(self) -> Sentence:
        return say("declined the proposal of {field} {after}", field=Name(self.field), after=self.after)


@event
class ProposalWithdrawn(_OfAProposal):
    """Who had proposed it does so no more."""

    verb: ClassVar[str] = "proposal_withdrawn"

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the proposal of {field} {after}", field=Name(self.field), after=self.after)
