"""A search in a real Chromium, wide and narrow, light and dark, with screenshots in tests/artifacts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.services.search import index
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.desk_of_lighthouse import BusyDesk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
LONG = "The export of the nightly job stops at the zebra step. " * 20


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_a_search_shows_what_was_found_and_why(
    busy: BusyDesk, open_page: Callable[..., Page], size: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "NEWEST", 3)
    at = datetime.now(UTC) - timedelta(hours=2)
    for number in range(80, 85):
        busy.desk.ticket(number=number, text=LONG, received_at=at)
    page = open_page(size=size, theme=theme, person=busy.desk.mira)
    for name, words in (("common", "zebra"), ("phrase", '"zebra step" nightly'), ("nothing", "walrus AND (")):
        page.goto("/?view=all")
        page.get_by_role("searchbox").first.fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**q=**")
        shoot(page, f"search-{name}-{size}-{theme}")
        assert (page.locator("mark", has_text="zebra").count() > 0) == (name != "nothing")
        assert page.get_by_text("only the newest messages were looked at").is_visible() == (name != "nothing")
