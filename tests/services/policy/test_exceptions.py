"""A deviation for one account decides for it alone, stands beside it, and is looked at again when its review is due."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.models.outbox import Notice
from firsthand.services.policy.exceptions import exceptions_of, remind_of_reviews
from firsthand.services.publishing.actions import publish
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

REVIEW = datetime(2021, 9, 1, 7, tzinfo=UTC)
DEVIATION = """book: customer-first
amendment: 2021-07-12-acme-launch
title: Acme launches
published_at: 2021-07-12T09:00:00Z
author: Mira
approver: Head of customer support
zone: America/Los_Angeles
service_levels:
  - clause: acme-launch
    source: [practice 2.9]
    text: Acme gets an answer within half an hour while it launches.
    when: {account: Acme, kind: troubleshooting}
    clock: {kind: first_response, budget: 30 business minutes, calendar: support-hours}
    class: internal_target
    exception: {reason: They launch in August., approver: Head of customer support, review_at: 2021-09-01}
"""


@pytest.fixture
def launching(lighthouse: Lighthouse) -> Lighthouse:
    """Lighthouse with a deviation for Acme."""
    publish(texts=[("2021-07-12-acme-launch.yaml", DEVIATION)], at=NOW, by=lighthouse.mira)
    return lighthouse


def test_acme_gets_its_half_hour_and_borealis_the_usual_hour(launching: Lighthouse) -> None:
    acme = launching.ticket().subject.clocks.get(kind="first_response")
    assert (acme.clause, acme.due_at) == ("acme-launch", datetime(2021, 8, 9, 9, 15, tzinfo=UTC))
    other = launching.ticket(contact=launching.ben, number=2).subject.clocks.get(kind="first_response")
    assert other.clause != "acme-launch"


def test_it_is_listed_beside_the_account_with_its_reason_and_review(launching: Lighthouse) -> None:
    [row] = exceptions_of(account_name="Acme", at=NOW)
    assert (row.clause, row.reason, row.review_at, row.overdue) == (
        "acme-launch",
        "They launch in August.",
        REVIEW,
        False,
    )
    assert row.effect == "First response within 30 business minutes on support-hours."
    assert exceptions_of(account_name="Borealis", at=NOW) == ()


def test_a_review_that_is_due_is_told_to_the_owner_of_the_rule_once_and_the_deviation_holds(
    launching: Lighthouse,
) -> None:
    assert remind_of_reviews(now=REVIEW - timedelta(seconds=1)) == 0
    assert remind_of_reviews(now=REVIEW) == 1
    assert remind_of_reviews(now=REVIEW + timedelta(days=1)) == 0
    notice = Notice.objects.get(kind="exception_review")
    assert notice.person == launching.ada  # she is head of support
    assert "was to be reviewed by Wed 2021-09-01 and still holds" in notice.text
    [row] = exceptions_of(account_name="Acme", at=REVIEW)
    assert (row.state, row.overdue) == ("in force", True)
