"""Chromium for tests of pages: where it is, how it starts, the sizes of its window, and screenshots."""

import shutil
from pathlib import Path

from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 360, "height": 740}}
ARTIFACTS = Path(__file__).resolve().parents[1] / "artifacts"


def shoot(page: Page, name: str) -> None:
    """Keep a screenshot of the whole page, after checking that nothing runs out of it sideways."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
    beyond = "[...document.querySelectorAll('main *')].filter(one => one.scrollWidth > innerWidth)"
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not sideways, f"{name}: {page.evaluate(f'{beyond}.slice(-3).map(one => one.outerHTML.slice(0, 300))')}"
