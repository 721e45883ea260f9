"""The pages of people at work in a real Chromium, wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.domain.names import Role
from firsthand.models.tickets import Ticket
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
    text = HEAD.format(name="levels", at=now.isoformat()) + LEVELS
    publish(texts=[("levels.yaml", text)], at=now, by=None)
    page = open_page(size=size, theme=theme, person=desk.mira)
    for name, address in {
        "people": "/people",
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
