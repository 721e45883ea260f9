"""Calendars that say when people are away: given, read again, failing, taken away, and what teammates see of them."""

import ipaddress
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role
from firsthand.domain.rosters import AwayBy, WorkState
from firsthand.domain.sentences import PLAIN
from firsthand.models.absences import AbsenceCalendar, CalendarAbsence
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.services.absences import actions
from firsthand.services.absences.actions import (
    Whose,
    give_address,
    give_file,
    give_holidays,
    read_again,
    take_away,
)
from firsthand.services.absences.following import read_due
from firsthand.services.absences.queries import absences_of, calendars_of
from firsthand.services.absences.reading import ReadCalendar
from firsthand.services.book.desk import open_desk
from firsthand.services.health.queries import health
from firsthand.services.rosters.queries import duty_of_roles, hours_page, presences
from tests.lighthouse import Lighthouse, light_up, person
from tests.services.absences.calendars import calendar, days_away, event
from tests.services.outgoing.servers import Served, serving

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUPPORT = Role("support")


@pytest.fixture
def server(settings: Any) -> Iterator[Served]:
    """A server of calendars in a network that the desk may ask."""
    allowed = (ipaddress.ip_network("127.0.0.1/32"),)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, inner_networks=allowed)
    with serving() as served:
        yield served


def gives(lighthouse: Lighthouse, who: Person, address: str) -> AbsenceCalendar:
    """Somebody gives the address of their calendar."""
    viewer = lighthouse.viewer(who, at=NOW)
    return give_address(viewer=viewer, whose=Whose(person=who.pk), address=address, every=False, at=NOW)


def away_until(who: Person, at: datetime = NOW) -> datetime | None:
    """Until when somebody is away, if they are."""
    now = presences([who.pk], at)[who.pk]
    return now.until if now.state is WorkState.away else None


def midnight(day: int) -> datetime:
    """The midnight of a day of March 2026 where Noor lives, before the clock goes forward on the 8th."""
    return datetime(2026, 3, day, 8, tzinfo=UTC)


def test_an_address_is_read_when_its_turn_comes_and_says_who_is_away(lighthouse: Lighthouse, server: Served) -> None:
    noor = lighthouse.noor
    row = gives(lighthouse, noor, server.gives("/n.ics", calendar(days_away("20260302", "20260305"))))
    assert (away_until(noor), read_due(now=NOW, limit=5), away_until(noor)) == (None, 1, midnight(5))
    assert (read_due(now=NOW + HOUR / 2, limit=5), read_due(now=NOW + HOUR, limit=5)) == (0, 1)
    row.refresh_from_db()
    assert (row.said, row.events, row.counted, row.read_at) == ("127.0.0.1", 1, 1, NOW + HOUR)


def test_what_is_in_the_calendar_no_more_is_no_absence_any_more(lighthouse: Lighthouse, server: Served) -> None:
    gives(lighthouse, lighthouse.noor, server.gives("/n.ics", calendar(days_away("20260302", "20260305"))))
    read_due(now=NOW, limit=5)
    cancelled = event("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260305", "STATUS:CANCELLED")
    server.gives("/n.ics", calendar(cancelled))
    read_due(now=NOW + HOUR, limit=5)
    assert away_until(lighthouse.noor, NOW + HOUR) is None
    assert not CalendarAbsence.objects.exists()


def test_what_was_read_last_stands_while_the_server_fails_and_it_is_asked_ever_less_often(
    lighthouse: Lighthouse, server: Served
) -> None:
    row = gives(lighthouse, lighthouse.noor, server.gives("/n.ics", calendar(days_away("20260302", "20260305"))))
    read_due(now=NOW, limit=5)
    server.gives("/n.ics", b"<html>Sign in</html>")
    asked = [at for at in (NOW + HOUR / 4 * quarter for quarter in range(1, 4 * 40)) if read_due(now=at, limit=5)]
    assert [(at - NOW) / HOUR for at in asked] == [1, 2, 3, 5, 9, 17, 33]
    row.refresh_from_db()
    assert (row.read_at, row.failing_since) == (NOW, NOW + HOUR)
    assert "no calendar" in PLAIN.sentence(row.last_error)
    assert away_until(lighthouse.noor, NOW + 40 * HOUR) == midnight(5)
    ill = [one for one in health(now=NOW + 40 * HOUR).parts if one.name == "absence calendars"]
    assert [(one.works, one.required) for one in ill] == [(False, False)]
    server.gives("/n.ics", calendar())
    read_due(now=NOW + 90 * HOUR, limit=5)
    row.refresh_from_db()
    assert (row.failing_since, row.counted) == (None, 0)


