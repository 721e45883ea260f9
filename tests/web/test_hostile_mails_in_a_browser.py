"""Hostile mails in a real Chromium: nothing runs, nothing loads from elsewhere, and no policy has to stop anything."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from firsthand.models.intake import RawMessage
from firsthand.models.tickets import Ticket
from firsthand.services.channels.registry import close_channels
from tests.lighthouse import Lighthouse, light_up
from tests.services.intake.letters import SUPPORT, arrive
from tests.web.browser import CHROMIUM, shoot
from tests.web.hostile_mails import HTML, WORDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
TELL = "window.stopped = []; document.addEventListener('securitypolicyviolation', one => stopped.push(one.blockedURI))"


def hostile(number: int, html: str) -> bytes:
    """A mail whose body, name, subject and file's name are hostile."""
    words = WORDS[number % len(WORDS)]
    message = EmailMessage()
    message["From"] = f"ana{number}@acme.example"
    message["To"], message["Subject"], message["Message-ID"] = SUPPORT, words, f"<{number}@acme.example>"
    message.set_content(f"{words}\n\nThe export fails.")
    message.add_alternative(f"<p>The export fails.</p>{html}", subtype="html")
    message.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename=f"{words[:20]}.html")
    plain, named = f"From: ana{number}@acme.example", f'From: "{words[:30]}" <ana{number}@acme.example>'
    return message.as_bytes().replace(plain.encode(), named.encode(), 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Lighthouse]:
    """A desk that got them all."""
    made = light_up()
    for number, html in enumerate(HTML):
        arrive(hostile(number, html), folder=tmp_path)
    assert RawMessage.objects.count() == len(HTML)
    yield made
    close_channels()


@pytest.fixture
def page(open_page: Callable[..., Page], desk: Lighthouse, live_server: object) -> Page:
    """Mira's browser, which tells what asked for anything elsewhere and what a policy stopped."""
    page = open_page(person=desk.mira)
    page.add_init_script(TELL)
    return page


def test_nothing_in_a_mail_runs_loads_or_is_even_stopped(page: Page, desk: Lighthouse, live_server: object) -> None:
    here, elsewhere = str(getattr(live_server, "url", "")), []

    def note(request: Request) -> None:
        if not request.url.startswith((here, "data:", "about:")):
            elsewhere.append(request.url)

    page.on("request", note)
    raws = RawMessage.objects.values_list("pk", flat=True)
    addresses = ["/?view=all", "/quarantine?state=ticketed", *(f"/quarantine/{raw}" for raw in raws)]
    for ticket in Ticket.objects.order_by("pk"):
        page.goto(f"/t/{ticket.pk}")
        for summary in page.query_selector_all("details.formatted > summary"):
            summary.click()
        frame = page.wait_for_selector("details.formatted iframe")
        assert frame is not None
        inside = frame.content_frame()
        assert inside is not None
        inside.wait_for_selector("text=The export fails.")
        assert_calm(page, ticket.pk)
    for address in addresses:
        page.goto(address)
        assert_calm(page, address)
    page.goto("/?view=all")
    shoot(page, "hostile-inbox")
    assert elsewhere == []


def assert_calm(page: Page, where: object) -> None:
    """No policy had to stop anything. (What ran would have complained, which the page's fixture reads at its end.)"""
    assert page.evaluate("stopped") == [], where
