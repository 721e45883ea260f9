"""Proposals in a real Chromium, with screenshots in tests/artifacts: on the ticket, on the account, and the list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firsthand.models.tickets import Ticket
from firsthand.services.proposals.actions import decline, propose
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, light_up
from tests.services.proposals.books import publish_answers
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Some proposals: late, fresh, answered, on tickets and accounts."""
    made = light_up()
    publish_answers()
    now = datetime.now(UTC)
    ticket = made.ticket(received_at=now - timedelta(hours=7))
    other = made.ticket(received_at=now - timedelta(hours=7), number=2, subject="Export of reports fails on Mondays")
    hers = {"viewer": made.viewer(made.noor, at=now - timedelta(hours=5)), "at": now - timedelta(hours=5)}
    propose(field="severity", value="s1", why="It is down for all of Acme.", ticket_id=ticket.pk, **hers)  # type: ignore[arg-type]
    old = propose(field="severity", value="s2", why="They wait.", ticket_id=other.pk, **hers)  # type: ignore[arg-type]
    at = now - timedelta(hours=3)
    decline(viewer=made.viewer(made.mira, at=at), proposal_id=old.pk, why="One person only, and they can wait.", at=at)
    for field, value in (("stage", "production"), ("plan", "enterprise"), ("strategic", "yes")):
        propose(
            viewer=made.viewer(made.mira, at=at),
            field=field,
            value=value,
            why="They signed on Monday and asked for it by mail.",
            at=at,
            account_id=made.acme.pk,
        )
    fire_due(now=now)
    return made


def numbers() -> list[int]:
    """The two tickets."""
    return list(Ticket.objects.order_by("id").values_list("id", flat=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_with_proposals_fits(
    desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str
) -> None:
    first, _second = numbers()
    mira = open_page(size=size, theme=theme, person=desk.mira)
    mira.goto("/proposals")
    expect(mira.get_by_role("heading", name="Wait for your answer")).to_be_visible()
    shoot(mira, f"proposals-list-{size}-{theme}")
    mira.get_by_text("Decline…").first.click()
    shoot(mira, f"proposals-decline-{size}-{theme}")
    mira.goto(f"/t/{first}")
    shoot(mira, f"proposals-ticket-owner-{size}-{theme}")
    mira.goto(f"/a/{desk.acme.pk}")
    shoot(mira, f"proposals-account-{size}-{theme}")
    noor = open_page(size=size, theme=theme, person=desk.noor)
    noor.goto(f"/t/{first}")
    noor.get_by_text("Propose a severity…").click()
    shoot(noor, f"proposals-ticket-{size}-{theme}")


def test_noor_proposes_and_mira_accepts_without_leaving_the_ticket(
    desk: Lighthouse, open_page: Callable[..., Page]
) -> None:
    _first, second = numbers()
    noor = open_page(person=desk.noor)
    noor.goto(f"/t/{second}")
    noor.get_by_text("Propose a severity…").click()
    noor.get_by_label("Severity", exact=True).select_option("s1")
    noor.get_by_label("Why for whoever decides").fill("Now all of them wait.")
    noor.get_by_role("button", name="Propose", exact=True).click()
    expect(noor.locator(".proposal")).to_contain_text("Now all of them wait.")
    mira = open_page(person=desk.mira)
    mira.goto(f"/t/{second}")
    mira.get_by_role("button", name="Accept severity s1").click()
    expect(mira.locator(".stream")).to_contain_text("accepted the proposal of severity s1")
    expect(mira.locator(".proposal")).to_have_count(0)
