"""Tasks in a real Chromium, wide and narrow, light and dark, with screenshots in tests/artifacts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.models.tasks import Task
from firsthand.services.leaving.actions import leave
from firsthand.services.tasks.actions import finish, give_on_account, give_on_ticket
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.desk_of_lighthouse import BusyDesk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def noted(busy: BusyDesk) -> BusyDesk:
    """Mira has tasks of her own, one late, gave one to Pat, and one is left of Olu's."""
    desk, now = busy.desk, datetime.now(UTC)
    mira, ada = desk.viewer(desk.mira, at=now), desk.viewer(desk.ada, at=now)
    first, days = desk.ticket(number=70, received_at=now - timedelta(days=3)), timedelta(days=1)
    for what, due, who in (
        ("Send Ana the log excerpt that she asked for", now - timedelta(hours=4), None),
        ("Look whether the export came through after their weekend", now + timedelta(minutes=40), None),
        ("Say which release has it", now + 3 * days, desk.pat.pk),
        ("Ask for the crash dump", now + days, desk.olu.pk),
    ):
        give_on_ticket(viewer=mira, ticket_id=first.pk, what=what, who_id=who, due_at=due, at=now - 2 * days)
    made = give_on_ticket(viewer=ada, ticket_id=first.pk, what="Read the thread", due_at=now + days, at=now - days)
    finish(viewer=ada, task_id=made.pk, at=now)
    give_on_account(viewer=mira, account_id=desk.acme.pk, what="Ask who signs", due_at=now + days, at=now)
    leave(viewer=mira, person_id=desk.olu.pk, at=now)
    return busy


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_tasks_look_right_on_every_page(noted: BusyDesk, open_page: Callable[..., Page], size: str, theme: str) -> None:
    page = open_page(size=size, theme=theme, person=noted.desk.mira)
    task = Task.objects.filter(ticket__isnull=False).first()
    assert task is not None
    for name, address in (
        ("page", "/tasks"),
        ("ticket", f"/t/{task.ticket_id}"),
        ("account", f"/a/{noted.desk.acme.pk}"),
    ):
        page.goto(address)
        shoot(page, f"tasks-{name}-{size}-{theme}")
        page.locator("summary", has_text="Change").first.click()
        if name != "page":
            page.get_by_text("Add a task").click()
        shoot(page, f"tasks-{name}-open-{size}-{theme}")


@pytest.mark.clause("T51")
def test_mira_adds_and_ticks_off_without_leaving_the_ticket(noted: BusyDesk, open_page: Callable[..., Page]) -> None:
    page = open_page(person=noted.desk.mira)
    page.goto(f"/t/{noted.desk.ticket(number=71, received_at=datetime.now(UTC)).pk}")
    page.get_by_text("Add a task").click()
    page.get_by_label("What", exact=True).fill("Call Ana back")
    page.get_by_label("By when").fill("tomorrow 9:00")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Done: Call Ana back").click()
    page.get_by_text("1 done or dropped").wait_for()
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/tasks")
