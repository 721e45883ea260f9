"""What is begun, in a real Chromium: there after a reload and in another browser, gone once sent, back when that is
taken back, and never written over from a page that is behind."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Unsent
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
OpenPage = Callable[..., Page]


def begin() -> tuple[Lighthouse, Ticket]:
    """Lighthouse, and a request of Ana's."""
    desk = light_up()
    return desk, desk.ticket(received_at=datetime.now(UTC))


def at(page: Page, ticket: Ticket) -> Page:
    """The page of the ticket."""
    page.goto(f"/t/{ticket.pk}")
    return page


def types(page: Page, text: str) -> None:
    """Somebody types an answer, and the desk keeps it."""
    with page.expect_response("**/unsent/reply"):
        page.locator("#reply-text").fill(text)


def test_it_is_there_on_another_device_with_its_files_and_gone_once_sent(open_page: OpenPage) -> None:
    desk, ticket = begin()
    here, there = at(open_page(person=desk.mira), ticket), open_page(person=desk.mira)
    types(here, "We found the lock.")
    with here.expect_response("**/unsent/reply"):
        here.set_input_files("#reply-files", FilePayload(name="trace.txt", mimeType="text/plain", buffer=b"a trace"))
    expect(here.locator("#reply-form .kept .chip")).to_have_count(1)
    here.locator("fieldset.people").get_by_label("Copy", exact=True).fill("dora@acme.example")
    with here.expect_response("**/unsent/reply"):
        here.keyboard.press("Enter")
    expect(at(there, ticket).locator("#reply-text")).to_have_value("We found the lock.")
    expect(there.locator("#reply-form")).to_contain_text("dora@acme.example")
    expect(there.locator("#reply-form .kept")).to_contain_text("trace.txt")
    shoot(there, "unsent-wide-light")
    there.click("#send")
    there.wait_for_selector(".message.outbound .files")
    expect(there.locator("#reply-text")).to_have_value("")
    sent = Message.objects.get(direction=Direction.outbound)
    assert ([one.filename for one in sent.attachments.all()], sent.copies) == (["trace.txt"], ["dora@acme.example"])
    expect(at(here, ticket).locator("#reply-text")).to_have_value("")


def test_what_is_taken_back_stands_in_the_form_as_before(open_page: OpenPage) -> None:
    desk, ticket = begin()
    page = at(open_page(person=desk.mira), ticket)
    page.fill("#reply-text", "Found it. Next, I rebuild the index by Monday.")
    page.check("#substantive")
    page.select_option("select[name=status_after]", "on_hold")
    page.click("#send")
    page.wait_for_selector(".message.outbound")
    expect(page.locator("#reply-text")).to_have_value("")
    page.locator("#toasts button").click()
    expect(page.locator("#reply-text")).to_have_value("Found it. Next, I rebuild the index by Monday.")
    expect(page.locator("#substantive")).to_be_checked()
    expect(page.locator("select[name=status_after]")).to_have_value("on_hold")


def test_a_page_that_is_behind_asks_which_one_stays(open_page: OpenPage) -> None:
    desk, ticket = begin()
    here, there = (at(open_page(person=desk.mira), ticket) for _ in range(2))
    types(there, "From the phone")
    types(here, "From the desk")
    expect(here.locator("#reply-form [data-elsewhere]")).to_contain_text("From the phone")
    assert Unsent.objects.get().text == "From the phone"
    shoot(here, "unsent-behind")
    with here.expect_response("**/unsent/reply"):
        here.get_by_role("button", name="Go on with this one").click()
    assert Unsent.objects.get().text == "From the desk"
    expect(here.locator("#reply-text")).to_have_value("From the desk")


def test_what_the_desk_could_not_be_told_is_told_when_it_is_there_again(open_page: OpenPage) -> None:
    desk, ticket = begin()
    page = at(open_page(person=desk.mira), ticket)
    page.route("**/unsent/*", lambda route: route.fulfill(status=503))
    types(page, "While the desk restarts")
    assert "While the desk restarts" in page.evaluate("Object.values(localStorage).join()")
    page.unroute("**/unsent/*")
    with page.expect_response("**/unsent/reply"):
        page.reload()
    assert Unsent.objects.get().text == "While the desk restarts"
    expect(page.locator("#reply-text")).to_have_value("While the desk restarts")


def test_another_act_on_the_page_takes_nothing_of_what_is_typed(open_page: OpenPage) -> None:
    desk, ticket = begin()
    page = at(open_page(person=desk.mira), ticket)
    page.locator("#reply-text").fill("Half a sent")
    page.fill("#tag", "cookie") if page.locator("#tag").count() else page.fill("input[name=tag]", "cookie")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket")).to_contain_text("cookie")
    expect(page.locator("#reply-text")).to_have_value("Half a sent")


def test_it_fits_both_sizes_in_both_themes(open_page: OpenPage) -> None:
    desk, ticket = begin()
    types(at(open_page(person=desk.mira), ticket), "We found the **lock** and rebuilt the index.")
    for size in SIZES:
        for theme in ("light", "dark"):
            shoot(at(open_page(size=size, theme=theme, person=desk.mira), ticket), f"unsent-{size}-{theme}")


def test_who_else_writes_and_what_they_answered_is_said_before_a_second_answer_leaves(open_page: OpenPage) -> None:
    desk, ticket = begin()
    mira, ada = (at(open_page(person=one), ticket) for one in (desk.mira, desk.ada))
    types(mira, "The **lock** was stale.")
    expect(ada.locator("#others")).to_contain_text("Mira Lindqvist is writing an answer.", timeout=15_000)
    ada.fill("#reply-text", "I look into it.")
    shoot(ada, "others-writing")
    mira.click("#send")
    mira.wait_for_selector(".message.outbound")
    ada.click("#send")
    expect(ada.locator("#reply-error")).to_contain_text("Mira Lindqvist answered meanwhile. Nothing was sent")
    expect(ada.locator("#reply-form .answered strong").last).to_be_visible()
    expect(ada.locator("#reply-text")).to_have_value("I look into it.")
    for size in SIZES:
        ada.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        shoot(ada, f"others-answered-{size}")
    ada.get_by_role("button", name="Send all the same").click()
    expect(ada.locator(".message.outbound")).to_have_count(2)


def test_whom_a_note_tells_is_said_before_and_after(open_page: OpenPage) -> None:
    desk, ticket = begin()
    page = at(open_page(person=desk.mira), ticket)
    page.keyboard.press("n")
    page.locator("#note-text").fill("@Noor and @Nora: `@Override` is lost")
    expect(page.locator("#named")).to_contain_text("Noor Haddad is told.")
    expect(page.locator("#named")).to_contain_text("Nobody here is called @Nora.")
    shoot(page, "note-names")
    page.click("#add-note")
    expect(page.locator(".message.note")).to_contain_text("Noor Haddad was told.")
    expect(page.locator("#note-text")).to_have_value("")
