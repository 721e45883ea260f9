"""The one place that writes timelines."""

from collections.abc import Mapping
from datetime import datetime

from firsthand.models.tickets import Decision, Ticket, TimelineEvent


def record(
    *,
    ticket: Ticket,
    at: datetime,
    actor_id: int | None,
    verb: str,
    why: str = "",
    detail: Mapping[str, object] | None = None,
    decision: Decision | None = None,
) -> TimelineEvent:
    """Append who did what to a ticket, when and why; `actor_id` None is the desk itself."""
    return TimelineEvent.objects.create(
        ticket=ticket,
        at=at,
        actor_id=actor_id,
        verb=verb,
        why=why,
        detail=dict(detail or {}),
        decision=decision,
    )
