"""Answering in a real Chromium, with screenshots in tests/artifacts: what arrives meanwhile is said beside the
composer, and the two judgements of an answer fit both sizes in both themes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.delivery.actions import delivery_bounced
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, light_up
from tests.three_clocks import publish_three_clocks
from tests.web.browser import ARTIFACTS, CHROMIUM, SIZES, shoot
from tests.web.tickets.test_answering import DONE, answered, writes_again

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def told(desk: Lighthouse, *, now: datetime) -> Ticket:
    """A ticket with a late answer, one that did not arrive, thanks, and an answer on its way."""
    begin = now - timedelta(hours=4)
    ticket = desk.ticket(received_at=begin)
    fire_due(now=begin + timedelta(hours=2, minutes=1))
    answered(desk, ticket, at=begin + timedelta(hours=2, minutes=20))
    writes_again(desk, ticket, at=begin + timedelta(hours=2, minutes=40), text="It loops in private windows as well.")
    lost = answered(desk, ticket, at=begin + timedelta(hours=3))
    mail, bounced = Delivery.objects.get(message=lost), now - timedelta(minutes=50)
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="550 No such mailbox here.", at=bounced)
    answered(desk, ticket, at=now - timedelta(minutes=40))
    writes_again(desk, ticket, at=now - timedelta(minutes=20), text="Thanks, that helped!")
    return ticket


def test_what_arrives_meanwhile_is_said_beside_the_composer_and_the_draft_stays(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    publish_three_clocks()
    ticket = told(desk, now=datetime.now(UTC))
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.keyboard.press("r")
    page.keyboard.type("Glad to hear it.")
    seen = page.input_value("#reply-form [name=seen]")
    writes_again(desk, ticket, at=datetime.now(UTC), text="Ah, wait: one more thing.")
    page.wait_for_selector("#newer:visible", timeout=20_000)
    assert "it stays owed" in page.inner_text("#newer")
    assert page.input_value("#reply-form [name=seen]") == seen
    shoot(page, "answering-newer")
    page.click("#newer a")
    page.wait_for_selector(".message.inbound:has-text('Ah, wait: one more thing.')")
    assert page.input_value("#reply-text") == "Glad to hear it."
    assert page.input_value("#reply-form [name=seen]") != seen


def test_both_judgements_of_an_answer_fit_everywhere(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    publish_three_clocks()
    now = datetime.now(UTC)
    ticket = told(desk, now=now)
    waiting = desk.ticket(subject="The export stops at 4 GB", received_at=now - timedelta(minutes=5), number=2)
    reply(viewer=desk.viewer(desk.mira, at=now), ticket_id=waiting.pk, text=DONE, substantive=True, at=now)
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.mira)
            page.goto(f"/t/{ticket.pk}")
            shoot(page, f"answering-{size}-{theme}")
            page.locator(".mark summary").last.click()
            page.locator(".timeline summary").click()
            shoot(page, f"answering-mark-{size}-{theme}")
            page.keyboard.press("x")
            assert page.locator("#nothing-why").is_visible()
            page.screenshot(path=ARTIFACTS / f"answering-nothing-{size}-{theme}.png")
            page.goto(f"/t/{waiting.pk}")
            shoot(page, f"answering-sent-{size}-{theme}")
            page.goto(f"/t/{ticket.pk}/why")
            shoot(page, f"answering-why-{size}-{theme}")
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.keyboard.press("Control+k")
    page.keyboard.type("nothing")
    page.keyboard.press("Enter")
    page.fill("#nothing-why", "They only said thanks.")
    page.keyboard.press("Enter")
    page.wait_for_selector("#toasts:has-text('Nothing is owed to what they wrote')")
    assert page.locator("#open-nothing").count() == 0