def test_an_inner_address_is_not_asked_unless_the_operator_says_so(
    lighthouse: Lighthouse, server: Served, settings: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, inner_networks=())
    row = gives(lighthouse, lighthouse.noor, server.gives("/n.ics", calendar(days_away("20260302", "20260305"))))
    read_due(now=NOW, limit=5)
    row.refresh_from_db()
    assert "inner network" in PLAIN.sentence(row.last_error)
    assert server.asked == []


def test_what_another_worker_claimed_is_not_read_and_what_is_taken_away_is_not_either(
    lighthouse: Lighthouse, server: Served
) -> None:
    row = gives(lighthouse, lighthouse.noor, server.gives("/n.ics", calendar()))
    assert AbsenceCalendar.objects.filter(pk=row.pk, next_at=NOW).update(next_at=NOW + HOUR) == 1  # another claimed it
    assert read_due(now=NOW, limit=5) == 0
    take_away(viewer=lighthouse.viewer(lighthouse.noor, at=NOW), calendar_id=row.pk, at=NOW)
    assert read_due(now=NOW + HOUR, limit=5) == 0
    assert not AbsenceCalendar.objects.exists()


def test_a_file_is_read_at_once_and_only_its_times_are_kept(lighthouse: Lighthouse) -> None:
    noor = lighthouse.noor
    meeting = event("DTSTART:20260306T100000Z", uid="2")
    content = calendar(days_away("20260302", "20260304", title="Chemotherapy"), meeting)
    viewer = lighthouse.viewer(noor, at=NOW)
    row = give_file(viewer=viewer, whose=Whose(person=noor.pk), content=content, every=True, at=NOW)
    assert (row.events, row.counted, away_until(noor)) == (2, 2, midnight(4))
    kept = [*AbsenceCalendar.objects.values(), *CalendarAbsence.objects.values(), *Event.objects.values()]
    assert "Chemotherapy" not in str(kept)
    with pytest.raises(Invalid) as refused:
        give_file(viewer=viewer, whose=Whose(person=noor.pk), content=b"x", every=True, at=NOW)
    assert refused.value.field == "file"


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_costly_to_read_keeps_nobody_else_from_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    lighthouse, locked = light_up(), []

    def reads(*_content: Any, **_how: Any) -> ReadCalendar:
        locked.append(connection.in_atomic_block)
        return ReadCalendar(stretches=(), events=0, counted=0, left_out=0)

    monkeypatch.setattr(actions, "read_calendar", reads)
    viewer = lighthouse.viewer(lighthouse.noor, at=NOW)
    give_file(viewer=viewer, whose=Whose(person=lighthouse.noor.pk), content=b"x", every=True, at=NOW)
    assert locked == [False]


def test_the_public_holidays_of_a_place_are_days_off_where_somebody_lives(lighthouse: Lighthouse) -> None:
    noor, viewer = lighthouse.noor, lighthouse.viewer(lighthouse.noor, at=NOW)
    give_holidays(viewer=viewer, whose=Whose(person=noor.pk), place="de-be", at=NOW)
    read_due(now=NOW, limit=5)
    womens_day = absences_of([noor.pk], NOW)[noor.pk][0]
    assert (womens_day.from_at, womens_day.by) == (midnight(8), AwayBy.holidays)
    for wrong in ("XX", "DE-XX", "Germany", "", "GU-1"):
        with pytest.raises(Invalid):
            give_holidays(viewer=viewer, whose=Whose(person=noor.pk), place=wrong, at=NOW)


