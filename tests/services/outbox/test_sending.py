"""A mail is written once, claimed by one worker, tried again with patience, and ended once."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.sentences import as_written
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.outbox.actions import (
    LEASE,
    claim_due,
    mark_failed,
    mark_left,
    mark_retry,
    stored_key,
    take_back,
    write,
)
from firsthand.services.outbox.queries import outbox_page
from firsthand.services.outbox.values import ClaimedDelivery, Purpose, next_attempt
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

MINUTE = timedelta(minutes=1)


def written(ticket: Ticket | None = None, key: str = "reply:1") -> Delivery:
    """A mail to Ana that is due at once."""
    return write(
        key=key,
        purpose=Purpose.reply,
        recipients=["ana@acme.example"],
        subject="Re: Login loops",
        text="Which version?",
        at=NOW,
        ticket=ticket,
    )


def claimed(worker: str = "one", at_minute: int = 0) -> ClaimedDelivery:
    """The one mail that is due, claimed."""
    (claim,) = claim_due(now=NOW + at_minute * MINUTE, worker=worker)
    return claim


def test_writing_a_key_again_changes_nothing(lighthouse: Lighthouse) -> None:
    assert written() == written()
    assert Delivery.objects.count() == 1
    assert Delivery.objects.get().external_id.endswith("@lighthouse.example>")


def test_long_keys_that_begin_alike_stay_apart() -> None:
    assert stored_key("k" * 300) != stored_key("k" * 301)
    assert len(stored_key("k" * 300)) <= 200


def test_a_header_with_a_line_break_is_refused(lighthouse: Lighthouse) -> None:
    with pytest.raises(Invalid):
        write(key="x", purpose="reply", recipients=["a@b.example"], subject="a\nBcc: c@d.example", text="", at=NOW)
    with pytest.raises(Invalid):
        write(key="x", purpose="reply", recipients=[], subject="a", text="", at=NOW)


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(lighthouse: Lighthouse) -> None:
    written()
    claimed("one")
    assert claim_due(now=NOW + LEASE - MINUTE, worker="two") == []
    again = claim_due(now=NOW + LEASE, worker="two")
    assert [claim.attempts for claim in again] == [2]


def test_the_crash_window_repeats_one_mail_with_the_same_message_id(lighthouse: Lighthouse) -> None:
    """The server said yes to worker one, which died before it could commit that."""
    written()
    first = claimed("one")
    second = claimed("two", at_minute=10)
    assert second.external_id == first.external_id
    assert mark_left(second, at=NOW + 11 * MINUTE)
    assert claim_due(now=NOW + timedelta(days=9), worker="three") == []


def test_a_late_yes_of_a_worker_that_lost_its_lease_still_stops_a_repeat(lighthouse: Lighthouse) -> None:
    written()
    slow = claimed("one")
    other = claimed("two", at_minute=10)
    assert mark_left(slow, at=NOW + 11 * MINUTE)
    assert mark_retry(other, error=as_written("busy"), again=NOW + 13 * MINUTE) is None
    assert not mark_failed(other, error=as_written("gone"))
    assert Delivery.objects.get().state == OutboxState.sent


def test_the_pauses_grow_and_end_after_three_days() -> None:
    at, tries, waits = NOW, 0, []
    while (again := next_attempt(attempts=tries + 1, created_at=NOW, at=at)) is not None:
        waits.append(again - at)
        at, tries = again, tries + 1
    assert [int(wait.total_seconds() / 60) for wait in waits[:6]] == [1, 5, 15, 60, 240, 480]
    assert NOW + timedelta(days=3) - timedelta(hours=8) < at <= NOW + timedelta(days=3)


def test_a_mail_is_taken_back_only_before_anybody_claimed_it(lighthouse: Lighthouse) -> None:
    mail = written()
    assert take_back(delivery_id=mail.pk)
    assert not take_back(delivery_id=mail.pk)
    assert claim_due(now=NOW, worker="one") == []
    other = written(key="reply:2")
    claimed()
    with pytest.raises(Refused):
        take_back(delivery_id=other.pk)


def test_a_mail_that_waits_for_its_time_is_not_due_before(lighthouse: Lighthouse) -> None:
    write(
        key="later", purpose="reply", recipients=["a@b.example"], subject="s", text="t", at=NOW, not_before=NOW + MINUTE
    )
    assert claim_due(now=NOW, worker="one") == []
    assert claimed(at_minute=1).key == "later"


def test_the_page_counts_by_state(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    written(ticket)
    page = outbox_page(viewer=lighthouse.viewer(lighthouse.noor))
    assert [row.subject for row in page.rows] == ["Re: Login loops"]
    assert page.counts[OutboxState.queued] == 1
