"""An answer is written in a browser that asks for the pseudo-language: what scripts say is a message too, and fits."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from firsthand.services.book.desk import open_desk
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.desk_of_lighthouse import busy_desk
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import seen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def test_an_answer_is_written_without_a_word_of_english(open_page: Callable[..., Page]) -> None:
    with speaking_pseudo():
        busy = busy_desk(now=datetime.now(UTC), more=3)
        company = open_desk(datetime.now(UTC)).organisation
        pages: list[str] = []
        for size in SIZES:
            for theme in ("light", "dark"):
                page = open_page(size=size, theme=theme, person=busy.desk.mira)
                page.set_extra_http_headers({"Accept-Language": "en-XA"})
                for name, address in {"inbox": "/", "ticket": f"/t/{busy.login.pk}", "profile": "/profile"}.items():
                    page.goto(address)
                    shoot(page, f"pseudo-{name}-{size}-{theme}")
                    pages.append(page.content())
        page.set_viewport_size(SIZES["wide"])  # type: ignore[arg-type]
        pages += _answer(page, busy.login.pk)
        known = known_on(company)
        assert {word for one in pages for text in seen(one) for word in known.escaped(text)} == set()


def _answer(page: Page, number: int) -> list[str]:
    page.goto(f"/t/{number}")
    page.keyboard.press("?")
    pages = [page.content()]
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.fill("#reply-text", "We found it: the cookie is too old.")
    page.wait_for_timeout(600)
    pages.append(page.content())
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#toasts .toast")
    return [*pages, page.content()]
