"""What a reply promises, under its text in a real Chromium: read, accepted with one key, and asked for a reason."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from firsthand.models.conversation import Direction, Message
from tests.lighthouse import light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
ENGLISH = "Hello Ana,\n\nsupport will call you within one minute. I will send you a summary on Monday."
GERMAN = "Hallo Ana,\n\nder Support ruft Sie innerhalb von einer Minute an. Ich schicke Ihnen am Montag mehr."


@pytest.mark.clause("S45")
@pytest.mark.parametrize(("text", "begins"), [(ENGLISH, "by "), (GERMAN, "bis ")])
def test_the_true_time_takes_the_place_of_the_early_one_with_one_key(
    open_page: Callable[..., Page], text: str, begins: str
) -> None:
    desk = light_up()
    ticket = desk.ticket(received_at=datetime.now(UTC), contact=desk.ben)
    page = open_page(person=desk.noor)
    page.goto(f"/t/{ticket.pk}")
    page.click("#reply-text")
    page.fill("#reply-text", "Thank you for the logs.")
    page.wait_for_selector("#preview .verdict")
    expect(page.locator("#despite")).to_be_hidden()
    page.fill("#reply-text", "Thank you.\n\nMore comes.")
    page.wait_for_selector("#preview .verdict")
    before = page.locator("#send").bounding_box()
    page.fill("#reply-text", text)
    expect(page.locator("#promised .warn")).to_contain_text("They have to agree first")
    expect(page.locator("#despite")).to_be_visible()
    assert page.locator("#reply-text").evaluate("one => one === document.activeElement")
    assert page.locator("#send").bounding_box() == before
    language = "de" if text == GERMAN else "en"
    for size, window in SIZES.items():
        for scheme in ("light", "dark"):
            page.set_viewport_size(window)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)
            page.locator("#promised").scroll_into_view_if_needed()
            shoot(page, f"promises-{language}-{size}-{scheme}")
    page.set_viewport_size(SIZES["wide"])  # type: ignore[arg-type]
    page.click("#reply-text")
    page.keyboard.press("Control+.")
    expect(page.locator("#promised .warn")).to_have_count(0)
    expect(page.locator("#despite")).to_be_hidden()
    written = page.input_value("#reply-text")
    assert begins in written
    assert "inut" not in written
    page.click("#send")
    page.wait_for_selector(".message.outbound")
    assert Message.objects.get(ticket=ticket, direction=Direction.outbound).text == written


@pytest.mark.clause("S44")
def test_noor_says_why_a_loaded_term_is_sent_all_the_same(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    ticket = desk.ticket(received_at=datetime.now(UTC))
    page = open_page(person=desk.noor)
    page.goto(f"/t/{ticket.pk}")
    page.click("#reply-text")
    page.fill("#reply-text", "We will fix it ASAP.")
    expect(page.locator("#promised mark")).to_have_text("ASAP")
    page.click("#send")
    expect(page.locator(".promises .field-error")).to_contain_text("say why you send it all the same")
    page.fill("#despite", "Mira has agreed to it.")
    page.click("#send")
    page.wait_for_selector(".message.outbound")
