"""A proposal is answered by whoever owns what it is about: accepted, or declined with a reason (S5, S6); a feature
request by whoever decides about it (S43), a consideration by whoever puts the work in order (S24);
what sales asked about an account by whoever bridges (S17)."""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.rules.rule import ClockRule, OwedBy
from firsthand.domain.events.consequences import AnswerCombined, ConsequencesAsked, ConsequencesWithdrawn
from firsthand.domain.events.considerations import (
    ConsiderationAnswered,
    ConsiderationExpired,
    ConsiderationGiven,
    ConsiderationWithdrawn,
)
from firsthand.domain.events.feature_requests import FeatureAnswered, FeatureRequested
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.proposals import ProposalAccepted, ProposalDeclined, ProposalWithdrawn, Proposed
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.sentences import say

_KIND = ClockKind.answer.value


def _hear(fold: Fold, event: Happened) -> None:
    match event.payload:
        case Proposed() | FeatureRequested() | ConsiderationGiven() | ConsequencesAsked():
            fold.start(_KIND, by=event.id, at=event.at)
        case ProposalAccepted():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("accepted"))
        case ProposalDeclined():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("declined"))
        case FeatureAnswered() | ConsiderationAnswered() | AnswerCombined():
            fold.end_open(_KIND, event, state=ClockState.met, why=say("answered"))
        case ConsiderationExpired():
            fold.end_open(_KIND, event, state=ClockState.missed, why=say("nobody answered before its end"))
        case ProposalWithdrawn() | ConsiderationWithdrawn() | ConsequencesWithdrawn():
            fold.end_open(_KIND, event, state=ClockState.cancelled, why=say("withdrawn"))
        case _:
            pass


ANSWER = ClockRule(
    kind=ClockKind.answer,
    starts_on=Proposed.verb,
    met_by="whoever owns the field accepts or declines, or whoever decides, bridges or orders the work answers",
    hear=_hear,
    subjects=frozenset(
        {SubjectKind.proposal, SubjectKind.feature_request, SubjectKind.consideration, SubjectKind.consequence_round}
    ),
    owed_by=OwedBy.field_owner,
    pauses=False,
    tells=True,
)
