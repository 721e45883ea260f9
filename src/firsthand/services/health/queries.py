"""Whether every part of the desk works, and how old the oldest thing is that it left undone. Reads only.

A part of the engine that hangs leaves no sign of life; one that only looks alive leaves its work. Both are looked at,
each with an age limit of its own.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from firsthand.channels.spool import arrived_first, lying_aside, waiting
from firsthand.domain.recurring import is_recent
from firsthand.domain.sentences import Sentence, as_written, count, say
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.channels import Endpoint
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.desk import Heartbeat
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.services.channels.queries import settings_of
from firsthand.services.channels.receiving import pause_after
from firsthand.services.channels.registry import channels
from firsthand.services.delivery.sending import NO_SERVER
from firsthand.services.desk.folders import spool_folder
from firsthand.services.search.queries import rows_not_found_yet

MINUTE = timedelta(minutes=1)
ENGINE_SILENT_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)
PART_SILENT_AFTER: Mapping[str, timedelta] = {
    "spooled": 5 * MINUTE,
    "clocks": 5 * MINUTE,
    "policy": 5 * MINUTE,
    "outbox": 15 * MINUTE,
    "receiving": 2 * MINUTE,
    "scanning": 5 * MINUTE,
    "notices": 5 * MINUTE,
    "handoffs": 5 * MINUTE,
    "considerations": 5 * MINUTE,
    "erasing": 5 * MINUTE,
    "states": 5 * MINUTE,
    "indexing": 5 * MINUTE,
    "absences": 10 * MINUTE,
    "leaving": 5 * MINUTE,
}
"""How long a round of each part of the engine may last: one of the outbox sends five mails to slow servers."""
SPOOLED_WITHIN = 15 * MINUTE
TOLD_WITHIN = 20 * MINUTE
SENT_WITHIN = 15 * MINUTE
ASKED_WITHIN = 20 * MINUTE
READ_WITHIN = 60 * MINUTE
LITTLE_ROOM, NO_ROOM = 1 << 30, 100 << 20


@dataclass(frozen=True, kw_only=True)
class HealthPart:
    """One part of the desk: its `name` for machines, what it is `called`, and how it is. A part that is not `required`
    may fail and the desk still works. `is_address`: its name tells where the desk is reached."""

    name: str
    called: Sentence
    works: bool
    text: Sentence
    required: bool = True
    is_address: bool = False


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether the desk works, and which part does not."""

    parts: tuple[HealthPart, ...]

    @property
    def works(self) -> bool:
        """Whether every required part works."""
        return all(part.works for part in self.parts if part.required)


def health(*, now: datetime) -> Health:
    """Whether database, engine, spool, clocks, outbox, addresses and disk are well at `now`. Never raises."""
    data: Path = settings.ENVIRONMENT.data
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        asked = (*_engine(now), _clocks(now), _outbox(now), *_addresses(now), *_calendars(now), *_search())
    except DatabaseError as error:
        return Health(parts=(_database(works=False, text=as_written(type(error).__name__)), *_folder(data, now)))
    return Health(parts=(_database(works=True, text=say("answers")), *asked, *_folder(data, now)))


def _database(*, works: bool, text: Sentence) -> HealthPart:
    return HealthPart(name="database", called=say("database"), works=works, text=text)


def _engine(now: datetime) -> Iterator[HealthPart]:
    """The engine as a whole by its last sign of life, each of its parts that hangs or fails in a worker that lives, and
    the workers without a sign of life while others work."""
    beats = [beat for beat in Heartbeat.objects.order_by("part", "worker") if beat.part in PART_SILENT_AFTER]
    if not beats:
        yield HealthPart(name="engine", called=say("engine"), works=False, text=say("does not run"))
        return
    newest = min((abs(now - beat.at), beat.at) for beat in beats)[1]
    yield HealthPart(
        name="engine",
        called=say("engine"),
        works=abs(now - newest) <= ENGINE_SILENT_AFTER,
        text=say("last sign of life {seconds} s ago", seconds=max(0, int((now - newest).total_seconds()))),
    )
    living = {beat.worker for beat in beats if abs(now - beat.at) <= ENGINE_SILENT_AFTER}
    workers = {beat.worker for beat in beats}
    yield from _parts([beat for beat in beats if beat.worker in (living or workers)], now)
    last = {worker: max(beat.at for beat in beats if beat.worker == worker) for worker in workers - living}
    if living and (silent := {worker: at for worker, at in last.items() if now - at <= FORGOTTEN_AFTER}):
        yield _silent_workers(silent, now)


def _parts(beats: Sequence[Heartbeat], now: datetime) -> Iterator[HealthPart]:
    """Each part that hangs or fails, with the worker where there are several."""
    are_several = len({beat.worker for beat in beats}) > 1
    for beat in beats:
        hangs = not is_recent(beat.at, PART_SILENT_AFTER[beat.part], now=now)
        if hangs or beat.error:
            minutes = _minutes(now - beat.at)
            how = say("its last round ended {minutes} min ago", minutes=minutes) if hangs else as_written(beat.error)
            yield HealthPart(
                name=f"engine {beat.part}",
                called=say("engine {part}", part=beat.part),
                works=False,
                text=say("worker {worker}: {how}", worker=beat.worker, how=how) if are_several else how,
            )


