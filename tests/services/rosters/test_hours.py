"""People say when they work and when they are away; the desk knows who is at work at any instant."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role
from firsthand.domain.rosters import WorkState
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.rosters import TimeOff, WorkingHours
from firsthand.services.book.desk import open_desk
from firsthand.services.rosters.actions import enter_time_off, set_hours, take_back_time_off
from firsthand.services.rosters.queries import duty_of_roles, hours_page, presences
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

PACIFIC = "America/Los_Angeles"


def works(lighthouse: Lighthouse, who: Person, hours: str, *, from_on: str = "2021-01-01") -> WorkingHours:
    """Somebody says their hours."""
    return set_hours(
        viewer=lighthouse.viewer(who), person_id=who.pk, hours=hours, zone=PACIFIC, from_on=from_on, at=NOW
    )


def test_somebody_is_at_work_until_their_last_minute_and_back_on_monday(lighthouse: Lighthouse) -> None:
    noor = lighthouse.noor
    works(lighthouse, noor, "mon-fri 09:00-17:00")
    now = presences([noor.pk], NOW)[noor.pk]
    assert (now.state, now.until) == (WorkState.at_work, NOW + timedelta(minutes=15))
    later = presences([noor.pk], NOW + timedelta(minutes=15))[noor.pk]
    assert (later.state, later.until) == (WorkState.outside_hours, NOW + timedelta(days=2, hours=16, minutes=15))


def test_time_off_ends_when_it_is_taken_back(lighthouse: Lighthouse) -> None:
    noor, me = lighthouse.noor, lighthouse.viewer(lighthouse.noor)
    row = enter_time_off(viewer=me, person_id=noor.pk, first="2021-01-01", last="2022-12-31", at=NOW)
    assert presences([noor.pk], NOW)[noor.pk].state == WorkState.away
    take_back_time_off(viewer=me, time_off_id=row.pk, at=NOW)
    assert presences([noor.pk], NOW)[noor.pk].state == WorkState.unsaid
    assert TimeOff.objects.get().to_at == NOW
    with pytest.raises(Missing):
        take_back_time_off(viewer=me, time_off_id=row.pk, at=NOW)


def test_hours_said_again_for_the_same_day_replace_those_before(lighthouse: Lighthouse) -> None:
    works(lighthouse, lighthouse.noor, "mon-fri 08:00-10:00")
    works(lighthouse, lighthouse.noor, "fri 16:00-18:00")
    page = hours_page(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=NOW)
    assert [(one.hours, one.in_force) for one in page.hours] == [("fri 16:00-18:00", True)]
    said = Event.objects.filter(subject=lighthouse.noor.subject, verb="hours_set")
    assert [one.payload["hours"] for one in said] == ["mon-fri 08:00-10:00", "fri 16:00-18:00"]


def test_on_duty_names_who_is_there_and_who_begins_next(lighthouse: Lighthouse) -> None:
    works(lighthouse, lighthouse.mira, "mon-fri 09:00-17:00")
    zoe = person("Zoe Park", Role("support"))
    works(lighthouse, zoe, "fri 17:00-23:00")
    lines = {one.role: one for one in duty_of_roles(viewer=lighthouse.viewer(lighthouse.mira), desk=open_desk(NOW))}
    support = lines[Role("support")]
    assert [one.person for one in support.duty.now] == [lighthouse.mira.pk]
    assert [(one.person, one.begins_at) for one in support.duty.following] == [(zoe.pk, NOW + timedelta(minutes=15))]


def off_on_monday(lighthouse: Lighthouse, *, by: Person) -> TimeOff:
    """Somebody enters that Noor is away on Monday."""
    day, noor = "2021-08-09", lighthouse.noor.pk
    return enter_time_off(viewer=lighthouse.viewer(by), person_id=noor, first=day, last=day, at=NOW)


def test_only_whoever_runs_the_desk_says_it_of_others(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        off_on_monday(lighthouse, by=lighthouse.ada)
    assert off_on_monday(lighthouse, by=lighthouse.mira).entered_by == lighthouse.mira


@pytest.mark.parametrize(("hours", "field"), [("all day", "hours"), ("", "hours")])
def test_what_cannot_be_read_changes_nothing(lighthouse: Lighthouse, hours: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        works(lighthouse, lighthouse.noor, hours)
    assert refused.value.field == field
    assert not WorkingHours.objects.exists()


def test_a_gap_of_the_rota_is_known_only_where_everybody_of_the_role_said_their_hours(lighthouse: Lighthouse) -> None:
    def gaps() -> tuple[timedelta, ...] | None:
        lines = {one.role: one for one in duty_of_roles(viewer=lighthouse.viewer(lighthouse.ada), desk=open_desk(NOW))}
        found = lines[Role("support")].gaps
        return None if found is None else tuple(one.closes_at - one.opens_at for one in found)

    assert gaps() is None
    works(lighthouse, lighthouse.mira, "mon-fri 03:00-15:00; sat 00:00-24:00")
    assert gaps() == (timedelta(minutes=15), *[timedelta(hours=2)] * 4, timedelta(hours=1, minutes=45))
    works(lighthouse, person("Zoe Park", Role("support")), "mon-fri 14:00-17:00")
    assert gaps() == ()
