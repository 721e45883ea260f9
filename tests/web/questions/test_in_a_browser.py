"""Asking, the list and a question's page in a real Chromium, with screenshots in tests/artifacts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from firsthand.domain.names import Kind
from firsthand.services.questions import actions
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Lighthouse, where Noor asked two things four days ago; to one of them Olu and Pat have an answer."""
    made, at = light_up(), datetime.now(UTC) - timedelta(days=4)
    mira, noor = made.viewer(made.mira, at=at), made.viewer(made.noor, at=at)
    for number, text in ((1, "Do two keys work at once while one is rotated out?"), (2, "Is the export limited?")):
        ticket = made.ticket(subject=f"Rotating API keys {number}", received_at=at, number=number)
        confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=at)
        asked = actions.ask(viewer=noor, ticket_id=ticket.pk, text=text, at=at)
        if number == 1:
            for who, said in ((made.olu, "Yes, for a day. Then the older one is refused."), (made.pat, "Yes.")):
                actions.answer(viewer=made.viewer(who, at=at), question_id=asked.pk, text=said, at=at)
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_questions_look_right(desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str) -> None:
    noor, olu = (open_page(size=size, theme=theme, person=one) for one in (desk.noor, desk.olu))
    olu.goto("/questions")
    shoot(olu, f"questions-list-{size}-{theme}")
    noor.goto("/questions")
    noor.get_by_role("link", name="Do two keys work").first.click()
    noor.wait_for_url("**/questions/*")
    shoot(noor, f"questions-one-{size}-{theme}")
    noor.goto("/waiting")
    shoot(noor, f"questions-waiting-{size}-{theme}")
