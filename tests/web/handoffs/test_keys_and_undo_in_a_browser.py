"""From any ticket in a real Chromium: `h` hands over, `q` asks, `x` is stuck; and what was answered is taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firsthand.domain.names import Kind
from firsthand.models.handoffs import Handoff, ProvisionalWork
from firsthand.models.questions import Question
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions import provisional
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import offer
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]
AGO = timedelta(minutes=20)


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Lighthouse."""
    return light_up()


def a_ticket(desk: Lighthouse, kind: str, subject: str, *, taken: bool = True) -> Ticket:
    """A ticket of a kind, which Noor has if it is `taken`."""
    at = datetime.now(UTC) - AGO
    ticket = desk.ticket(subject=subject, received_at=at, number=len(subject))
    confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, kind=Kind(kind), at=at)
    return take(viewer=desk.viewer(desk.noor, at=at), ticket_id=ticket.pk, at=at) if taken else ticket


def offered(desk: Lighthouse) -> Handoff:
    """A wish that Noor offers to product."""
    ticket = a_ticket(desk, "feature_request", "Feature request: dark mode")
    return offer(desk.noor, ticket, "product", at=datetime.now(UTC) - AGO / 2, asked="Ana wants it dark.")


def state(row: Handoff) -> str:
    """Where it stands by now."""
    row.refresh_from_db()
    return row.state


