"""A saved reply is found and chosen in a Chromium by keys alone, and stands where the cursor was."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from firsthand.domain.names import Role
from firsthand.services.saved_replies.actions import SavedText, save
from tests.lighthouse import light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
TEXTS = {
    "Ask for a log": "Hello {first_name|there}, please send us the log of the last hour for #{number}.",
    "Lock in the index": "Hello {first_name|there}, we found a lock in the index and rebuilt it. "
    "Tell us if it comes back.",
    "Released": "It is released. Please update and tell us whether it works for {account|you}.",
}


def test_it_is_found_and_chosen_by_keys(open_page: Callable[..., Page]) -> None:
    desk, now = light_up(), datetime.now(UTC)
    ticket, mira = desk.ticket(received_at=now), desk.viewer(desk.mira, at=now)
    for name, text in TEXTS.items():
        save(viewer=mira, wanted=SavedText(name=name, text=text, role=Role("support")), at=now)
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.fill("#reply-text", "Thank you.")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.wait_for_selector("#saved-offered button")
    page.focus("#saved-words")
    page.keyboard.type("rebuilt")
    expect(page.locator("#saved-offered button")).to_have_count(1)
    page.keyboard.press("Enter")
    said = "Thank you.\n\nHello Ana, we found a lock in the index and rebuilt it. Tell us if it comes back."
    expect(page.locator("#reply-text")).to_have_value(said)
    expect(page.locator("#preview")).to_contain_text("Mark it, and it counts")
    for size in SIZES:
        for theme in ("light", "dark"):
            other = open_page(size=size, theme=theme, person=desk.mira)
            other.goto(f"/t/{ticket.pk}")
            other.keyboard.press("v")
            other.wait_for_selector("#saved-offered button")
            shoot(other, f"saved-picker-{size}-{theme}")
            for address, name in (("/saved-replies", "list"), ("/saved-replies/new", "form")):
                other.goto(address)
                shoot(other, f"saved-{name}-{size}-{theme}")
