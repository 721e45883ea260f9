"""Runs the parts of the engine, each in a thread of its own, until it is told to stop.

A part does a round as often as it says, and again at once while a round found work. What a round raises is
logged and shown in the health page; it never ends the loop, the next round just comes later and later.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from django.db import close_old_connections, connections

from firsthand.domain.recurring import is_due_again
from firsthand.engine.workers import is_no_more, worker_name
from firsthand.services.desk.failures import failure_words
from firsthand.services.desk.heartbeats import beat, end, forget_ended

BEAT_EVERY = timedelta(seconds=10)
LONGEST_BACK_OFF = timedelta(minutes=1)

log = structlog.get_logger("firsthand.engine")


@dataclass(frozen=True, kw_only=True)
class EnginePart:
    """One kind of due work. `round(now)` does what is due and answers how much that was."""

    name: str
    every: timedelta
    round: Callable[[datetime], int]


def utc_now() -> datetime:
    """The wall clock, aware and in UTC."""
    return datetime.now(UTC)


class Engine:
    """The parts and their threads. `start` once, `stop` once."""

    def __init__(self, parts: Sequence[EnginePart], *, clock: Callable[[], datetime] = utc_now) -> None:
        self._stop, worker = threading.Event(), worker_name()
        self._running = [PartLoop(part, clock=clock, stop=self._stop, worker=worker) for part in parts]
        self._threads = [
            threading.Thread(target=loop.run, name=f"engine-{loop.part.name}", daemon=True) for loop in self._running
        ]

    def start(self) -> None:
        """Start every part."""
        for thread in self._threads:
            thread.start()

    def stop(self, *, within: timedelta) -> tuple[str, ...]:
        """Ask every part to end after its round and wait for them; the names of those that did not in time.

        What they were doing is claimed under a lease or rolled back, so that the next start does it again.
        """
        self._stop.set()
        ends = time.monotonic() + within.total_seconds()
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))
        return tuple(thread.name for thread in self._threads if thread.is_alive())


class PartLoop:
    """The life of one part: a round, a sign of life, a pause."""

    def __init__(self, part: EnginePart, *, clock: Callable[[], datetime], stop: threading.Event, worker: str) -> None:
        self.part = part
        self._worker = worker
        self._clock = clock
        self._stop = stop
        self._failures = 0
        self._error = ""
        self._beaten_at: datetime | None = None

    def run(self) -> None:
        """Rounds until the stop event is set; closes the thread's database connections at the end.

        It begins with a sign of life: whatever hangs from then on is known by its age. An end takes it away."""
        try:
            self._on_signs(partial(forget_ended, part=self.part.name, is_no_more=partial(is_no_more, me=self._worker)))
            self._sign_of_life(self._clock(), "")
            while not self._stop.is_set():
                self._stop.wait(self.once().total_seconds())
            self._on_signs(partial(end, part=self.part.name, worker=self._worker))
        finally:
            connections.close_all()

    def once(self) -> timedelta:
        """One round and its sign of life; how long to wait for the next."""
        now = self._clock()
        close_old_connections()
        done, error = 0, ""
        try:
            done = self.part.round(now)
            self._failures = 0
        except Exception as problem:  # noqa: BLE001, RUF100 - one bad round must not end the part
            self._failures += 1
            error = failure_words(problem)
            log.exception("round_failed", part=self.part.name, failures=self._failures)
            connections.close_all()
        self._sign_of_life(self._clock(), error)
        if error:
            return min(self.part.every * int(2 ** min(self._failures, 12)), max(self.part.every, LONGEST_BACK_OFF))
        return timedelta(0) if done else self.part.every

    def _sign_of_life(self, now: datetime, error: str) -> None:
        if error == self._error and not is_due_again(self._beaten_at, BEAT_EVERY, now=now):
            return
        if self._on_signs(partial(beat, part=self.part.name, worker=self._worker, at=now, error=error)):
            self._beaten_at, self._error = now, error

    def _on_signs(self, change: Callable[[], None]) -> bool:
        """Whether a change of the signs of life was kept: the database itself may be what fails."""
        try:
            change()
        except Exception as problem:  # noqa: BLE001, RUF100 - a sign of life is no reason to end
            log.warning("no_sign_of_life", part=self.part.name, error=failure_words(problem))
            connections.close_all()
            return False
        return True