def test_accepting_is_read_back_sent_by_keys_and_taken_back(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    row, pat = offered(desk), open_page(person=desk.pat)
    pat.goto(f"/t/{row.ticket_id}")
    pat.keyboard.press("t")
    pat.wait_for_url(f"**/handoffs/{row.pk}")
    expect(pat.get_by_label("Read it back in a sentence")).to_be_focused()
    assert pat.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it scrolls at 1280 by 800"
    keys = pat.locator(".answers kbd").all_text_contents()
    assert keys == ["a", "d", "q"]
    pat.keyboard.type("Ana wants it dark.")
    pat.keyboard.press("Control+Enter")
    pat.wait_for_url(f"**/t/{row.ticket_id}")
    assert state(row) == "accepted"
    pat.get_by_role("button", name="Undo").click()
    expect(pat.get_by_text("Taken back: it is offered as before.")).to_be_visible()
    assert state(row) == "offered"


def test_handing_over_begins_at_whom_and_is_sent_by_keys(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    ticket, noor = a_ticket(desk, "feature_request", "Feature request: dark mode"), open_page(person=desk.noor)
    noor.goto(f"/t/{ticket.pk}")
    noor.keyboard.press("h")
    expect(noor.get_by_label("To", exact=True)).to_be_focused()
    noor.get_by_label("To", exact=True).select_option("product:")
    noor.wait_for_load_state()
    noor.get_by_label("What is asked, and why").fill("Acme wants it dark.")
    noor.keyboard.press("Control+Enter")
    noor.wait_for_url(f"**/t/{ticket.pk}")
    assert Handoff.objects.get().to_role == "product"


def test_declining_is_taken_back(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    row, pat = offered(desk), open_page(person=desk.pat)
    pat.goto(f"/handoffs/{row.pk}")
    pat.keyboard.press("Escape")
    pat.keyboard.press("d")
    expect(pat.get_by_label("Why not")).to_be_focused()
    pat.keyboard.type("It is a bug.")
    pat.locator("form[data-act='handoffs.decline-handoff']").get_by_role("button", name="Decline").click()
    pat.wait_for_url(f"**/t/{row.ticket_id}")
    assert state(row) == "declined"
    pat.get_by_role("button", name="Undo").click()
    expect(pat.get_by_text("Taken back: it is offered as before.")).to_be_visible()
    assert state(row) == "offered"


def test_handing_over_is_taken_back_and_after_ten_seconds_no_page_offers_that(
    desk: Lighthouse, open_page: Callable[..., Page]
) -> None:
    ticket, noor = a_ticket(desk, "feature_request", "Feature request: dark mode"), open_page(person=desk.noor)
    noor.clock.install()
    for again in (False, True):
        noor.goto(f"/t/{ticket.pk}")
        noor.keyboard.press("h")
        noor.wait_for_url("**/hand-over")
        noor.goto(f"/t/{ticket.pk}/hand-over?to=product:")
        noor.get_by_label("What is asked, and why").fill("Ana wants it dark.")
        noor.get_by_role("button", name="Offer it").click()
        noor.wait_for_url(f"**/t/{ticket.pk}")
        undo = noor.get_by_role("button", name="Undo")
        if again:
            noor.clock.fast_forward(11_000)
            expect(undo).to_have_count(0)
        else:
            undo.click()
            expect(noor.get_by_text("Withdrawn.")).to_be_visible()
    assert sorted(Handoff.objects.values_list("state", flat=True)) == ["offered", "withdrawn"]


def test_q_asks_from_a_how_to(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    ticket, noor = a_ticket(desk, "how_to", "How do we rotate keys?", taken=False), open_page(person=desk.noor)
    noor.goto(f"/t/{ticket.pk}")
    noor.keyboard.press("q")
    noor.keyboard.type("Do two keys work at once?")
    noor.locator("form[data-act='questions.ask'] button").last.click()
    expect(noor.get_by_text("Asked in ask-product-eng").first).to_be_visible()
    assert Question.objects.get().text == "Do two keys work at once?"


def test_x_is_stuck_and_taken_back(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    ticket, now = a_ticket(desk, "troubleshooting", "Login loops", taken=False), datetime.now(UTC)
    provisional.start(viewer=desk.viewer(desk.noor, at=now), ticket_id=ticket.pk, at=now)
    noor, mira = open_page(person=desk.noor), open_page(person=desk.mira)
    noor.goto(f"/t/{ticket.pk}")
    noor.keyboard.press("x")
    expect(noor.get_by_label("What you tried")).to_be_focused()
    noor.keyboard.type("I turned the proxy off.")
    noor.get_by_role("button", name="Offer it to support").click()
    expect(noor.get_by_text("Offered to support with what you tried.")).to_be_visible()
    mira.goto(f"/t/{ticket.pk}")
    expect(mira.get_by_role("link", name="Read it back and accept")).to_be_visible()
    expect(mira.get_by_role("button", name="Take", exact=True)).to_have_count(0)
    noor.get_by_role("button", name="Undo").click()
    expect(noor.get_by_text("Withdrawn.")).to_be_visible()
    assert Handoff.objects.get().state == "withdrawn"
    assert ProvisionalWork.objects.get().ended_at is None


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_what_waits_and_what_is_stuck_look_right(
    desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str
) -> None:
    row, ticket, now = offered(desk), a_ticket(desk, "troubleshooting", "Login loops", taken=False), datetime.now(UTC)
    noor = desk.viewer(desk.noor, at=now)
    provisional.start(viewer=noor, ticket_id=ticket.pk, at=now)
    provisional.stuck(viewer=noor, ticket_id=ticket.pk, tried="I turned the proxy off.", at=now)
    mira, pat = (open_page(size=size, theme=theme, person=one) for one in (desk.mira, desk.pat))
    mira.goto(f"/t/{ticket.pk}")
    shoot(mira, f"handoffs-stuck-ticket-{size}-{theme}")
    mira.goto("/waiting")
    shoot(mira, f"handoffs-waiting-{size}-{theme}")
    mira.goto(f"/handoffs/{Handoff.objects.get(ticket=ticket).pk}")
    if size == "wide":
        assert mira.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it scrolls"
    shoot(mira, f"handoffs-stuck-accept-{size}-{theme}")
    pat.goto(f"/t/{row.ticket_id}")
    shoot(pat, f"handoffs-ticket-receiver-{size}-{theme}")
