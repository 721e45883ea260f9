"""Coaching in a real Chromium, with screenshots in tests/artifacts: the plan, the account, a ticket."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firsthand.domain.names import Kind, Stage
from firsthand.models.coaching import CoachingStep
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.coaching.actions import add, finish, skip
from firsthand.services.coaching.likeness import say_prevention
from firsthand.services.proposals.actions import propose
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, light_up
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def desk(transactional_db: None) -> Lighthouse:
    """Acme went into production ten days ago: one step done, one late, one skipped, one of tickets, one proposed."""
    made, now = light_up(), datetime.now(UTC)
    began = now - timedelta(days=10)
    noor = made.viewer(made.noor, at=began)
    set_commercial(viewer=made.viewer(made.eve, at=began), account_id=made.acme.pk, stage=Stage("production"), at=began)
    first, _second, third, *_ = CoachingStep.objects.order_by("due_at")
    day = began + timedelta(days=1)
    finish(
        viewer=noor,
        step_id=first.pk,
        note="Two regions; back-ups each night.",
        evidence="https://docs.acme.example/setup",
        at=day,
    )
    skip(viewer=noor, step_id=third.pk, why="They train their people themselves.", at=day)
    add(
        viewer=noor,
        account_id=made.acme.pk,
        what="Show the security team the audit log",
        done_means="They found who deleted the project.",
        due_at=now - timedelta(days=1),
        at=day,
    )
    for number in (1, 2, 3):
        ticket = made.ticket(subject=f"How do we export, part {number}?", received_at=day, number=number)
        confirm_kind(viewer=made.viewer(made.mira, at=day), ticket_id=ticket.pk, kind=Kind("how_to"), at=day)
    say_prevention(viewer=noor, ticket_id=Ticket.objects.earliest("id").pk, step_id=first.pk, at=day)
    mira = made.viewer(made.mira, at=now)
    propose(
        viewer=mira,
        field="coaching_step",
        value="Teach them to read the log",
        why="They ask each week.",
        account_id=made.acme.pk,
        at=now,
    )
    fire_due(now=now)
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_coaching_fits(desk: Lighthouse, open_page: Callable[..., Page], size: str, theme: str) -> None:
    noor, mira = (open_page(size=size, theme=theme, person=one) for one in (desk.noor, desk.mira))
    noor.goto(f"/a/{desk.acme.pk}/plan")
    shoot(noor, f"coaching-plan-{size}-{theme}")
    noor.get_by_text("Done…").first.click()
    noor.get_by_text("Make a step of it…").click()
    noor.get_by_text("Add a step").click()
    shoot(noor, f"coaching-forms-{size}-{theme}")
    noor.goto(f"/a/{desk.acme.pk}")
    shoot(noor, f"coaching-account-{size}-{theme}")
    noor.goto("/waiting")
    shoot(noor, f"coaching-waiting-{size}-{theme}")
    mira.goto(f"/a/{desk.acme.pk}/plan")
    mira.get_by_text("Propose a step…").click()
    shoot(mira, f"coaching-propose-{size}-{theme}")
    mira.goto(f"/t/{Ticket.objects.earliest('id').pk}")
    mira.get_by_text("Another step…").click()
    shoot(mira, f"coaching-ticket-{size}-{theme}")


def test_a_step_is_done_with_the_keyboard(desk: Lighthouse, open_page: Callable[..., Page]) -> None:
    noor, step = open_page(person=desk.noor), CoachingStep.objects.filter(ended_at=None).earliest("due_at")
    noor.goto("/waiting")
    noor.get_by_role("link", name=f"Acme: {step.what}").click()
    noor.wait_for_url(f"**/a/{desk.acme.pk}/plan#step-{step.pk}")
    summary = noor.locator(f"#step-{step.pk} summary", has_text="Done…")
    summary.focus()
    noor.keyboard.press("Enter")
    noor.keyboard.press("Tab")
    noor.keyboard.type("They found it.")
    noor.keyboard.press("Tab")
    noor.keyboard.type("The recording of today")
    noor.keyboard.press("Enter")
    expect(noor.locator(f"#step-{step.pk}")).to_contain_text("done late")
