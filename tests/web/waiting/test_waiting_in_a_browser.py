"""What waits for somebody in a real Chromium, wide and narrow, light and dark, with screenshots in tests/artifacts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.services.proposals.actions import propose
from firsthand.services.tasks.actions import give_on_account, give_on_ticket
from firsthand.services.tickets.actions import custody
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.desk_of_lighthouse import BusyDesk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_what_waits_looks_right(busy: BusyDesk, open_page: Callable[..., Page], size: str, theme: str) -> None:
    desk, now = busy.desk, datetime.now(UTC)
    mira, noor = desk.viewer(desk.mira, at=now), desk.viewer(desk.noor, at=now)
    first = desk.ticket(number=70, received_at=now - timedelta(days=3))
    custody.take(viewer=mira, ticket_id=first.pk, at=now - timedelta(days=3))
    propose(viewer=noor, field="severity", value="s1", why="Nobody gets in.", ticket_id=first.pk, at=now)
    ago, due = now - timedelta(days=1), now - timedelta(hours=2)
    give_on_ticket(viewer=mira, ticket_id=first.pk, what="Send Ana the log excerpt", due_at=due, at=ago)
    due = now + timedelta(hours=3)
    give_on_account(viewer=noor, account_id=desk.acme.pk, what="Ask who signs", who_id=desk.mira.pk, due_at=due, at=now)
    page = open_page(size=size, theme=theme, person=desk.mira)
    page.goto("/waiting")
    assert page.locator("ol.waiting > li").count() >= 4
    shoot(page, f"waiting-{size}-{theme}")
