"""Writing to several people with files in a real Chromium, and what stands at the desk first, with screenshots."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.writing.attaching import attach, keep
from tests.lighthouse import LONG_AGO, Lighthouse, light_up
from tests.services.pictures import picture
from tests.services.writing.what_arrives import ANSWER, customers_server, send_all, shape
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
PASTE = """([where, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "image.png", { type: "image/png" }));
  const pasted = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(where).dispatchEvent(new ClipboardEvent("paste", pasted));
}"""


def four(desk: Lighthouse) -> Ticket:
    """A request of Ana's with Ben and Cem in copy, laid out, with a picture in its text."""
    ticket = desk.ticket(received_at=datetime.now(UTC))
    first = Message.objects.get(ticket=ticket)
    shown = picture(content_id="shot@acme.example")
    keep([shown])
    attach(first, [shown])
    html = '<p>It looks like this:</p><img data-cid="shot@acme.example"><img data-src="https://tracker.example/1.png">'
    Message.objects.create(
        ticket=ticket,
        direction=Direction.inbound,
        channel="email",
        contact=desk.ana,
        sender="Ana Costa <ana@acme.example>",
        recipients=["support@lighthouse.example"],
        copies=["ben@acme.example", "cem@acme.example"],
        at=datetime.now(UTC),
        text="It looks like this.",
        html=html,
    )
    attach(Message.objects.order_by("-id")[0], [shown])
    return ticket


def remote_pictures(page: Page) -> list[str]:
    """The addresses of pictures of the web that the page asks for; each is there."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=picture().content)

    page.route("https://tracker.example/**", answer)
    return asked


def phone() -> Endpoint:
    """The desk's telephone."""
    return Endpoint.objects.create(
        channel="console", address="Phone", name="Phone", called="phone", created_at=LONG_AGO
    )


