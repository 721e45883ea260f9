"""When a person works, as it was said: hours from a day on, and time away."""

from datetime import datetime
from typing import ClassVar

from firsthand.domain.events.payload import Payload, event
from firsthand.domain.sentences import Sentence, say


@event
class HoursSet(Payload):
    """The weekly hours of a person from a day on."""

    verb: ClassVar[str] = "hours_set"
    from_on: str
    hours: str
    zone: str

    @property
    def sentence(self) -> Sentence:
        return say(
            "set the working hours from {day} on: {hours} ({zone})", day=self.from_on, hours=self.hours, zone=self.zone
        )


@event
class TimeOffEntered(Payload):
    """A person is away, from an instant until before another."""

    verb: ClassVar[str] = "time_off_entered"
    from_at: datetime
    to_at: datetime

    @property
    def sentence(self) -> Sentence:
        return say("entered time off from {start} until {end}", start=self.from_at, end=self.to_at)


@event
class TimeOffTakenBack(Payload):
    """Time off that was entered is none any more, or ended early where it had begun."""

    verb: ClassVar[str] = "time_off_taken_back"
    from_at: datetime
    to_at: datetime

    @property
    def sentence(self) -> Sentence:
        return say("took back the time off from {start} until {end}", start=self.from_at, end=self.to_at)


@event
class CapacitySaid(Payload):
    """How many open tickets a person can have at most from now on; None is without a limit."""

    verb: ClassVar[str] = "capacity_said"
    at_most: int | None = None

    @property
    def sentence(self) -> Sentence:
        if self.at_most is None:
            return say("set no limit to their open tickets")
        return say("set the limit of their open tickets to {most}", most=self.at_most)
