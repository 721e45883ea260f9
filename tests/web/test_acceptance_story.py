"""Mira's morning in a real browser: sign in, open what needs her, read why, confirm, answer, and see the clock met.

Screenshots of every page in both themes and at both widths are left in tests/artifacts/.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from firsthand.models.clocks import Clock
from firsthand.models.tickets import Ticket
from tests.web.browser import ARTIFACTS, CHROMIUM
from tests.web.desk_of_lighthouse import PASSWORD, BusyDesk, busy_desk

SUBSTANTIVE = "Hello Ana, the session cookie lacked its path; we shipped 4.2.1. Please sign in once more and tell us."

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed (apt install chromium)"),
]


@pytest.fixture
def busy(transactional_db: None) -> BusyDesk:
    return busy_desk(now=datetime.now(UTC))


class Desk:
    """A page of the browser, and what went wrong in it."""

    def __init__(
        self, browser: Any, address: str, *, theme: str = "light", width: int = 1280, height: int = 800
    ) -> None:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        self.address, self.page = address, context.new_page()
        self.page.set_default_timeout(15_000)
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on(
            "console", lambda said: self.wrong.append(f"{said.text} {said.location}") if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def sign_in(self, name: str) -> "Desk":
        self.page.goto(f"{self.address}/sign-in")
        self.page.fill("[name=email]", f"{name}@lighthouse.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.primary")
        self.page.wait_for_url(f"{self.address}/")
        return self

    def keep(self, name: str, *, full: bool = False) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=full)


def test_mira_answers_ana(busy: BusyDesk, browser: Any, live_server: Any) -> None:
    mira = Desk(browser, live_server.url).sign_in("mira")
    page = mira.page
    mira.keep("story-1-inbox")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Login loops after the upgrade')")
    mira.keep("story-2-ticket")

    page.keyboard.press("w")
    page.wait_for_selector("#sheet .receipt")
    assert "1 hour internal SLA" in page.inner_text("#sheet")
    assert "What did not count" in page.inner_text("#sheet")
    mira.keep("story-3-receipt")
    page.keyboard.press("Escape")

    page.click("#confirm-troubleshooting")
    page.wait_for_selector(".banner.triage", state="detached")
    assert Ticket.objects.get(pk=busy.login.pk).kind_confirmed_at is not None

    page.keyboard.press("r")
    page.keyboard.type("We are looking into it.")
    page.check("#substantive")
    page.wait_for_selector("#preview:has-text('It would not count')")
    page.fill("#reply-text", SUBSTANTIVE)
    page.wait_for_selector("#preview:has-text('It would count')")
    page.reload()
    assert page.input_value("#reply-text") == SUBSTANTIVE  # a draft survives a reload
    page.check("#substantive")
    mira.keep("story-4-reply")
    page.keyboard.press("Control+Enter") if page.evaluate("document.activeElement.id") == "reply-text" else page.click(
        "#send"
    )
    page.wait_for_selector("#toasts:has-text('It leaves in ten seconds')")
    assert page.input_value("#reply-text") == ""
    mira.keep("story-5-answered")
    clock = Clock.objects.filter(subject=busy.login.subject, kind="first_response").earliest("id")
    assert clock.state == "sent"
    assert "sent, not yet delivered" in page.inner_text(".clocks")

    page.click("#toasts button.link")  # undo
    page.wait_for_selector(".message.taken-back")
    assert Clock.objects.get(pk=clock.pk).state == "running"
    assert mira.wrong == []
    assert all(asked.startswith((live_server.url, "data:", "blob:")) for asked in mira.asked)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_verdict_moves_nothing_that_she_is_about_to_press(
    busy: BusyDesk, browser: Any, live_server: Any, width: int, height: int
) -> None:
    page = Desk(browser, live_server.url, width=width, height=height).sign_in("mira").page
    page.goto(f"{live_server.url}/t/{busy.login.pk}")
    page.click("#reply-text")
    page.keyboard.type("We are looking into it.")

    def places() -> list[Any]:
        return [page.locator(one).bounding_box() for one in ("#substantive", "#send")]

    before = places()
    page.wait_for_selector("#preview:has-text('It would not count')")
    assert places() == before


def test_without_javascript_she_can_read_and_answer(busy: BusyDesk, browser: Any, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in")
    page.fill("[name=email]", "mira@lighthouse.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.goto(f"{live_server.url}/t/{busy.login.pk}")
    page.click("#reply-text")
    page.fill("#reply-text", SUBSTANTIVE)
    page.check("#substantive")
    page.click("#send")
    page.wait_for_selector("text=counts as the response")
    assert Clock.objects.filter(subject=busy.login.subject, kind="first_response").earliest("id").state == "sent"


def test_what_a_teammate_does_appears_without_a_reload_and_keeps_the_focus(
    busy: BusyDesk, browser: Any, live_server: Any
) -> None:
    mira = Desk(browser, live_server.url).sign_in("mira")
    mira.page.goto(f"{live_server.url}/?view=all")
    mira.page.keyboard.press("j")
    mira.page.keyboard.press("j")
    focused = mira.page.evaluate("document.activeElement.id")
    Ticket.objects.filter(pk=busy.login.pk).update(title="Login loops, renamed", updated_at=datetime.now(UTC))
    mira.page.wait_for_selector(f"#t{busy.login.pk}:has-text('renamed')", timeout=20_000)
    assert mira.page.evaluate("document.activeElement.id") == focused
    assert mira.wrong == []


def test_what_changes_while_the_page_is_on_its_way_appears_too(busy: BusyDesk, browser: Any, live_server: Any) -> None:
    mira = Desk(browser, live_server.url).sign_in("mira")
    changed: list[bool] = []

    def change_then_ask(route: Any) -> None:  # the first question of the page comes after the change
        if not changed:
            Ticket.objects.filter(pk=busy.login.pk).update(title="Login loops, renamed", updated_at=datetime.now(UTC))
            changed.append(True)
        route.continue_()

    mira.page.route("**/live", change_then_ask)
    mira.page.goto(f"{live_server.url}/?view=all")
    mira.page.wait_for_selector(f"#t{busy.login.pk}:has-text('renamed')", timeout=20_000)
    assert changed == [True]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_every_page_fits(busy: BusyDesk, browser: Any, live_server: Any, theme: str, width: int, height: int) -> None:
    desk = Desk(browser, live_server.url, theme=theme, width=width, height=height).sign_in("mira")
    pages = {
        "inbox": "/?view=all",
        "mine": "/",
        "ticket": f"/t/{busy.login.pk}",
        "receipt": f"/t/{busy.login.pk}/why",
        "empty": "/?view=all&q=zzz",
        "accounts": "/a/",
        "people": "/people",
        "book": "/book",
        "outbox": "/outbox",
        "settings": "/settings",
    }
    for name, address in pages.items():
        desk.page.goto(f"{live_server.url}{address}")
        desk.keep(f"{name}-{theme}-{width}", full=width < 800)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert desk.wrong == []
