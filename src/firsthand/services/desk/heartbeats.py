"""The engine's signs of life: of each part of each worker, so that one that hangs is seen beside those that work."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from firsthand.models.desk import Heartbeat


def beat(*, part: str, worker: str, at: datetime, error: str) -> None:
    """Keep that a part of a worker finished a round at `at`, and what went wrong in it ("" for nothing)."""
    Heartbeat.objects.update_or_create(part=part, worker=worker, defaults={"at": at, "error": error[:400]})


def forget_ended(*, part: str, is_no_more: Callable[[str], bool]) -> None:
    """Take away the signs of life of workers that are no more: on SQLite of all, because one process runs a desk."""
    others = Heartbeat.objects.filter(part=part)
    if connection.vendor != "sqlite":
        others = others.filter(worker__in=[one for one in others.values_list("worker", flat=True) if is_no_more(one)])
    others.delete()


def end(*, part: str, worker: str) -> None:
    """Take away the sign of life of a part that ended as it was told to."""
    Heartbeat.objects.filter(part=part, worker=worker).delete()
