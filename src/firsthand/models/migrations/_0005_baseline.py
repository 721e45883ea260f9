"""How each ticket stands when its clocks begin to follow its events: one event a ticket, in the shape of that time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Max, Q
from django.utils import timezone

from firsthand.models.migrations._0005_rows import newest, ranges
from firsthand.models.migrations._0005_statuses import Stay, lived_through, stays_of, within

AT_ONCE = 2_000
VIA = "upgrade"
_LIVE = ("running", "paused")
_WORKED = ("first_response", "resolution")
_WAITS = ("pending", "on_hold")
_OWES = {
    "new": "team",
    "open": "person",
    "pending": "customer",
    "on_hold": "inside",
    "solved": "nobody",
    "closed": "nobody",
}
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Tickets:
    """What is known of a portion of tickets, each by the ticket's number."""

    stays: Mapping[int, list[Stay]]
    live: Mapping[int, list[Row]]
    judged: Mapping[int, list[str]]
    messages: Mapping[int, list[Row]]
    arrivals: Mapping[int, list[tuple[datetime, int]]]
    decisions: Mapping[int, int]


def make_baselines(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A baseline on every ticket: without one, what was written before would start clocks anew when it is touched. Its
    number follows from the ticket's, after all that there are; the clocks that go on name it as their start, those that
    never worked as their end. The engine then brings open tickets to the book once, which follows each."""
    apps.get_model("firsthand", "Desk").objects.update(followed_amendment=0, followed_at=None)
    after, now = newest(editor, "event"), timezone.now()
    tickets, events = apps.get_model("firsthand", "Ticket"), apps.get_model("firsthand", "Event")
    for above, up_to in ranges(newest(editor, "ticket"), AT_ONCE):
        some = tickets.objects.filter(id__gt=above, id__lte=up_to).order_by("id")
        rows = list(some.values("id", "status", "phase", "solved_at", "account_id"))
        if not rows:
            continue
        known = _known(apps, [row["id"] for row in rows])
        events.objects.bulk_create(
            events(
                id=after + row["id"],
                subject_id=row["id"],
                account_id=row["account_id"],
                at=now,
                recorded_at=now,
                by_desk=True,
                via=VIA,
                verb="baseline",
                payload=_payload(apps, row, known, number=after + row["id"], now=now),
                decision_id=known.decisions.get(row["id"]),
            )
            for row in rows
        )
    _name_in_clocks(apps, editor, after=after, now=now)


def _name_in_clocks(apps: Apps, editor: BaseDatabaseSchemaEditor, *, after: int, now: datetime) -> None:
    """Clocks that go on start with the baseline; the others end with it, their open pauses too."""
    live, worked = ", ".join(f"'{one}'" for one in _LIVE), ", ".join(f"'{one}'" for one in _WORKED)
    with editor.connection.cursor() as cursor:
        for column, kinds in (("started_by_id", f"IN ({worked})"), ("ended_by_id", f"NOT IN ({worked})")):
            cursor.execute(
                f"UPDATE firsthand_clock SET {column} = %s + ticket_id WHERE state IN ({live}) AND kind {kinds}",
                [after],
            )
    clocks = apps.get_model("firsthand", "Clock")
    for clock in clocks.objects.filter(state="paused", ended_by__isnull=False).iterator():
        clock.pauses = [[begin, end or now.isoformat(), *rest] for begin, end, *rest in clock.pauses]
        clock.save(update_fields=["pauses"])


def _known(apps: Apps, numbers: Sequence[int]) -> Tickets:
    clocks = apps.get_model("firsthand", "Clock").objects.filter(ticket__in=numbers)
    live = clocks.filter(state__in=_LIVE, kind__in=_WORKED).order_by("id")
    ended = clocks.filter(state__in=("met", "missed")).order_by("kind").values_list("ticket_id", "kind").distinct()
    said = apps.get_model("firsthand", "Message").objects.filter(ticket__in=numbers).order_by("at", "id")
    said = said.filter(Q(direction="inbound", automatic="") | Q(counts_as_response=True, taken_back_at=None))
    arrived = apps.get_model("firsthand", "TimelineEvent").objects.filter(
        ticket__in=numbers, verb__in=("received", "message_received")
    )
    decided = apps.get_model("firsthand", "Decision").objects.filter(ticket__in=numbers)
    return Tickets(
        stays=stays_of(apps, numbers),
        live=_by_ticket(
            live.values("ticket_id", "kind", "started_at", "decision_id", "decision__ticket_id", "pauses", "pauses_on")
        ),
        judged=_by_ticket(ended),
        messages=_by_ticket(said.values("ticket_id", "id", "at", "direction")),
        arrivals=_by_ticket(arrived.order_by("at", "id").values_list("ticket_id", "at", "id")),
        decisions=dict(decided.order_by().values_list("ticket_id").annotate(Max("id"))),
    )


def _by_ticket(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by their ticket: what they say besides."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if isinstance(row, dict):
            found[row["ticket_id"]].append(row)
        else:
            number, *rest = row
            found[number].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found


def _payload(apps: Apps, ticket: Row, known: Tickets, *, number: int, now: datetime) -> Row:
    """How a ticket stands. In one that was solved or closed nobody waits any more, unless its first response is owed."""
    one, live = ticket["id"], known.live.get(ticket["id"], ())
    solved_at = ticket["solved_at"]
    waits = ticket["phase"] == "open" or any(clock["kind"] == "first_response" for clock in live)
    found: Row = {
        "status": ticket["status"],
        "phase": ticket["phase"],
        "owes": _OWES[ticket["status"]],
        "clocks": [_clock(apps, clock, known, number=number, now=now) for clock in live],
        "judged": known.judged.get(one, []),
        "waiting": _waiting(known.messages.get(one, ()), known.arrivals.get(one, ())) if waits else [],
        "solved_at": solved_at.isoformat() if solved_at else None,
    }
    return {key: value for key, value in found.items() if value}


def _clock(apps: Apps, clock: Row, known: Tickets, *, number: int, now: datetime) -> Row:
    """A clock as it goes on. What it stood still for is what its own pauses say; the other waits, which other terms
    might stop it for, are the ticket's. What is still going on is told up to now, and the ticket's status goes on."""
    waits = [_pause(*pause, now=now) for pause in clock["pauses"]]
    since, begun_on = clock["started_at"], clock["decision__ticket_id"]
    if begun_on == clock["ticket_id"]:
        stays = within(known.stays.get(begun_on, ()), since=since)
    else:
        stays = lived_through(apps, begun_on=begun_on, now_on=clock["ticket_id"], since=since)
    for stay in stays:
        if stay.status in _WAITS and stay.status not in clock["pauses_on"]:
            waits.append(_wait(stay.status, stay.from_at.isoformat(), (stay.to_at or now).isoformat(), stay.event))
    found = {
        "kind": clock["kind"],
        "started_by": number,
        "started_at": since.isoformat(),
        "decision": clock["decision_id"],
    }
    return {**found, "waits": sorted(waits, key=lambda one: one["from_at"])} if waits else found


def _pause(begin: str, end: str | None, cause: str, evidence: str, *, now: datetime) -> Row:
    """A pause as a wait: its cause is "the ticket is on hold"."""
    status = cause.removeprefix("the ticket is ").replace(" ", "_")
    return _wait(status, begin, end or now.isoformat(), int(evidence or 0))


def _wait(status: str, from_at: str, to_at: str, evidence: int) -> Row:
    return {"status": status, "from_at": from_at, "to_at": to_at, "evidence": evidence}


def _waiting(messages: Sequence[Row], arrivals: Sequence[tuple[datetime, int]]) -> list[Row]:
    """What the customer wrote after the last reply that counts, each with the event of its arrival."""
    waiting: list[Row] = []
    for message in messages:
        if message["direction"] != "inbound":
            waiting = []
            continue
        event = _nearest(arrivals, message["at"])
        waiting.append({"event": event, "message": message["id"], "at": message["at"].isoformat()})
    return waiting


def _nearest(arrivals: Sequence[tuple[datetime, int]], at: datetime) -> int:
    """The event whose instant is nearest, the older of two; 0 when there is none."""
    place = bisect_left(arrivals, (at, 0))
    return min(arrivals[max(place - 1, 0) : place + 1], key=lambda one: (abs(one[0] - at), one[1]), default=(at, 0))[1]
