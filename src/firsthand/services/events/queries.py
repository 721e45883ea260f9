"""Reads of what happened to a subject: as clocks follow it, and as a page tells it."""

from collections.abc import Iterable
from functools import cache

from firsthand.domain.events import REGISTRY, Happened, Payload, decode
from firsthand.domain.events.clocks import Baseline
from firsthand.models.events import Event
from firsthand.models.subjects import Subject
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

_COLUMNS = ("id", "at", "verb", "payload", "because_id", "decision_id")
_HEARD = [verb for verb, kind in REGISTRY.items() if kind.moves_clocks]


def happened_to(subject: Subject) -> list[Happened]:
    """What clocks follow: the subject's events that one may hear, in the order of their ids, from its newest baseline
    on. Their words are not read."""
    rows = _heard().rows(subject=subject.pk)
    starts = [number for number, row in enumerate(rows) if row[2] == Baseline.verb]
    return [
        Happened(id=pk, at=at, payload=decode(verb, payload), because=because, decision=decision)
        for pk, at, verb, payload, because, decision in rows[starts[-1] if starts else 0 :]
    ]


@cache
def _heard() -> PreparedQuery:
    """The events of a subject that clocks may hear."""
    events = Event.objects.filter(subject=Blank("subject"), verb__in=_HEARD)
    return prepare(events.order_by("id").values_list(*_COLUMNS))


def with_payloads(rows: Iterable[Event]) -> tuple[tuple[Event, Payload], ...]:
    """Events with what they say, words included, in their order."""
    return tuple((row, decode(row.verb, row.payload, row.words)) for row in rows)


def history_of(*subjects: int, limit: int = 50) -> list[Event]:
    """What happened to a subject that is no ticket, or to several together, newest first, with who did it; at most
    `limit`. The caller has checked who asks. A ticket's events go through its door (`events_for`)."""
    rows = (
        Event.objects.filter(subject_id__in=subjects, subject__ticket=None)
        .select_related("person", "contact")
        .order_by("-id")
    )
    return list(rows[:limit])
