"""Sending a wish to product, and product's list, in a real Chromium, with screenshots in tests/artifacts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.domain.names import Kind
from firsthand.models.tickets import Ticket
from firsthand.services.feature_requests.actions import send
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]
EVIDENCE = "Ana asks for it twice a week: they work at night, and three of her team stopped using the reports for it."


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Lighthouse with three wishes, two of which product has."""
    made, at = light_up(), datetime.now(UTC) - timedelta(hours=2)
    mira, noor = made.viewer(made.mira, at=at), made.viewer(made.noor, at=at)
    for number, subject in enumerate(("Dark mode", "Export as a table", "Single sign-on"), 1):
        ticket = made.ticket(subject=subject, received_at=at, number=number)
        confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("feature_request"), at=at)
        if number < 3:
            send(viewer=noor, ticket_id=ticket.pk, title=subject, evidence=EVIDENCE, at=at)
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_requests_look_right(desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str) -> None:
    noor, pat = (open_page(size=size, theme=theme, person=one) for one in (desk.noor, desk.pat))
    pat.goto("/requests")
    shoot(pat, f"requests-list-{size}-{theme}")
    noor.goto(f"/t/{Ticket.objects.latest('pk').pk}")
    shoot(noor, f"requests-unsent-{size}-{theme}")
    noor.goto(f"/t/{Ticket.objects.earliest('pk').pk}")
    shoot(noor, f"requests-sent-{size}-{theme}")
