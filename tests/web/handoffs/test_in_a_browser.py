"""Hand-offs in a real Chromium, with screenshots in tests/artifacts: the offer, the answer to it, the list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firsthand.domain.names import Kind
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import offer
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot
from tests.web.handoffs.test_a_new_edition_moves_nothing import asked, declare

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]
LONG = "They moved to the new login last night and since then nobody at Acme gets past the second page. " * 2


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Two wishes that Noor has: one offered to product, with a question; one still hers."""
    made, at = light_up(), datetime.now(UTC) - timedelta(minutes=20)
    noor = made.viewer(made.noor, at=at)
    for number, subject in ((1, "Feature request: dark mode"), (2, "Feature request: export as a table")):
        ticket = made.ticket(subject=subject, received_at=at, number=number, text=LONG)
        confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=at)
        take(viewer=noor, ticket_id=ticket.pk, at=at)
    row = offer(made.noor, Ticket.objects.earliest("id"), "product", at=at, asked=LONG)
    pat = made.viewer(made.pat, at=at)
    handing_over.ask(viewer=pat, handoff_id=row.pk, question="For how many people is it?", at=at)
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_a_hand_off_fits(desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str) -> None:
    row, second = Handoff.objects.get(), Ticket.objects.latest("id")
    pat, noor = (open_page(size=size, theme=theme, person=one) for one in (desk.pat, desk.noor))
    pat.goto(f"/handoffs/{row.pk}")
    shoot(pat, f"handoffs-accept-{size}-{theme}")
    if size == "wide":
        assert pat.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it scrolls"
    pat.keyboard.press("Escape")
    pat.keyboard.press("d")
    shoot(pat, f"handoffs-decline-{size}-{theme}")
    noor.goto(f"/handoffs/{row.pk}")
    shoot(noor, f"handoffs-sender-{size}-{theme}")
    noor.goto("/handoffs")
    shoot(noor, f"handoffs-list-{size}-{theme}")
    noor.goto(f"/t/{second.pk}/hand-over?to=product:")
    shoot(noor, f"handoffs-offer-{size}-{theme}")
    noor.goto(f"/t/{row.ticket_id}")
    shoot(noor, f"handoffs-ticket-{size}-{theme}")


def test_h_offers_and_three_keys_answer(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    noor, pat = open_page(person=desk.noor), open_page(person=desk.pat)
    second = Ticket.objects.latest("id")
    noor.goto(f"/t/{second.pk}")
    noor.keyboard.press("h")
    noor.wait_for_url("**/hand-over")
    noor.get_by_label("What is asked, and why").fill("Acme wants it as a table.")
    noor.get_by_label("To").select_option(label="anyone in product")
    noor.wait_for_load_state()
    expect(noor.get_by_label("What is asked, and why")).to_have_value("Acme wants it as a table.")
    noor.get_by_role("button", name="Offer it").click()
    noor.wait_for_url(f"**/t/{second.pk}")
    expect(noor.get_by_text("Offered to product. Until they accept")).to_be_visible()
    pat.goto("/handoffs")
    pat.get_by_role("link", name="Feature request: export as a table").click()
    pat.keyboard.type("They want their report as a table.")
    pat.keyboard.press("Control+Enter")
    pat.wait_for_url(f"**/t/{second.pk}")
    expect(pat.get_by_text("You have it: the next step is yours.")).to_be_visible()
    pat.get_by_role("button", name="Undo").click()
    expect(pat.get_by_text("Taken back: it is offered as before.")).to_be_visible()
    assert Handoff.objects.get(ticket=second).state == "offered"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_what_the_book_gives_to_another_role_looks_right(open_page: Callable[..., Page], size: str, theme: str) -> None:
    desk = light_up()
    for number, strategic in ((1, False), (2, True), (3, False)):
        asked(desk, number=number, strategic=strategic)
    declare(desk.ada)
    page = open_page(size=size, theme=theme, person=desk.ada)
    page.goto("/handoffs/by-the-book")
    shoot(page, f"by-the-book-{size}-{theme}")
    page.get_by_role("button", name="Offer the chosen ones").click()
    assert page.get_by_text("2 tickets are offered").is_visible()
    page.goto("/book")
