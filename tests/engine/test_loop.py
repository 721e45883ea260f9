"""The loop: rounds, signs of life, back-off, and an end when it is asked for."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.engine.loop import Engine, EnginePart, PartLoop
from firsthand.engine.workers import worker_name
from firsthand.models.desk import Heartbeat
from firsthand.services.desk.heartbeats import beat

NOON = datetime(2021, 8, 6, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def loop_of(round_: object, *, at: datetime = NOON) -> PartLoop:
    part = EnginePart(name="clocks", every=SECOND, round=round_)  # type: ignore[arg-type]
    return PartLoop(part, clock=lambda: at, stop=threading.Event(), worker="one")


def broken(_now: datetime) -> int:
    raise ValueError("the book cannot be read")


def nothing(_now: datetime) -> int:
    return 0


@pytest.mark.django_db(transaction=True)
class TestARound:
    def test_is_followed_at_once_by_the_next_while_there_is_work(self) -> None:
        assert loop_of(lambda _now: 3).once() == timedelta(0)

    def test_is_followed_by_a_pause_when_nothing_was_due(self) -> None:
        assert loop_of(lambda _now: 0).once() == SECOND

    def test_leaves_a_sign_of_life(self) -> None:
        loop_of(lambda _now: 0).once()
        assert Heartbeat.objects.get(part="clocks").at == NOON

    def test_that_fails_is_shown_and_comes_later_and_later(self) -> None:
        loop = loop_of(broken)
        waits = [loop.once().total_seconds() for _ in range(8)]
        assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
        assert Heartbeat.objects.get(part="clocks").error == "ValueError"

    def test_that_works_again_takes_the_error_away(self) -> None:
        outcomes = iter([broken, nothing])

        def first_broken(now: datetime) -> int:
            return next(outcomes)(now)

        loop = loop_of(first_broken)
        loop.once()
        assert loop.once() == SECOND
        assert Heartbeat.objects.get(part="clocks").error == ""


@pytest.mark.django_db(transaction=True)
def test_the_engine_stops_within_the_time_it_is_given() -> None:
    rounds = threading.Semaphore(0)

    def once(_now: datetime) -> int:
        rounds.release()
        return 0

    engine = Engine([EnginePart(name="clocks", every=timedelta(milliseconds=5), round=once)])
    engine.start()
    assert rounds.acquire(timeout=5)
    assert engine.stop(within=timedelta(seconds=3)) == ()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_begins_forgets_those_that_are_no_more_and_one_that_ends_itself() -> None:
    host = worker_name().rpartition("-")[0]
    beat(part="clocks", worker=f"{host}-{2**22 + 1}", at=NOON, error="")
    stop = threading.Event()

    def seen_once(_now: datetime) -> int:
        stop.set()
        assert [one.worker for one in Heartbeat.objects.all()] == [worker_name()]
        return 0

    part = EnginePart(name="clocks", every=SECOND, round=seen_once)
    PartLoop(part, clock=lambda: NOON, stop=stop, worker=worker_name()).run()
    assert not Heartbeat.objects.exists()
