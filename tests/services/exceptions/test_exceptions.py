"""A deviation for one account decides for it alone, stands beside it, and is looked at again when its review is due."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.sentences import PLAIN, as_written
from firsthand.engine.policy import FollowedBook
from firsthand.models.append_only import statements, undo
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.policy import PolicyException
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.exceptions.actions import review_exception
from firsthand.services.exceptions.queries import ExceptionReview, ExceptionRow, exceptions_of
from firsthand.services.people.actions import deactivate
from firsthand.services.timers.book import reached, watermark_to_reach
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

PUBLISHED = datetime(2021, 7, 12, 9, tzinfo=UTC)
REVIEW = datetime(2021, 9, 1, 7, tzinfo=UTC)
LATE = REVIEW + timedelta(seconds=1)
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


def rows_of(desk: Lighthouse, account: str, *, at: datetime = NOW, person: Person | None = None) -> list[ExceptionRow]:
    """What Ada (head of support, whose rule set it is), or somebody else, sees beside an account."""
    viewer = desk.viewer(person or desk.ada, at=at)
    return list(exceptions_of(viewer=viewer, account_name=account, desk=open_desk(at)))


def review_clock() -> Clock:
    """The clock of the one deviation."""
    return Clock.objects.get(kind="review")


def told() -> list[tuple[Person, str]]:
    """Who was told what of clocks."""
    return [
        (one.person, PLAIN.sentence(one.text)) for one in Notice.objects.filter(kind="clock_breached").order_by("id")
    ]


def stands(desk: Lighthouse, *, at: datetime, person: Person | None = None) -> None:
    """Ada looked at it again."""
    who = desk.viewer(person or desk.ada, at=at)
    number = PolicyException.objects.get().pk
    review_exception(viewer=who, exception_id=number, why="They launch on Monday.", at=at)


def test_it_is_listed_beside_the_account_with_its_reason_and_review(launching: Lighthouse) -> None:
    [row] = rows_of(launching, "Acme")
    assert (row.clause, row.reason, row.review_at, row.overdue) == (
        "acme-launch",
        "They launch in August.",
        REVIEW,
        False,
    )
    assert PLAIN.sentence(row.effect) == "First response within 30 business minutes on support-hours."
    assert rows_of(launching, "Borealis") == []


def test_its_publication_promises_a_review_that_the_owner_role_owes_from_the_amendments_instant(
    launching: Lighthouse,
) -> None:
    row, clock = PolicyException.objects.get(), review_clock()
    event = Event.objects.get(subject=row.subject)
    assert (event.verb, event.by_desk, event.at, event.recorded_at) == ("review_promised", True, PUBLISHED, NOW)
    assert event.account == launching.acme
    assert (clock.subject, clock.state, clock.owed_by) == (row.subject, "running", "head_of_support")
    assert (clock.started_at, clock.due_at, clock.budget, clock.edition) == (
        PUBLISHED,
        REVIEW,
        "",
        "2021-07-12-acme-launch",
    )


def test_a_review_that_is_due_is_told_to_the_owner_role_once_and_the_deviation_holds(launching: Lighthouse) -> None:
    fire_due(now=REVIEW)
    assert told() == []
    fire_due(now=LATE)
    fire_due(now=LATE + timedelta(days=1))
    [(person, text)] = told()
    assert person == launching.ada  # she is head of support
    assert text.startswith("Review was due and is still owed: acme-launch for Acme: Acme gets an answer")
    [row] = rows_of(launching, "Acme", at=LATE)
    assert (row.state, row.overdue) == ("in force", True)
    assert (review_clock().state, review_clock().breached_at) == ("running", REVIEW)


@pytest.mark.clause("A20", "A21")
def test_where_nobody_holds_the_role_an_owner_of_the_desk_is_told_and_reviews_it(launching: Lighthouse) -> None:
    deactivate(viewer=launching.viewer(launching.mira), person_id=launching.ada.pk, at=NOW)
    fire_due(now=LATE)
    [(person, text)] = told()
    assert (person, text.startswith("Nobody holds the role")) == (launching.mira, True)
    stands(launching, at=LATE, person=launching.mira)
    assert review_clock().state == "missed"


@pytest.mark.clause("S5", "A12")
def test_who_owns_the_rule_set_reviews_it_with_a_reason_and_once(launching: Lighthouse) -> None:
    number = PolicyException.objects.get().pk
    mira, ada = launching.viewer(launching.mira), launching.viewer(launching.ada)
    with pytest.raises(Refused, match=r"Only head of support \(Ada Obi\) may say that acme-launch was reviewed"):
        review_exception(viewer=mira, exception_id=number, why="fine", at=NOW)
    with pytest.raises(Invalid):
        review_exception(viewer=ada, exception_id=number, why=" ", at=NOW)
    with pytest.raises(Missing):
        review_exception(viewer=ada, exception_id=number + 1, why="fine", at=NOW)
    stands(launching, at=NOW)
    assert (review_clock().state, review_clock().ended_at) == ("met", NOW)
    event = Event.objects.get(verb="reviewed")
    assert (event.person, event.words) == (launching.ada, {"why": "They launch on Monday."})
    with pytest.raises(Refused, match="No review of acme-launch is owed"):
        stands(launching, at=NOW)
    fire_due(now=LATE)
    assert told() == []


def test_beside_the_account_stands_who_reviewed_it_and_who_may(launching: Lighthouse) -> None:
    [hers], [his] = rows_of(launching, "Acme"), rows_of(launching, "Acme", person=launching.mira)
    assert (hers.may_review, his.may_review, PLAIN.phrase(his.whose)) == (True, False, "head of support (Ada Obi)")
    stands(launching, at=NOW)
    [row] = rows_of(launching, "Acme", at=LATE)
    assert (row.may_review, row.overdue) == (False, False)
    assert row.reviewed == ExceptionReview(by="Ada Obi", at=NOW, why="They launch on Monday.")


def amend(desk: Lighthouse, change: str, *, at: datetime) -> None:
    """Another amendment is published."""
    head = DEVIATION.partition("service_levels:")[0].replace("2021-07-12-acme-launch", "2021-08-20-again")
    text = head.replace("2021-07-12T09:00:00Z", f"{at:%Y-%m-%dT%H:%M:%SZ}") + change
    publish(texts=[("2021-08-20-again.yaml", text)], at=at, by=desk.ada)


SOON, NEXT = datetime(2021, 8, 20, 9, tzinfo=UTC), datetime(2021, 8, 21, 7, tzinfo=UTC)
WITHDRAWN = "withdraws:\n  - {clause: acme-launch, at: 2021-08-21, why: they launched}\n"


def test_withdrawn_it_ends_with_the_amendment_that_did_it_at_its_own_instant_whoever_looks_when(
    launching: Lighthouse,
) -> None:
    amend(launching, WITHDRAWN, at=SOON)
    assert review_clock().state == "running"  # it holds until the 21st
    fire_due(now=LATE)
    event = Event.objects.get(verb="exception_ended")
    assert (event.at, event.payload) == (NEXT, {"by": "2021-08-20-again"})
    assert (review_clock().state, review_clock().ended_at, told()) == ("cancelled", NEXT, [])


def test_it_ends_by_its_date_in_the_round_that_follows_the_book(launching: Lighthouse) -> None:
    amend(launching, WITHDRAWN, at=SOON)
    followed = FollowedBook()
    followed.round(SOON)
    assert not Event.objects.filter(verb="exception_ended").exists()
    followed.round(NEXT)
    followed.round(NEXT + timedelta(days=1))
    assert Event.objects.get(verb="exception_ended").at == NEXT
    with pytest.raises(Refused, match="is over"):
        stands(launching, at=NEXT)


def test_a_withdrawal_that_comes_after_the_day_of_the_review_leaves_it_missed(launching: Lighthouse) -> None:
    fire_due(now=LATE)
    amend(launching, WITHDRAWN, at=LATE)  # says the 21st, and nobody knew before
    assert Event.objects.get(verb="exception_ended").at == LATE
    assert review_clock().state == "missed"


def test_replaced_its_next_version_promises_a_review_of_its_own(launching: Lighthouse) -> None:
    clause = DEVIATION.partition("service_levels:")[2].replace("acme-launch", "acme-launch\n    replaces: acme-launch")
    amend(launching, f"service_levels:{clause.replace('2021-09-01', '2021-12-01')}", at=SOON)
    states = list(Clock.objects.filter(kind="review").order_by("id").values_list("state", "due_at"))
    assert states == [("cancelled", REVIEW), ("running", datetime(2021, 12, 1, 8, tzinfo=UTC))]


@pytest.fixture
def of_before(launching: Lighthouse) -> Lighthouse:
    """The desk after an upgrade: the book was published when deviations had no rows."""
    with connection.cursor() as cursor:
        for statement in undo(connection.vendor):
            cursor.execute(statement)
        Verdict.objects.filter(clock__kind="review").delete()
        Clock.objects.filter(kind="review").delete()
        PolicyException.objects.all().delete()
        Event.objects.filter(subject__kind="exception").delete()
        for statement in statements(connection.vendor):
            cursor.execute(statement)
    return launching


def test_a_book_that_was_published_before_the_upgrade_is_taken_in_by_the_first_round(of_before: Lighthouse) -> None:
    [row] = rows_of(of_before, "Acme")
    assert (row.id, row.may_review) == (None, False)
    mark = watermark_to_reach(now=NOW)
    if mark is not None:
        reached(mark, since=None, now=NOW)  # the version before had followed the book
    FollowedBook().round(NOW)
    FollowedBook().round(NOW)
    assert (review_clock().started_at, review_clock().due_at) == (PUBLISHED, REVIEW)


def test_of_whom_the_version_before_told_nobody_is_told_again(of_before: Lighthouse) -> None:
    key = f"exception:acme-launch:2021-07-12-acme-launch:{REVIEW.isoformat()}:{of_before.ada.pk}"
    Notice.objects.create(
        key=key, person=of_before.ada, at=REVIEW, kind="exception_review", text=as_written("It was due.")
    )
    FollowedBook().round(LATE)
    fire_due(now=LATE)
    fire_due(now=LATE + timedelta(days=9))
    assert (told(), review_clock().state, review_clock().told) == ([], "running", ["breach"])


def test_without_such_word_the_owner_role_is_told_now(of_before: Lighthouse) -> None:
    FollowedBook().round(LATE)
    fire_due(now=LATE)
    assert [person for person, _ in told()] == [of_before.ada]
