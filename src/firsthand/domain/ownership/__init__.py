"""Who owes what to whom: triage, routes between teams, proposed kinds, escalation."""

from firsthand.domain.ownership.escalating import EscalationStep, escalation
from firsthand.domain.ownership.handing_over import HandoffTerms, ProvisionalTerms, handoff_terms, provisional_terms
from firsthand.domain.ownership.proposing import KindProposal, MessageFacts, propose_kind, propose_topic
from firsthand.domain.ownership.routing import (
    Route,
    Triage,
    owner,
    route,
    triage,
)
from firsthand.domain.ownership.telling import NoticeRule, notice_rule

__all__ = [
    "EscalationStep",
    "HandoffTerms",
    "KindProposal",
    "MessageFacts",
    "NoticeRule",
    "ProvisionalTerms",
    "Route",
    "Triage",
    "escalation",
    "handoff_terms",
    "notice_rule",
    "owner",
    "propose_kind",
    "propose_topic",
    "provisional_terms",
    "route",
    "triage",
]
