"""Calendars that say when people are away: an address, a file, or the public holidays of a place."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared, File, Flag, Id, SentFile, Text
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.absences import actions
from firsthand.services.absences.actions import Whose
from firsthand.services.absences.holidays_of import LONGEST_PLACE
from firsthand.services.absences.reading import MOST_BYTES
from firsthand.services.catalogue.act import Doer, Done, act

_OF_ONE = ("no_person", "has_left", "not_yours", "too_many_calendars")


@dataclass(frozen=True, kw_only=True)
class _Whose:
    """Whose calendar: a person's, that of whoever holds a role, or everybody's without either."""

    person: Annotated[int | None, Id("person")] = None
    role: Annotated[Role | None, Declared("role")] = None

    @property
    def whose(self) -> Whose:
        """As the room asks for it."""
        return Whose(person=self.person, role=self.role)


@dataclass(frozen=True, kw_only=True)
class GiveAddress(_Whose):
    """The address of a calendar, and whether each of its events counts, not only those that say that somebody is
    away."""

    address: Annotated[str, Text(at_most=actions.LONGEST_ADDRESS)]
    every: Annotated[bool, Flag()] = False


@act(
    "absences.address",
    say("Give the address of a calendar"),
    right=Right.see_desk,
    refusals=(*_OF_ONE, "calendar_address_wrong"),
)
def give_address(doer: Doer, wanted: GiveAddress) -> Done:
    """It is read within a minute and then every hour. One's own, or by whoever runs the desk."""
    actions.give_address(viewer=doer.viewer, whose=wanted.whose, address=wanted.address, every=wanted.every, at=doer.at)
    return Done(said=say("The calendar is read within a minute."))


@dataclass(frozen=True, kw_only=True)
class GiveFile(_Whose):
    """A calendar file, and whether each of its events counts."""

    file: Annotated[SentFile, File(at_most=MOST_BYTES)]
    every: Annotated[bool, Flag()] = False


@act(
    "absences.file",
    say("Give a calendar file"),
    right=Right.see_desk,
    refusals=(*_OF_ONE, "file_wrong"),
)
def give_file(doer: Doer, wanted: GiveFile) -> Done:
    """It is read once, for two years ahead."""
    row = actions.give_file(
        viewer=doer.viewer, whose=wanted.whose, content=wanted.file.content, every=wanted.every, at=doer.at
    )
    return Done(said=say("Read: {counted} of {events} events count.", counted=row.counted, events=row.events))


@dataclass(frozen=True, kw_only=True)
class GiveHolidays(_Whose):
    """A country, such as DE, or a part of one, such as DE-BE."""

    place: Annotated[str, Text(at_most=LONGEST_PLACE)]


@act(
    "absences.holidays",
    say("Take the public holidays of a place off"),
    right=Right.see_desk,
    refusals=(*_OF_ONE, "place_unknown"),
)
def give_holidays(doer: Doer, wanted: GiveHolidays) -> Done:
    """They are known for two years ahead, and looked up again every week."""
    actions.give_holidays(viewer=doer.viewer, whose=wanted.whose, place=wanted.place, at=doer.at)
    return Done(said=say("The holidays are entered within a minute."))


@dataclass(frozen=True, kw_only=True)
class OnCalendar:
    """A calendar of absences."""

    calendar: Annotated[int, Id("calendar")]


@act(
    "absences.take-away",
    say("Take a calendar away"),
    right=Right.see_desk,
    refusals=("no_absence_calendar", "no_person", "has_left", "not_yours"),
)
def take_away(doer: Doer, wanted: OnCalendar) -> Done:
    """What was read from it goes with it."""
    actions.take_away(viewer=doer.viewer, calendar_id=wanted.calendar, at=doer.at)
    return Done(said=say("The calendar is taken away, and what was read from it."))


@act(
    "absences.read",
    say("Read a calendar again"),
    right=Right.see_desk,
    refusals=("no_absence_calendar", "no_person", "has_left", "not_yours", "is_a_file"),
)
def read_again(doer: Doer, wanted: OnCalendar) -> Done:
    """Within a minute, whatever its turn is."""
    actions.read_again(viewer=doer.viewer, calendar_id=wanted.calendar, at=doer.at)
    return Done(said=say("It is read again within a minute."))
