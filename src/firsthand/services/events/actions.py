"""The one place that writes events. Everybody else appends through `services/acting`, which lets clocks follow."""

from datetime import datetime

from firsthand.domain.events import Actor, ActorKind, Happened, Payload, encode
from firsthand.models.events import Event
from firsthand.models.subjects import Subject


def insert(
    *,
    subject: Subject,
    payload: Payload,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    account_id: int | None = None,
    because: int | None = None,
    decision: int | None = None,
) -> Event:
    """Write an event's row. ValueError for an instant before its recording that nothing outside shows."""
    if at < recorded_at and not payload.evidenced:
        raise ValueError(f"{payload.verb} happens when it is recorded; {at} is before {recorded_at}")
    written = encode(payload)
    return Event.objects.create(
        subject=subject,
        account_id=account_id,
        at=at,
        recorded_at=recorded_at,
        person_id=actor.id if actor.kind is ActorKind.person else None,
        contact_id=actor.id if actor.kind is ActorKind.contact else None,
        by_desk=actor.kind is ActorKind.desk,
        via=actor.via[:64],
        verb=written.verb,
        because_id=because,
        payload=written.facts,
        words=written.words or None,
        decision_id=decision,
    )


def happened(row: Event, payload: Payload) -> Happened:
    """The event of a row that was just written."""
    return Happened(id=row.pk, at=row.at, payload=payload, because=row.because_id, decision=row.decision_id)
