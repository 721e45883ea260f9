"""An event with when, by whom and why: what a timeline holds and what clocks follow."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.events.payload import Payload


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One event of a subject. `id` is its place in the order of all events, `at` when it happened; `because` the event
    that brought it about, `decision` what the book decided on its occasion."""

    id: int
    at: datetime
    payload: Payload
    because: int | None = None
    decision: int | None = None
