"""The set-up walk, the book and the desk's other pages in a real Chromium, with screenshots in tests/artifacts."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from firsthand.domain.sentences import as_written
from firsthand.models.desk import DeskSettings
from firsthand.models.outbox import Notice
from firsthand.services.desk.set_up_code import make_set_up_code
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from tests.lighthouse import FRIDAY_1645_PACIFIC, light_up
from tests.web.browser import ARTIFACTS, CHROMIUM, SIZES, shoot
from tests.web.desk_of_lighthouse import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def test_the_first_user_walks_from_an_empty_desk_to_an_open_one(open_page: Callable[..., Page]) -> None:
    code = make_set_up_code(settings.ENVIRONMENT.data)
    narrow = open_page(size="narrow", theme="dark")
    narrow.goto("/set-up")
    shoot(narrow, "set-up-0-code-narrow-dark")
    narrow.get_by_label("Set-up code").fill(code)
    narrow.get_by_role("button", name="Go on").click()
    shoot(narrow, "set-up-1-you-narrow-dark")
    page = open_page()
    page.goto("/")
    shoot(page, "set-up-0-code")
    page.get_by_label("Set-up code").fill(code)
    page.get_by_role("button", name="Go on").click()
    shoot(page, "set-up-1-you")
    page.get_by_label("Your name").fill("Mira Lindqvist")
    page.get_by_label("Your company").fill("Lighthouse")
    page.get_by_label("Your e-mail").fill("mira@lighthouse.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Time zone").fill("Berlin")
    page.get_by_role("button", name="Create the desk").click()
    assert page.get_by_label("Time zone").get_attribute("aria-invalid") == "true"
    shoot(page, "set-up-1-you-with-an-error")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the desk").click()
    page.wait_for_url("**/set-up/book")
    shoot(page, "set-up-2-book")
    page.get_by_label("four-functions").check()
    page.get_by_role("button", name="Load this book").click()
    page.wait_for_url("**/set-up/roles")
    assert page.get_by_label("head of care").is_checked()
    shoot(page, "set-up-3-roles")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/set-up/address")
    page.get_by_label("Address customers write to").fill("support@lighthouse.example")
    assert "mail accept --to support@lighthouse.example" in page.locator(".command").first.inner_text()
    shoot(page, "set-up-4-address")
    page.get_by_label("The desk fetches it").check()
    page.get_by_label("IMAP server").fill("127.0.0.1")
    page.get_by_label("Port").first.fill("1")
    page.get_by_role("button", name="Test connection").click()
    assert "nothing answers on port 1" in page.get_by_role("status").first.inner_text()
    shoot(page, "set-up-4-address-tested")
    page.get_by_label("Your mail server hands it over").check()
    page.get_by_role("button", name="Save and open the desk").click()
    page.wait_for_url(lambda address: address.rstrip("/").endswith(tuple("0123456789")))
    assert DeskSettings.objects.get().book == "four-functions"


def test_the_book_reads_like_a_page_and_a_link_finds_its_clause(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.noor)
            page.goto("/book?valid=2021-07-15&known=2021-07-15#S18")
            clause = page.locator("#S18")
            assert clause.is_visible()
            assert "announced" in clause.inner_text()
            assert clause.evaluate("one => one.getBoundingClientRect().top < innerHeight")
            shoot(page, f"book-{size}-{theme}")
            for part in ("S18", "S32", "calendars"):
                page.goto(f"/book?valid=2021-07-15&known=2021-07-15#{part}")
                page.screenshot(path=ARTIFACTS / f"book-{part}-{size}-{theme}.png")
            page.goto("/book")
            page.screenshot(path=ARTIFACTS / f"book-top-{size}-{theme}.png")


def test_every_page_of_the_desk_fits_both_sizes_in_both_themes(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    desk.ticket()
    Notice.objects.create(
        key="one", person=desk.mira, at=FRIDAY_1645_PACIFIC, kind="breach", clause="S18",
        text=as_written("First response to “Login loops after the upgrade” was due 02:45 and is owed."),
    )  # fmt: skip
    mail = write(
        key="one", purpose=Purpose.notice, recipients=["ana@acme.example"], subject="Login loops after the upgrade",
        text="Hello Ana,\n\nwe found it.\n", at=FRIDAY_1645_PACIFIC,
    )  # fmt: skip
    pages = {
        "accounts": "/a/",
        "account": f"/a/{desk.acme.pk}",
        "people": "/people",
        "person": f"/people/{desk.noor.pk}",
        "quarantine": "/quarantine",
        "outbox": "/outbox",
        "outbox-mail": f"/outbox/{mail.pk}",
        "settings": "/settings",
        "endpoint": "/settings/addresses/new/email",
        "notices": "/notices",
        "profile": "/profile",
    }
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.mira)
            for name, address in pages.items():
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                shoot(page, f"{name}-{size}-{theme}")
    engineer = open_page(theme="dark", person=desk.noor)
    engineer.goto(f"/a/{desk.acme.pk}")
    engineer.get_by_text("Change", exact=True).first.click()
    shoot(engineer, "account-editing-dark")
    outside = open_page(theme="dark")
    outside.goto("/sign-in")
    shoot(outside, "sign-in-dark")


def test_the_keyboard_alone_signs_somebody_in(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    desk.mira.set_password(PASSWORD)
    desk.mira.save()
    page = open_page()
    page.goto("/sign-in?next=/people")
    page.keyboard.type("mira@lighthouse.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    shoot(page, "sign-in")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="People and roles").wait_for()
    page.wait_for_load_state()  # the keys listen from then on
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Eve Sato", exact=True).wait_for()
    page.keyboard.press("u")
    page.get_by_role("heading", name="People and roles").wait_for()
