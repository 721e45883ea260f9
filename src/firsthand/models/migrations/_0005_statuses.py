"""When a ticket had which status, guessed back from nine verbs of the old timeline: a copy of the reader of that time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps.registry import Apps

_CLOSES = ("closed_by_itself", "merged_away", "ended_as_not_a_request")
_REOPENS = ("message_received", "merged_in")
_TAKES = ("taken", "assigned")
_VERBS = ("status_set", *_CLOSES, *_REOPENS, *_TAKES)
_WAITED = ("pending", "on_hold", "solved")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stay:
    """A ticket had a status from an instant on; `event` shows it. Still going on when `to_at` is None."""

    status: str
    from_at: datetime
    to_at: datetime | None = None
    event: int


def stays_of(apps: Apps, tickets: Collection[int]) -> dict[int, list[Stay]]:
    """The statuses of tickets, oldest first. Before the first a ticket is new."""
    lines = apps.get_model("firsthand", "TimelineEvent").objects.filter(ticket__in=tickets, verb__in=_VERBS)
    found = defaultdict(list)
    for number, *line in lines.order_by("ticket_id", "at", "id").values_list("ticket_id", "at", "id", "verb", "detail"):
        found[number].append(line)
    return {number: list(_stays(of_ticket)) for number, of_ticket in found.items()}


def _stays(lines: Iterable[list]) -> Iterator[Stay]:
    status, stay = "new", None
    for at, number, verb, detail in lines:
        then = _status_after(status, verb, detail)
        if then != status:
            if stay is not None:
                yield replace(stay, to_at=at)
            status, stay = then, Stay(status=then, from_at=at, event=number)
    if stay is not None:
        yield stay


def _status_after(status: str, verb: str, detail: Mapping[str, object]) -> str:
    if verb == "status_set":
        return str(detail["to"])
    if verb in _CLOSES:
        return "closed"
    if verb in _REOPENS and status in _WAITED:
        return "open"
    if verb in _TAKES and status == "new" and detail.get("to", verb == "taken"):
        return "open"
    return status


def lived_through(apps: Apps, *, begun_on: int, now_on: int, since: datetime) -> Iterator[Stay]:
    """The statuses that a clock lived through: of the ticket it began on, and after a merge of the one it went on at."""
    links = apps.get_model("firsthand", "TicketLink").objects.filter(kind="merged_into")
    number, seen = begun_on, {begun_on}
    while True:
        merged = links.filter(source_id=number).first() if number != now_on else None
        until = merged.at if merged is not None else None
        yield from within(stays_of(apps, [number]).get(number, []), since=since, until=until)
        if merged is None or merged.target_id in seen:
            return
        number, since = merged.target_id, merged.at
        seen.add(number)


def within(stays: Iterable[Stay], *, since: datetime, until: datetime | None = None) -> Iterator[Stay]:
    """What of the stays lies after an instant, and before another."""
    for stay in stays:
        ends = stay.to_at if until is None else min(stay.to_at or until, until)
        begins = max(stay.from_at, since)
        if ends is None or begins < ends:
            yield replace(stay, from_at=begins, to_at=ends)