def test_a_calendar_of_a_role_is_of_whoever_holds_it_and_one_of_nobodys_of_all(
    lighthouse: Lighthouse,
) -> None:
    zoe, viewer = person("Zoe Park", SUPPORT), lighthouse.viewer(lighthouse.mira, at=NOW)
    Person.objects.filter(pk=zoe.pk).update(zone="Asia/Tokyo")
    team, all_ = calendar(days_away("20260302", "20260304")), calendar(days_away("20260402", "20260403"))
    give_file(viewer=viewer, whose=Whose(role=SUPPORT), content=team, every=True, at=NOW)
    give_file(viewer=viewer, whose=Whose(), content=all_, every=True, at=NOW)
    away = absences_of([lighthouse.mira.pk, zoe.pk, lighthouse.noor.pk], NOW)
    assert [one.by for one in away[lighthouse.mira.pk]] == [AwayBy.role, AwayBy.company]
    assert [one.by for one in away[lighthouse.noor.pk]] == [AwayBy.company]
    assert away[zoe.pk][0].to_at == datetime(2026, 3, 3, 15, tzinfo=UTC)


def test_teammates_see_until_when_and_what_says_so_and_only_they_themselves_where_from(
    lighthouse: Lighthouse, server: Served
) -> None:
    gives(lighthouse, lighthouse.noor, server.gives("/secret.ics", calendar(days_away("20260302", "20260305"))))
    read_due(now=NOW, limit=5)
    ada = lighthouse.viewer(lighthouse.ada, at=NOW)
    lines = {one.role: one for one in duty_of_roles(viewer=ada, desk=open_desk(NOW))}
    (away,) = lines[Role("customer_engineering")].away
    assert (away.teammate.name, away.until, away.by) == ("Noor Haddad", midnight(5), AwayBy.calendar)
    page = hours_page(viewer=ada, person_id=lighthouse.noor.pk, at=NOW)
    assert ([one.to_at for one in page.by_calendars], page.calendars) == ([midnight(5)], ())
    own = calendars_of(viewer=lighthouse.viewer(lighthouse.noor, at=NOW), person_id=lighthouse.noor.pk)
    assert [one.said for one in own] == ["127.0.0.1"]
    assert "/secret.ics" not in str([own, *AbsenceCalendar.objects.values_list("said", "last_error")])
    assert "/secret.ics" not in str([(one.payload, one.words) for one in Event.objects.all()])


def test_only_whoever_runs_the_desk_gives_one_to_others_and_nobody_else_sees_that_it_is_there(
    lighthouse: Lighthouse,
) -> None:
    ada, noor = lighthouse.viewer(lighthouse.ada, at=NOW), lighthouse.viewer(lighthouse.noor, at=NOW)
    for whose in (Whose(), Whose(role=SUPPORT), Whose(person=lighthouse.noor.pk)):
        with pytest.raises(Refused):
            give_holidays(viewer=ada, whose=whose, place="DE", at=NOW)
    row = give_holidays(viewer=noor, whose=Whose(person=lighthouse.noor.pk), place="DE", at=NOW)
    for act in (take_away, read_again):
        with pytest.raises(Missing):
            act(viewer=ada, calendar_id=row.pk, at=NOW)
    take_away(viewer=lighthouse.viewer(lighthouse.mira, at=NOW), calendar_id=row.pk, at=NOW)
    said = list(Event.objects.filter(subject=lighthouse.noor.subject).order_by("id").values_list("verb", "person"))
    assert said == [("calendar_given", lighthouse.noor.pk), ("calendar_taken_away", lighthouse.mira.pk)]


def test_a_file_is_not_read_again_and_five_are_enough(lighthouse: Lighthouse) -> None:
    viewer, whose = lighthouse.viewer(lighthouse.noor, at=NOW), Whose(person=lighthouse.noor.pk)
    row = give_file(viewer=viewer, whose=whose, content=calendar(), every=False, at=NOW)
    with pytest.raises(Refused, match="read once"):
        read_again(viewer=viewer, calendar_id=row.pk, at=NOW)
    for _more in range(4):
        give_holidays(viewer=viewer, whose=whose, place="DE", at=NOW)
    with pytest.raises(Refused, match="take one away"):
        give_holidays(viewer=viewer, whose=whose, place="DE", at=NOW)


def test_an_address_as_a_calendar_program_writes_it_is_read_with_encryption(lighthouse: Lighthouse) -> None:
    row = gives(lighthouse, lighthouse.noor, "webcal://calendar.example.com/away.ics")
    assert row.secrets == {"address": "https://calendar.example.com/away.ics"}
    with pytest.raises(Invalid) as refused:
        gives(lighthouse, lighthouse.noor, "calendar.example.com")
    assert refused.value.field == "address"
