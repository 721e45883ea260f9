"""Acts in a real Chromium, with screenshots in tests/artifacts: keys, the command palette and Undo."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests.lighthouse import light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def test_a_key_does_an_act_its_undo_takes_it_back_and_the_palette_offers_what_is_left(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    ticket = desk.ticket(received_at=datetime.now(UTC))
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.keyboard.press("t")
    page.wait_for_selector("#toasts:has-text('You have it')")
    assert page.locator("#take").count() == 0
    page.click("#toasts button:has-text('Undo')")
    page.wait_for_selector("#take")
    ticket.refresh_from_db()
    assert ticket.responsible_id is None
    page.keyboard.press("Control+k")
    page.keyboard.type("set the sev")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "severity"
    page.keyboard.press("Control+k")
    page.keyboard.type("create an acc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/")


def test_the_palette_and_the_toast_fit_both_sizes_in_both_themes(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    ticket = desk.ticket(received_at=datetime.now(UTC))
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.mira)
            page.goto(f"/t/{ticket.pk}")
            page.keyboard.press("t")
            page.wait_for_selector("#toasts button:has-text('Undo')")
            shoot(page, f"acts-undo-{size}-{theme}")
            page.click("#toasts button:has-text('Undo')")
            page.wait_for_selector("#take")
            page.keyboard.press("Control+k")
            page.wait_for_selector("#palette-list [role=option]")
            shoot(page, f"acts-palette-{size}-{theme}")
