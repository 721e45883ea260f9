"""The pages of people at work in a real Chromium, wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.domain.names import Role
from firsthand.domain.sentences import say
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.absences.actions import Whose, give_address, give_holidays
from firsthand.services.absences.following import read_due
from firsthand.services.amending.actions import publish
from firsthand.services.rosters.actions import enter_time_off, set_hours
from tests.lighthouse import light_up, person
from tests.services.capacity.test_capacity_now import HEAD, LEVELS
from tests.web.browser import ARTIFACTS, CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_people_at_work_look_right(open_page: Callable[..., Page], size: str, theme: str) -> None:
    desk, now = light_up(), datetime.now(UTC)
    mira = desk.viewer(desk.mira, at=now)
    for who, hours in ((desk.mira, "mon-sun 00:00-24:00"), (desk.noor, "none"), (desk.olu, "mon-fri 09:00-12:00")):
        set_hours(viewer=mira, person_id=who.pk, hours=hours, zone="Europe/Berlin", from_on="2026-01-01", at=now)
    today, end = now.date(), now.date() + timedelta(days=9)
    for who in (desk.eve, desk.mira):
        begins = today if who == desk.eve else end
        enter_time_off(viewer=mira, person_id=who.pk, first=begins.isoformat(), last=end.isoformat(), at=now)
    Ticket.objects.filter(pk=desk.ticket(received_at=now).pk).update(responsible=desk.mira)
    give_holidays(viewer=mira, whose=Whose(), place="DE-BE", at=now)
    for whose in (Whose(person=desk.mira.pk), Whose(role=Role("support"))):
        address = "https://calendar.example.com/f3a9/away.ics"
        row = give_address(viewer=mira, whose=whose, address=address, every=False, at=now)
        words = say("The server at {host} answered {status}.", host="calendar.example.com", status=404)
        AbsenceCalendar.objects.filter(pk=row.pk).update(failing_since=now, last_error=words, next_at=now)
    read_due(now=now, limit=1)
    text = HEAD.format(name="levels", at=now.isoformat()) + LEVELS
    publish(texts=[("levels.yaml", text)], at=now, by=None)
    page = open_page(size=size, theme=theme, person=desk.mira)
    for name, address in {
        "people": "/people",
        "absences": "/people/absences",
        "leaving": f"/people/{desk.noor.pk}",
        "on-duty": "/people/on-duty",
        "hours": f"/people/{desk.mira.pk}/hours",
    }.items():
        page.goto(address)
        shoot(page, f"at-work-{name}-{size}-{theme}")


@pytest.mark.parametrize("size", sorted(SIZES))
def test_who_should_take_it_looks_right(open_page: Callable[..., Page], size: str) -> None:
    desk, now = light_up(), datetime.now(UTC)
    kim, day = person("Kim Away", Role("support")), now.date()
    enter_time_off(
        viewer=desk.viewer(desk.mira, at=now),
        person_id=kim.pk,
        first=(day - timedelta(days=2)).isoformat(),
        last=(day + timedelta(days=9)).isoformat(),
        at=now,
    )
    ticket = desk.ticket(received_at=now)
    page = open_page(size=size, theme="dark", person=desk.ada)
    page.goto(f"/t/{ticket.pk}")
    page.locator("#open-assign").click()
    page.get_by_text("One is left out").click()
    assert page.get_by_text("is away until").is_visible()
    page.screenshot(path=ARTIFACTS / f"at-work-assign-{size}.png")
    mira = open_page(size=size, theme="light", person=desk.mira)
    Ticket.objects.filter(pk=ticket.pk).update(responsible=kim)
    mira.goto(f"/people/{kim.pk}")
    shoot(mira, f"at-work-leaving-{size}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_at_the_end_of_a_shift_what_one_holds_is_offered_to_who_is_on_duty_then(
    open_page: Callable[..., Page], size: str, theme: str
) -> None:
    desk, now = light_up(), datetime.now(UTC)
    zoe, mira = person("Zoe Park", Role("support")), desk.viewer(desk.mira, at=now)
    for who, hours in ((desk.mira, f"mon-sun {now.hour:02}:00-{now.hour + 1:02}:00"), (zoe, "mon-sun 00:00-24:00")):
        set_hours(viewer=mira, person_id=who.pk, hours=hours, zone="UTC", from_on="2026-01-01", at=now)
    ticket = desk.ticket(received_at=now)
    Ticket.objects.filter(pk=ticket.pk).update(responsible=desk.mira)
    page = open_page(size=size, theme=theme, person=desk.mira)
    page.goto(f"/people/{desk.mira.pk}/hours")
    shoot(page, f"at-work-end-of-shift-{size}-{theme}")
    page.get_by_role("link", name="Offer it to Zoe Park").click()
    assert page.locator("#to").input_value() == f"support:{zoe.pk}"
    assert page.locator('.suggestion a[aria-current="true"]').inner_text() == "Zoe Park"
    shoot(page, f"at-work-hand-over-{size}-{theme}")
    page.locator("textarea").first.fill("The proxy was asked; it waits for Ana's answer.")
    page.get_by_role("button", name="Offer it").click()
    page.wait_for_url(f"**/t/{ticket.pk}")
    offered = Handoff.objects.get()
    assert (offered.from_person, offered.to_person, offered.state) == (desk.mira, zoe, "offered")
    assert Ticket.objects.get().responsible == desk.mira
