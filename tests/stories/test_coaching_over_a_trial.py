"""One customer from the talk to production, over HTTP on frozen time: each coaching step begins with sales' act, is due
to the second, and is late to the second (S8, S9, S25, S26)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from firsthand.domain.names import Stage
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingStep
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import LONG_AGO, Lighthouse

FRIDAY = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)  # 16:45 Pacific, a quarter of an hour before the end of the week
SECOND = timedelta(seconds=1)


def pacific(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of August 2021 by the clocks of Pacific summer time."""
    return datetime(2021, 8, day, hour, minute, tzinfo=UTC) + timedelta(hours=7)


@pytest.fixture
def clock() -> Iterator[Any]:
    """The clock on the wall, which stands still on a Friday afternoon."""
    with time_machine.travel(FRIDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def granite(lighthouse: Lighthouse) -> Account:
    """Granite, a prospect of Eve's and Noor's."""
    return Account.objects.create(
        name="Granite", stage=Stage("prospect"), accountable=lighthouse.noor, seller=lighthouse.eve, created_at=LONG_AGO
    )


def browser_of(person: Person) -> Client:
    """Somebody at their browser."""
    client = Client(headers={"accept": "text/html"})
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    """A page as text."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def moves(desk: Lighthouse, account: Account, stage: str) -> None:
    """Eve moves the account's stage on its page."""
    sent = {"act": "commercial", "stage": stage, "plan": "", "contract": "", "why": "They said so."}
    assert browser_of(desk.eve).post(f"/a/{account.pk}", sent).status_code == 303


def dues(account: Account, clause: str) -> list[datetime]:
    """When the clocks of a clause are due, of the account's steps."""
    steps = CoachingStep.objects.filter(account=account)
    found = Clock.objects.filter(kind="coaching", clause=clause, subject__in=steps.values("subject"))
    return [one.due_at for one in found.order_by("due_at") if one.due_at is not None]


@pytest.mark.clause("S8", "S9", "S10", "S25", "S26")
def test_a_customer_is_coached_from_the_trial_into_production(
    lighthouse: Lighthouse, granite: Account, clock: Any
) -> None:
    desk, address = lighthouse, f"/a/{granite.pk}/plan"
    moves(desk, granite, "trial")
    assert dues(granite, "S25") == [pacific(9, 16, 45), pacific(11, 16, 45), pacific(13, 16, 45), pacific(20, 16, 45)]
    first = CoachingStep.objects.earliest("due_at")
    assert "Granite: Agree on what the trial has to show" in text_of(browser_of(desk.noor).get("/waiting"))
    assert "Granite: Agree" not in text_of(browser_of(desk.mira).get("/waiting"))

    clock.move_to(pacific(9, 14, 45))  # three quarters of eight hours
    fire_due(now=pacific(9, 14, 45))
    assert "coaching is due soon" in PLAIN.phrase(Notice.objects.get(kind="clock_warned").text)
    clock.move_to(pacific(9, 16, 45))
    sent = {
        "act": "step-done",
        "step": first.pk,
        "note": "They want a export in an hour.",
        "evidence": "Mail of Monday",
    }
    assert browser_of(desk.noor).post(address, sent).status_code == 303  # at the due instant itself it is in time
    assert Clock.objects.get(subject=first.subject).outcome == "met"

    second = CoachingStep.objects.filter(ended_at=None).earliest("due_at")
    clock.move_to(pacific(11, 16, 45) + SECOND)
    fire_due(now=pacific(11, 16, 45) + SECOND)
    assert Clock.objects.get(subject=second.subject).breached_at == pacific(11, 16, 45)
    assert "late" in text_of(browser_of(desk.noor).get(f"/a/{granite.pk}"))
    browser_of(desk.noor).post(
        address, {**sent, "step": second.pk, "note": "It runs.", "evidence": "Their own screen."}
    )
    assert Clock.objects.get(subject=second.subject).state == "missed"
    assert "done late" in text_of(browser_of(desk.noor).get(address))

    clock.move_to(pacific(12, 9))
    sent = {"act": "step-add", "what": "Show the security team the audit log", "due": "2021-08-16 17:00", "who": ""}
    assert browser_of(desk.noor).post(address, sent).status_code == 303
    added = CoachingStep.objects.get(origin="by_hand")
    assert (added.who, added.due_at) == (desk.noor, pacific(16, 17))

    clock.move_to(pacific(13, 9, 30))
    moves(desk, granite, "production")
    assert dues(granite, "S26") == [
        pacific(17, 9, 30), pacific(27, 9, 30), datetime(2021, 9, 3, 16, 30, tzinfo=UTC),
        datetime(2021, 9, 24, 16, 30, tzinfo=UTC),
    ]  # fmt: skip
    assert "Open steps 7" in text_of(
        browser_of(desk.noor).get(address)
    )  # two of the trial, one of Noor's, four of production

    clock.move_to(pacific(13, 10))
    moves(desk, granite, "trial")
    page = text_of(browser_of(desk.noor).get(address))
    assert "Open steps 3" in page
    assert "It ended with the plan of production." in page
    history = text_of(browser_of(desk.noor).get(f"/a/{granite.pk}"))
    for one in (
        "ended the coaching plan of production with 4 open steps: the account is trial",
        "went on with the coaching plan of trial",
    ):
        assert one in history
    ended = CoachingStep.objects.filter(state="ended")
    assert {(one.ended_by, one.ended_at) for one in ended} == {(desk.eve, pacific(13, 10))}
