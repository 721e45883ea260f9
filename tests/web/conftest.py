"""A busy desk or a quiet one, the people who sit at it, and a Chromium."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from firsthand.models.people import Person
from tests.kept import kept
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import ARGUMENTS, CHROMIUM, SIZES
from tests.web.desk_of_lighthouse import BusyDesk, busy_desk


@kept(seconds=20)
def _busy() -> BusyDesk:
    return busy_desk(now=datetime.now(UTC), more=8)


@pytest.fixture
def busy(db: None) -> BusyDesk:
    """A working day at Lighthouse, as of now."""
    return _busy()


@pytest.fixture
def sit_down(busy: BusyDesk) -> Callable[[str], Client]:
    """Signs a person of the desk in by first name."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(busy.desk, name))
        return client

    return sign_in


@pytest.fixture
def mira(sit_down: Callable[[str], Client]) -> Client:
    """Mira of support at her browser."""
    return sit_down("mira")


@pytest.fixture
def noor(sit_down: Callable[[str], Client]) -> Client:
    """Noor of customer engineering at hers."""
    return sit_down("noor")


@pytest.fixture
def lighthouse(db: None) -> Lighthouse:
    """Lighthouse's desk with its people and customers."""
    return light_up()


@pytest.fixture
def signed_in(db: None) -> Callable[[Person], Client]:
    """A client that is signed in as a person."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def _as_long_as_may_be(fixture_name: str, config: pytest.Config) -> Literal["session", "module"]:
    """A browser's loop stands in the way of tests that begin one, so among others it ends with its file."""
    return "session" if config.option.markexpr == "browser" else "module"


@pytest.fixture(scope=_as_long_as_may_be)
def browser() -> Iterator[Browser]:
    """One Chromium for this file, or for all files where only such tests run."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a page of a size and a theme; what the browser complained about fails the test."""
    contexts, complaints = [], []

    def opened(*, size: str = "wide", theme: str = "light", person: Person | None = None) -> Page:
        context = browser.new_context(viewport=SIZES[size], color_scheme=theme, base_url=live_server.url)  # type: ignore[arg-type]
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in complaints if "status of" not in line] == []
