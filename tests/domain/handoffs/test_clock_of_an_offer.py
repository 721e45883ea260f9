"""The clock of an offer: from when it is made until it is answered, whoever looks when."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.calendars import ALWAYS_OPEN, parse_budget
from firsthand.domain.clocks import FollowedClock, Terms, follow
from firsthand.domain.events import Happened, Payload
from firsthand.domain.events.handoffs import (
    HandoffAccepted,
    HandoffAnswerTakenBack,
    HandoffDeclined,
    HandoffExpired,
    HandoffOffered,
    HandoffQuestioned,
    HandoffWithdrawn,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFERED = HandoffOffered(from_role="customer_engineering", role="support")


def terms_of(decision: int, kind: str) -> Terms | None:
    """An hour to answer."""
    budget = parse_budget("1 hours elapsed")
    return Terms(clause="S48.clock", edition="one", commitment="", budget=budget, working=ALWAYS_OPEN)


def clock_after(*payloads: Payload) -> FollowedClock:
    """The one clock of an offer to which this happened, a minute each."""
    events = [
        Happened(id=number, at=MONDAY + timedelta(minutes=number), payload=one, because=None, decision=1)
        for number, one in enumerate(payloads, start=1)
    ]
    (found,) = follow(events, terms_of)
    return found


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (HandoffAccepted(essence="They cannot log in."), "met"),
        (HandoffDeclined(why="It is a wish.", instead="product"), "met"),
        (HandoffWithdrawn(), "cancelled"),
        (HandoffExpired(), "missed"),
    ],
)
def test_it_ends_as_the_offer_ends(answer: Payload, state: str) -> None:
    clock = clock_after(OFFERED, answer)
    assert (clock.kind, clock.state, clock.ended_at) == ("handoff", state, MONDAY + timedelta(minutes=2))


def test_a_question_leaves_it_running() -> None:
    assert clock_after(OFFERED, HandoffQuestioned(question="Which version?")).state == "running"


def test_an_answer_that_is_taken_back_is_owed_again_from_the_offer_on() -> None:
    clock = clock_after(OFFERED, HandoffAccepted(essence="They cannot log in."), HandoffAnswerTakenBack(answer=2))
    assert (clock.state, clock.started_at, clock.ended_at) == ("running", MONDAY + timedelta(minutes=1), None)
