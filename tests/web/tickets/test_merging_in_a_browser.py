"""Merging in a real Chromium, with screenshots in tests/artifacts: the warning about another account, and the yes."""

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.lighthouse import light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def test_a_ticket_of_another_account_is_merged_after_a_yes(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    of_acme, of_borealis = desk.ticket(), desk.ticket(contact=desk.ben)
    for size, theme in product(SIZES, ("light", "dark")):
        page = open_page(size=size, theme=theme, person=desk.mira)
        page.goto(f"/t/{of_acme.pk}")
        page.click("#open-join")
        page.fill("#merge-into", str(of_borealis.pk))
        page.click("button.danger:has-text('Merge')")
        expect(page.locator("#merge-error")).to_contain_text("another account, Borealis")
        shoot(page, f"merging-two-accounts-{size}-{theme}")
    page.check("[name=sure]")
    page.click("button.danger:has-text('Merge')")
    expect(page).to_have_url(f"/t/{of_borealis.pk}")
