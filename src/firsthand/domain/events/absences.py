"""Calendars of absences that are given and taken away. What a calendar says is no event: it is read again and again."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.events.payload import Payload, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, say


@dataclass(frozen=True, kw_only=True, slots=True)
class _OfACalendar(Payload):
    """Something that befell a calendar: where it comes from (`said` is a host or a place), and for which role, if for
    one."""

    source: str
    said: str = ""
    role: str = ""

    @property
    def _what(self) -> Sentence:
        match self.source:
            case "holidays":
                what = say("the public holidays of {place}", place=self.said)
            case "address":
                what = say("the calendar at {host}", host=self.said)
            case _:
                what = say("a calendar file")
        return say("{what} for {role}", what=what, role=Name(self.role, NameFamily.role)) if self.role else what


@event
class CalendarGiven(_OfACalendar):
    """From now on a calendar says when a person, whoever holds a role, or everybody is away."""

    verb: ClassVar[str] = "calendar_given"

    @property
    def sentence(self) -> Sentence:
        return say("gave {what}, which says who is away", what=self._what)


@event
class CalendarTakenAway(_OfACalendar):
    """A calendar says nothing any more."""

    verb: ClassVar[str] = "calendar_taken_away"

    @property
    def sentence(self) -> Sentence:
        return say("took away {what}", what=self._what)