def test_an_answer_goes_to_whom_the_writer_chose_with_what_was_dropped_and_pasted(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    phone()
    ticket = four(desk)
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.click("#reply-text")
    people = page.locator("fieldset.people:visible")
    expect(people.locator(".chip")).to_have_count(3)
    people.get_by_label("cem@acme.example").click()
    people.get_by_label("Copy", exact=True).fill("dora@acme.example")
    page.keyboard.press("Enter")
    expect(page.locator("#preview .newly")).to_contain_text("dora@acme.example would see this conversation")
    page.fill("#reply-text", "We found the lock and rebuilt the index. See here:\n")
    page.set_input_files("#reply-files", FilePayload(name="trace.txt", mimeType="text/plain", buffer=b"a trace"))
    page.evaluate(PASTE, ["#reply-text", base64.b64encode(picture().content).decode()])
    expect(page.locator("#reply-form .chosen .chip")).to_have_count(2)
    assert "[picture-1.png]" in page.input_value("#reply-text")
    shoot(page, "writing-wide-light")
    page.click("#send")
    page.wait_for_selector(".message.outbound .text img")
    reply = Message.objects.get(ticket=ticket, direction=Direction.outbound)
    assert (reply.recipients, reply.copies) == (["ana@acme.example"], ["ben@acme.example", "dora@acme.example"])
    assert [(one.filename, one.inline) for one in reply.attachments.order_by("id")] == [
        ("trace.txt", False),
        ("picture-1.png", True),
    ]
    expect(page.locator("#reply-form .chosen .chip")).to_have_count(0)
    assert page.locator(".message.outbound .text img").evaluate("one => one.decode().then(() => one.naturalWidth)")


def test_a_failed_answer_keeps_its_people_and_its_files(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    ticket = four(desk)
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.fill("#reply-text", "See the trace.")
    page.set_input_files("#reply-files", FilePayload(name="trace.txt", mimeType="text/plain", buffer=b"a trace"))
    page.locator("fieldset.people").get_by_label("Copy", exact=True).fill("no address")
    page.keyboard.press("Enter")
    page.click("#send")
    expect(page.locator("#reply-error")).to_contain_text("no address")
    expect(page.locator("#reply-form .chosen .chip")).to_have_count(1)
    page.get_by_label("Copy: − no address").click()
    page.click("#send")
    page.wait_for_selector(".message.outbound .files")


def test_pictures_of_a_mail_come_from_the_desk_and_those_of_the_web_only_when_asked_for(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    phone()
    ticket = four(desk)
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.mira)
            asked = remote_pictures(page)
            page.goto(f"/t/{ticket.pk}")
            page.click("details.formatted summary")
            frame = page.frame_locator("details.formatted iframe")
            own = frame.locator("img").first
            assert own.evaluate("one => one.decode().then(() => one.naturalWidth)") == 24
            assert not asked
            page.click("#reply-text")
            shoot(page, f"picture-mail-{size}-{theme}")
            with page.expect_request("https://tracker.example/1.png"):
                page.get_by_role("link", name="Load pictures from the web").click()


def test_what_somebody_said_on_the_phone_is_entered_and_what_we_write_first_is_sent(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    phone()
    page = open_page(person=desk.mira)
    page.goto("/")
    page.get_by_role("link", name="New", exact=True).click()
    page.fill("#customer", "Ana Costa")
    page.fill("#received_at", "20 min ago")
    page.select_option("#owner", label="Mira Lindqvist")
    page.select_option("#severity", "s2")
    page.fill("#text", "The export stops at 4 GB.\nShe is at the airport.")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("radio")).to_have_count(2)
    shoot(page, "new-entered-which")
    page.get_by_role("button", name="Enter it").click()
    page.wait_for_selector("h1:has-text('The export stops at 4 GB.')")
    shoot(page, "entered-ticket")
    entered = Ticket.objects.get(title="The export stops at 4 GB.")
    assert (entered.responsible, entered.severity) == (desk.mira, "s2")
    page.fill("#reply-text", "I told her that we look into it.")
    page.get_by_role("button", name="Note the answer").click()
    expect(page.locator(".message.outbound")).to_contain_text("word of mouth")
    for size in SIZES:
        for theme in ("light", "dark"):
            other = open_page(size=size, theme=theme, person=desk.eve)
            other.goto("/new/entered")
            shoot(other, f"new-entered-{size}-{theme}")
            other.get_by_role("link", name="We write first").click()
            shoot(other, f"new-written-{size}-{theme}")
    other.fill("#customer", "Ben Frost <ben@borealis.example>")
    other.fill("#subject", "Your renewal")
    other.fill("#text", "Hello Ben, shall we talk on Friday?")
    other.get_by_role("button", name="Send").click()
    other.wait_for_selector(".message.outbound")
    begun = Ticket.objects.get(title="Your renewal")
    assert (begun.begun, begun.responsible_role, begun.responsible) == (True, "sales", desk.eve)


def test_what_is_shown_before_sending_is_what_is_shown_afterwards_and_what_arrives(
    open_page: Callable[..., Page],
) -> None:
    desk = light_up()
    ticket = four(desk)
    page = open_page(person=desk.mira)
    page.goto(f"/t/{ticket.pk}")
    page.fill("#reply-text", ANSWER)
    page.click(".as-sent summary")
    expect(page.locator("#as-sent table")).to_be_visible()
    shown = page.locator("#as-sent pre, #as-sent table").all_inner_texts()
    shoot(page, "writing-as-it-arrives")
    with customers_server(desk.mailbox) as server:
        page.set_input_files(
            "#reply-files", [FilePayload(name=f"{n}.txt", mimeType="text/plain", buffer=b"x") for n in "ab"]
        )
        page.click("#send")
        page.wait_for_selector(".message.outbound .text table")
        [mail] = send_all(server, at=datetime.now(UTC) + timedelta(minutes=1))
    assert page.locator(".message.outbound .text").locator("pre, table").all_inner_texts() == shown
    assert shape(mail) == "mixed(alternative(plain, html), plain, plain)"
    read = open_page()
    read.set_content(str(mail.get_body(("html",)).get_content()))  # type: ignore[union-attr]
    assert read.locator("pre, table").all_inner_texts() == shown
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.mira)
            page.goto(f"/t/{ticket.pk}")
            shoot(page, f"laid-out-{size}-{theme}")
