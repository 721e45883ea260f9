"""The engine's signs of life."""

from datetime import datetime

from firsthand.models.desk import Heartbeat


def beat(*, part: str, at: datetime, error: str) -> None:
    """Keep that a part of the engine finished a round at `at`, and what went wrong in it ("" for nothing)."""
    Heartbeat.objects.update_or_create(part=part, defaults={"at": at, "error": error[:400]})