def _silent_workers(silent: Mapping[str, datetime], now: datetime) -> HealthPart:
    """The workers without a sign of life: what they did is done by the others."""
    return HealthPart(
        name="engine workers",
        called=say("workers of the engine"),
        works=False,
        text=say(
            "no sign of life of {workers} for {minutes} min; it hangs or has ended, and the others do its work",
            workers=", ".join(sorted(silent)),
            minutes=_minutes(now - max(silent.values())),
        ),
        required=False,
    )


def _clocks(now: datetime) -> HealthPart:
    live = Clock.objects.filter(state__in=LIVE, next_at__lte=now)
    oldest = live.order_by("next_at").values_list("next_at", flat=True).first() or now
    text = say("nobody was told yet of what happened {minutes} min ago", minutes=_minutes(now - oldest))
    works = now - oldest < TOLD_WITHIN
    return HealthPart(name="clocks", called=say("clocks"), works=works, text=say("works") if works else text)


def _outbox(now: datetime) -> HealthPart:
    due = Delivery.objects.filter(state=OutboxState.queued, next_attempt_at__lte=now).exclude(last_error=NO_SERVER)
    oldest = due.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first() or now
    text = say("a mail was to leave {minutes} min ago", minutes=_minutes(now - oldest))
    works = now - oldest < SENT_WITHIN
    return HealthPart(name="outbox", called=say("outbox"), works=works, text=say("works") if works else text)


def _search() -> Iterator[HealthPart]:
    """The index of words while it is not complete."""
    if waiting := rows_not_found_yet():
        yield HealthPart(
            name="search",
            called=say("search"),
            works=False,
            text=count(
                waiting,
                "1 text is not found by its words yet",
                "{n} texts are not found by their words yet",
            ),
            required=False,
        )


def _addresses(now: datetime) -> Iterator[HealthPart]:
    """Each address with its last error; one that is not asked any more is our fault, one whose server fails is not."""
    known = channels()
    for one in Endpoint.objects.filter(is_active=True).order_by("channel", "address"):
        fetches = one.channel in known and known[one.channel].fetches(settings_of(one))
        asked_at = one.polled_at or one.created_at
        forgotten = fetches and now - asked_at > pause_after(one) + ASKED_WITHIN
        text = one.last_error or say("works")
        if forgotten:
            text = say("was asked for messages {minutes} min ago", minutes=_minutes(now - asked_at))
        elif fetches and one.polled_at is not None and not one.last_error:
            text = say("asked {seconds} s ago", seconds=max(0, int((now - one.polled_at).total_seconds())))
        yield HealthPart(
            name=f"{one.channel} {one.address}",
            called=as_written(f"{one.channel} {one.address}"),
            works=one.failing_since is None and not forgotten,
            text=text,
            required=forgotten,
            is_address=True,
        )


def _calendars(now: datetime) -> Iterator[HealthPart]:
    """The calendars of absences that were not read when it was their turn, or cannot be; none of them by name."""
    late = AbsenceCalendar.objects.filter(next_at__lt=now - READ_WITHIN).count()
    failing = AbsenceCalendar.objects.filter(failing_since__isnull=False).count()
    if late or failing:
        text = count(
            failing, "1 cannot be read; what it said last stands", "{n} cannot be read; what they said last stands"
        )
        if late:
            text = count(late, "1 was not read when it was its turn", "{n} were not read when it was their turn")
        called = say("calendars of absences")
        yield HealthPart(name="absence calendars", called=called, works=False, text=text, required=False)


def _folder(data: Path, now: datetime) -> Iterator[HealthPart]:
    try:
        yield from _spool(spool_folder(data), now)
        free = shutil.disk_usage(data).free
    except OSError as error:
        yield HealthPart(name="data folder", called=say("data folder"), works=False, text=as_written(str(error)))
        return
    yield HealthPart(
        name="disk",
        called=say("disk"),
        works=free >= LITTLE_ROOM,
        text=say("{size} GiB free", size=f"{free / (1 << 30):.1f}"),
        required=free < NO_ROOM,
    )


def _spool(folder: Path, now: datetime) -> Iterator[HealthPart]:
    first, they = arrived_first(folder), count(waiting(folder), "1 message waits", "{n} messages wait")
    late = first is not None and now - first >= SPOOLED_WITHIN
    minutes = _minutes(now - (first or now).astimezone(UTC))
    yield HealthPart(
        name="spool",
        called=say("spool"),
        works=not late,
        text=say("{they}, the oldest for {minutes} min", they=they, minutes=minutes)
        if first is not None
        else say("nothing waits"),
    )
    if aside := lying_aside(folder):
        yield HealthPart(
            name="spool, set aside",
            called=say("spool, set aside"),
            works=False,
            text=say("{names} cannot be opened", names=", ".join(aside[:3])),
            required=False,
        )


def _minutes(age: timedelta) -> int:
    return max(0, int(age.total_seconds() // 60))
