"""Addresses that are asked for new messages: which are due, how far each was read, and what went wrong."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firsthand.channels.protocol import Cursor, EndpointSettings
from firsthand.domain.recurring import is_due_again
from firsthand.domain.sentences import NOTHING_SAID, Sentence
from firsthand.models.channels import Endpoint
from firsthand.services.channels.queries import settings_of
from firsthand.services.channels.registry import channels

POLL_EVERY = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class DueEndpoint:
    """An address to ask now, after its cursor."""

    id: int
    channel: str
    endpoint: EndpointSettings
    cursor: Cursor = field(default_factory=dict)


def claim_due_endpoints(*, now: datetime, but: Collection[int] = ()) -> list[DueEndpoint]:
    """The active addresses that are due, each claimed for this caller by a conditional update; `but` those that it asks
    already."""
    due = []
    rows = Endpoint.objects.filter(is_active=True, channel__in=list(channels())).exclude(pk__in=but)
    for row in rows.order_by("id"):
        endpoint = settings_of(row)
        if not channels()[row.channel].fetches(endpoint) or not is_due_again(row.polled_at, pause_after(row), now=now):
            continue
        if Endpoint.objects.filter(pk=row.pk, polled_at=row.polled_at).update(polled_at=now):
            due.append(DueEndpoint(id=row.pk, channel=row.channel, endpoint=endpoint, cursor=row.cursor))
    return due


def pause_after(row: Endpoint) -> timedelta:
    """How long to wait after it was last asked: half a minute; half the time it has been failing, up to 15 minutes."""
    if row.failing_since is None or row.polled_at is None:
        return POLL_EVERY
    return min(max(POLL_EVERY, (row.polled_at - row.failing_since) / 2), LONGEST_PAUSE)


def mark_received(*, endpoint_id: int, cursor: Cursor, at: datetime) -> None:
    """Everything up to the cursor is durable."""
    read = Endpoint.objects.filter(pk=endpoint_id)
    read.update(cursor=dict(cursor), polled_at=at, failing_since=None, last_error=NOTHING_SAID)


def mark_failing(*, endpoint_id: int, cursor: Cursor, error: Sentence, at: datetime) -> None:
    """It failed at `at`, after what is up to the cursor became durable; `error` is shown with the address."""
    failing = Endpoint.objects.filter(pk=endpoint_id)
    failing.filter(failing_since=None).update(failing_since=at)
    failing.update(cursor=dict(cursor), polled_at=at, last_error=error)
