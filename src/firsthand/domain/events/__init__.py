"""Events: everything that happens, on any subject, by any actor; one dataclass a verb, in one registry."""

from firsthand.domain.events import (
    accounts,
    blocking,
    clocks,
    conversation,
    desk,
    earlier,
    handoffs,
    held,
    people,
    proposals,
    receipts,
    restrictions,
    reviews,
    saved_replies,
    tasks,
    tickets,
)
from firsthand.domain.events.actors import DESK, Actor, ActorKind
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.payload import REGISTRY, Content, Encoded, Payload, decode, encode, slots_of
from firsthand.domain.events.subjects import SubjectKind

__all__ = [
    "DESK",
    "REGISTRY",
    "Actor",
    "ActorKind",
    "Content",
    "Encoded",
    "Happened",
    "Payload",
    "SubjectKind",
    "accounts",
    "blocking",
    "clocks",
    "conversation",
    "decode",
    "desk",
    "earlier",
    "encode",
    "handoffs",
    "held",
    "people",
    "proposals",
    "receipts",
    "restrictions",
    "reviews",
    "saved_replies",
    "slots_of",
    "tasks",
    "tickets",
]
