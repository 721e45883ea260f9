"""When people work: their weekly hours and their time off."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Number, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Undo, act
from firsthand.services.people.words import LONGEST_ZONE
from firsthand.services.rosters import actions

Day = Annotated[str, Text(at_most=10)]


@dataclass(frozen=True, kw_only=True)
class SetHours:
    """Whose weekly hours, from which day on, in which zone."""

    person: Annotated[int, Id("person")]
    hours: Annotated[str, Text(at_most=300)]
    zone: Annotated[str, Text(at_most=LONGEST_ZONE)]
    from_on: Day


@act(
    "rosters.hours",
    say("Say which hours you work"),
    right=Right.see_desk,
    refusals=("no_person", "hours_missing", "hours_wrong", "zone_unknown", "day_wrong", "not_yours"),
)
def set_hours(doer: Doer, wanted: SetHours) -> Done:
    """One's own; whoever runs the desk says it of anybody. What was said from that day on before is replaced."""
    actions.set_hours(
        viewer=doer.viewer,
        person_id=wanted.person,
        hours=wanted.hours,
        zone=wanted.zone,
        from_on=wanted.from_on,
        at=doer.at,
    )
    return Done(said=say("Saved."))


@dataclass(frozen=True, kw_only=True)
class EnterTimeOff:
    """Who is away, from which day to which, both included."""

    person: Annotated[int, Id("person")]
    first: Day
    last: Day


@act(
    "rosters.away",
    say("Enter time off"),
    right=Right.see_desk,
    refusals=("no_person", "day_wrong", "days_turned", "away_long", "not_yours"),
    undone_by="rosters.back",
)
def enter_time_off(doer: Doer, wanted: EnterTimeOff) -> Done:
    """One's own; whoever runs the desk enters it for anybody."""
    row = actions.enter_time_off(
        viewer=doer.viewer, person_id=wanted.person, first=wanted.first, last=wanted.last, at=doer.at
    )
    return Done(said=say("The time off is entered."), undo=Undo(act="rosters.back", sent={"time_off": str(row.pk)}))


@dataclass(frozen=True, kw_only=True)
class TakeBack:
    """Time off."""

    time_off: Annotated[int, Id("time off")]


@act(
    "rosters.back",
    say("Take time off back"),
    right=Right.see_desk,
    refusals=("no_time_off", "no_person", "not_yours"),
)
def take_back(doer: Doer, wanted: TakeBack) -> Done:
    """What has begun ends now."""
    person = actions.take_back_time_off(viewer=doer.viewer, time_off_id=wanted.time_off, at=doer.at)
    return Done(said=say("{name} is not away then.", name=person.name))


@dataclass(frozen=True, kw_only=True)
class SayCapacity:
    """Who, and how many open tickets they can have at most; nothing for no limit."""

    person: Annotated[int, Id("person")]
    at_most: Annotated[int | None, Number(0, 999)] = None


@act(
    "rosters.capacity",
    say("Say how many open tickets you can have"),
    right=Right.see_desk,
    refusals=("no_person", "not_yours"),
)
def say_capacity(doer: Doer, wanted: SayCapacity) -> Done:
    """Whoever assigns is told so; what one has stays."""
    actions.say_capacity(viewer=doer.viewer, person_id=wanted.person, at_most=wanted.at_most, at=doer.at)
    return Done(said=say("Saved."))
