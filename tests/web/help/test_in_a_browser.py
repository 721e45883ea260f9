"""Help in a real Chromium, with screenshots in tests/artifacts: the form, one request, the lists, the share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions import helping
from tests.asking_for_help import answer, ask
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.help.conftest import trouble

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]
LONG = "They moved to the new login last night and since then nobody at Acme gets past the second page. " * 2


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Four problems that Mira has: one asked about, which Olu asks back about; one answered; one of no hurry; one
    about which nothing is asked."""
    made, at = light_up(), datetime.now(UTC) - timedelta(minutes=20)
    tickets = [trouble(made, number=number) for number in range(1, 5)]
    row = ask(made.mira, tickets[0], at=at, team="distribution", changes=LONG, affected="All of Acme")
    olu = made.viewer(made.olu, at=at)
    helping.talk(viewer=olu, help_id=row.pk, text="Which proxy is in front of it?", asks=True, at=at)
    answer(made.olu, ask(made.mira, tickets[1], at=at, team="core_app"), at=at, text=LONG)
    ask(made.mira, tickets[2], at=at, priority="cs/p2")
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_help_fits(desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str) -> None:
    first, second, *_ = HelpRequest.objects.order_by("id")
    mira, olu, noor = (open_page(size=size, theme=theme, person=one) for one in (desk.mira, desk.olu, desk.noor))
    last = Ticket.objects.latest("id")
    mira.goto(f"/t/{last.pk}/ask-for-help")
    shoot(mira, f"help-ask-{size}-{theme}")
    noor.goto(f"/t/{last.pk}/ask-for-help")
    shoot(noor, f"help-refused-{size}-{theme}")
    olu.goto("/help")
    shoot(olu, f"help-list-{size}-{theme}")
    olu.goto(f"/help/{first.pk}")
    shoot(olu, f"help-answer-{size}-{theme}")
    mira.goto(f"/help/{second.pk}")
    shoot(mira, f"help-close-{size}-{theme}")
    mira.goto(f"/t/{first.ticket_id}")
    shoot(mira, f"help-ticket-{size}-{theme}")
    mira.goto("/help/share")
    shoot(mira, f"help-share-{size}-{theme}")


def test_e_asks_and_olu_answers_by_keys(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    mira, olu = open_page(person=desk.mira), open_page(person=desk.olu)
    last = Ticket.objects.latest("id")
    mira.goto(f"/t/{last.pk}")
    mira.keyboard.press("e")
    mira.wait_for_url("**/ask-for-help")
    mira.get_by_label("Environment as it is now").fill("3.29")
    mira.get_by_label("How to reproduce it with logs or screenshots").fill("Sign in twice.")
    mira.get_by_label("It is a defect").check()
    mira.get_by_label("cs/p1").check()
    mira.get_by_role("button", name="Ask for help").click()
    mira.wait_for_url(f"**/t/{last.pk}")
    expect(mira.get_by_text("The ticket stays yours, and its clocks run on.")).to_be_visible()
    row = HelpRequest.objects.latest("id")
    olu.goto(f"/help/{row.pk}")
    olu.keyboard.press("a")
    olu.keyboard.type("The cookie has another name.")
    olu.keyboard.press("Control+Enter")
    expect(olu.get_by_text("Answered. Whoever asked is told")).to_be_visible()
    row.refresh_from_db()
    assert (row.state, row.is_defect, row.team) == ("answered", True, "distribution")
