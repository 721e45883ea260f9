"""What is to be considered in a real Chromium, wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.services.considerations.actions import answer, give
from tests.lighthouse import light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_what_is_to_be_considered_looks_right(open_page: Callable[..., Page], size: str, theme: str) -> None:
    desk, now = light_up(), datetime.now(UTC)
    one, two = (desk.ticket(received_at=now - timedelta(hours=2), number=number) for number in (1, 2))
    noor, mira, week = desk.viewer(desk.noor, at=now), desk.viewer(desk.mira, at=now), now + timedelta(days=7)
    first = give(viewer=noor, ticket_id=one.pk, text="They renew on Friday.", until=week, at=now)
    answer(viewer=mira, consideration_id=first.pk, answer="taken", why="Second, after the outage.", at=now)
    give(viewer=noor, ticket_id=two.pk, text="Their CTO looks at the trial on Friday.", until=week, at=now)
    page = open_page(size=size, theme=theme, person=desk.mira)
    page.goto("/?view=team")
    assert page.get_by_text("to consider", exact=True).is_visible()
    shoot(page, f"considerations-inbox-{size}-{theme}")
    page.goto(f"/t/{two.pk}#considerations")
    page.get_by_text("Answer…").click()
    assert page.get_by_label("How, or why not").is_visible()
    shoot(page, f"considerations-answer-{size}-{theme}")
    page.goto(f"/t/{one.pk}#considerations")
    assert page.get_by_text("taken into account by Mira").is_visible()
    giver = open_page(size=size, theme=theme, person=desk.noor)
    giver.goto(f"/t/{two.pk}#considerations")
    giver.get_by_text("Give something to consider…").click()
    shoot(giver, f"considerations-give-{size}-{theme}")
