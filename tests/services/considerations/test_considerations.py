"""Customer engineering gives something to consider; support answers it and orders its work itself (S24, S51)."""

from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import DeskError, Invalid, Missing, Refused
from firsthand.domain.names import Kind, StateName
from firsthand.domain.sentences import PLAIN
from firsthand.engine import considerations as engine
from firsthand.models.clocks import Clock
from firsthand.models.considerations import Consideration
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.considerations.actions import answer, give, withdraw
from firsthand.services.considerations.queries import standing_on
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.tickets.inbox import InboxFilter, inbox
from firsthand.services.timers.firing import fire_due
from firsthand.services.waiting.queries import waiting_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SOON, FRIDAY, AFTER = NOW + timedelta(hours=1), NOW + timedelta(days=7), NOW + timedelta(days=8)
RENEWS = "They renew on Friday, and this is all that Ana asks about."


def given(
    lighthouse: Lighthouse, ticket: Ticket, *, text: str = RENEWS, until: datetime = FRIDAY, by: Person | None = None
) -> Consideration:
    """Noor gives it."""
    viewer = lighthouse.viewer(by or lighthouse.noor)
    return give(viewer=viewer, ticket_id=ticket.pk, text=text, until=until, at=NOW)


def answered(
    lighthouse: Lighthouse, row: Consideration, *, by: Person, said: str = "taken", at: datetime = SOON
) -> None:
    """Somebody answers."""
    why = "It is second in my order, after the outage."
    answer(viewer=lighthouse.viewer(by, at=at), consideration_id=row.pk, answer=said, why=why, at=at)


def marks(lighthouse: Lighthouse, *, at: datetime = SOON) -> list[str | None]:
    """What the rows of support's inbox say of considerations."""
    viewer = lighthouse.viewer(lighthouse.mira, at=at)
    return [row.to_consider for row in inbox(viewer=viewer, filter=InboxFilter(view="all"), after=None, now=at).rows]


def owed(lighthouse: Lighthouse, person: Person, *, at: datetime = SOON) -> list[str]:
    """What waits for somebody of it."""
    items = waiting_page(viewer=lighthouse.viewer(person, at=at), desk=open_desk(at)).items
    return [PLAIN.sentence(one.what) for one in items if "considerations" in one.page]


@pytest.mark.clause("S24")
def test_it_is_in_supports_lists_until_its_end_with_no_clock_by_policy(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    row = given(lighthouse, ticket)
    assert (row.role, row.clause, Clock.objects.filter(subject=row.subject).exists()) == ("support", "S24", False)
    [shown] = standing_on(viewer=lighthouse.viewer(lighthouse.eve), ticket=ticket, desk=open_desk(SOON))
    assert (shown.who, shown.until, shown.may_answer) == ("Noor Haddad", FRIDAY, False)
    assert "names no time" in PLAIN.sentence(shown.clock.none_because)
    assert (marks(lighthouse), marks(lighthouse, at=AFTER)) == ([""], [None])
    assert (len(owed(lighthouse, lighthouse.mira)), owed(lighthouse, lighthouse.noor)) == (1, [])
    assert Notice.objects.get(kind="consideration").person == lighthouse.mira


@pytest.mark.clause("S24", "S51")
def test_support_answers_how_it_took_it_into_account_and_no_priority_changes(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    before = Ticket.objects.values("severity", "order_at", "next_clock").get(pk=ticket.pk)
    row = given(lighthouse, ticket)
    for by in (lighthouse.noor, lighthouse.eve):
        with pytest.raises(Refused, match="Only support"):
            answered(lighthouse, row, by=by)
    answered(lighthouse, row, by=lighthouse.mira)
    assert Ticket.objects.values("severity", "order_at", "next_clock").get(pk=ticket.pk) == before
    assert (marks(lighthouse), owed(lighthouse, lighthouse.mira)) == (["taken"], [])
    notice = Notice.objects.filter(kind="consideration").latest("id")
    assert (notice.person, "took into account" in PLAIN.sentence(notice.text)) == (lighthouse.noor, True)
    with pytest.raises(Refused, match="answered before"):
        answered(lighthouse, row, by=lighthouse.mira, said="not_taken")


@pytest.mark.clause("S24")
def test_only_customer_engineering_gives_and_only_on_what_support_troubleshoots(lighthouse: Lighthouse) -> None:
    ticket, how_to = lighthouse.ticket(), lighthouse.ticket(number=2)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=how_to.pk, kind=Kind("how_to"), at=NOW)
    for by in (lighthouse.mira, lighthouse.eve, lighthouse.pat):
        with pytest.raises(Refused, match="Only customer engineering"):
            given(lighthouse, ticket, by=by)
    with pytest.raises(Refused, match="answer no consideration"):
        given(lighthouse, how_to)
    end_as_not_a_request(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, as_=ClosedAs.spam, at=NOW)
    with pytest.raises(Refused, match="closed"):
        given(lighthouse, ticket)


@pytest.mark.parametrize(
    ("text", "until"), [(" ", FRIDAY), ("x" * 401, FRIDAY), ("x", NOW), ("x", FRIDAY + timedelta(90))]
)
def test_it_needs_words_and_an_end_within_ninety_days(lighthouse: Lighthouse, text: str, until: datetime) -> None:
    with pytest.raises(Invalid):
        given(lighthouse, lighthouse.ticket(), text=text, until=until)
    assert not Consideration.objects.exists()


@pytest.mark.clause("S24")
def test_its_end_comes_at_its_own_instant_however_late_a_worker_looks(lighthouse: Lighthouse) -> None:
    row = given(lighthouse, lighthouse.ticket())
    with pytest.raises(Refused, match="end has come"):
        answered(lighthouse, row, by=lighthouse.mira, at=FRIDAY)
    assert (engine.round(FRIDAY - timedelta(seconds=1)), engine.round(AFTER), engine.round(AFTER)) == (0, 1, 0)
    row.refresh_from_db()
    event = Event.objects.get(verb="consideration_expired")
    assert (row.ending, row.ended_at, event.at, event.recorded_at) == ("expired", FRIDAY, FRIDAY, AFTER)
    notice = Notice.objects.filter(kind="consideration").latest("id")
    assert (notice.person, "Nobody answered" in PLAIN.sentence(notice.text)) == (lighthouse.noor, True)


def test_whoever_gave_it_takes_it_back_and_once_they_left_a_colleague(lighthouse: Lighthouse) -> None:
    one, two = (given(lighthouse, lighthouse.ticket(number=number)) for number in (1, 2))
    zoe = Person.objects.create(email="zoe@lighthouse.example", name="Zoe", joined_at=NOW, zone="UTC")
    RoleHolding.objects.create(person=zoe, role="customer_engineering", from_at=NOW - timedelta(days=1))
    with pytest.raises(Refused, match="Only Noor Haddad"):
        withdraw(viewer=lighthouse.viewer(zoe), consideration_id=one.pk, at=SOON)
    withdraw(viewer=lighthouse.viewer(lighthouse.noor), consideration_id=one.pk, at=SOON)
    with pytest.raises(Refused, match="no more"):
        answered(lighthouse, one, by=lighthouse.mira)
    lighthouse.noor.is_active = False
    lighthouse.noor.save()
    withdraw(viewer=lighthouse.viewer(zoe), consideration_id=two.pk, at=SOON)
    assert marks(lighthouse) == [None, None]


def test_somebody_responsible_has_it_waiting_alone_and_nobody_once_it_is_solved(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    zoe = Person.objects.create(email="zoe@lighthouse.example", name="Zoe", joined_at=NOW, zone="UTC")
    RoleHolding.objects.create(person=zoe, role="support", from_at=NOW - timedelta(days=1))
    take(viewer=lighthouse.viewer(zoe), ticket_id=ticket.pk, at=NOW)
    given(lighthouse, ticket)
    assert Notice.objects.get(kind="consideration").person == zoe
    assert (len(owed(lighthouse, zoe)), owed(lighthouse, lighthouse.mira)) == (1, [])
    set_status(viewer=lighthouse.viewer(zoe), ticket_id=ticket.pk, status=StateName("solved"), at=SOON)
    assert owed(lighthouse, zoe) == []


def test_where_nobody_holds_the_role_an_owner_of_the_desk_answers(lighthouse: Lighthouse) -> None:
    RoleHolding.objects.filter(role="support").update(role="sales")
    row = given(lighthouse, lighthouse.ticket())
    assert len(owed(lighthouse, lighthouse.mira)) == 1
    answered(lighthouse, row, by=lighthouse.mira)
    assert Consideration.objects.get().answer == "taken"


def test_it_goes_along_with_a_merge_and_stays_where_it_was_at_a_split(lighthouse: Lighthouse) -> None:
    one, two = (lighthouse.ticket(number=number) for number in (1, 2))
    row, mira = given(lighthouse, one), lighthouse.viewer(lighthouse.mira)
    merge(viewer=mira, ticket_id=one.pk, into_id=two.pk, at=SOON)
    row.refresh_from_db()
    assert (row.ticket, row.subject.ticket) == (two, two)
    other = split(viewer=mira, ticket_id=two.pk, message_id=two.messages.get().pk, subject="Another", at=SOON)
    assert (row.ticket == other, Consideration.objects.filter(ticket=other).exists()) == (False, False)
    answered(lighthouse, row, by=lighthouse.mira)


def test_of_a_restricted_ticket_only_those_see_it_who_are_let_in(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    row, circle = given(lighthouse, ticket), Circle(people=frozenset({lighthouse.mira.pk}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, circle=circle, why="Secret.", at=SOON)
    for by in (lighthouse.noor, lighthouse.ada):
        with pytest.raises(Missing):
            withdraw(viewer=lighthouse.viewer(by), consideration_id=row.pk, at=SOON)


def test_whoever_is_erased_goes_out_of_it(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    row = given(lighthouse, ticket, text="Ana Costa (ana@acme.example) decides on Friday.")
    answer(viewer=mira, consideration_id=row.pk, answer="not_taken", why="Ana may wait.", at=SOON)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=SOON)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="They asked us to.", at=SOON)
    row.refresh_from_db()
    words = [row.text, row.why, *map(str, Event.objects.values_list("words", flat=True))]
    words += [PLAIN.sentence(one) for one in Notice.objects.values_list("text", flat=True)]
    assert not [one for one in words if "Ana" in one or "acme.example" in one]


TIMED = """\
book: customer-first
amendment: 2021-07-10-answers
title: Considerations are answered within a day
published_at: 2021-07-10T00:00:00Z
author: Ada
approver: Ada
zone: UTC
ownership:
  - clause: S24
    replaces: S24
    source: [S24]
    text: Support answers each consideration within eight hours.
    when: {kind: troubleshooting}
    considers: {role: support, from: customer_engineering, within: 24 hours elapsed, calendar: support-hours}
    class: internal_target
"""


@pytest.mark.clause("S24")
def test_where_the_book_gives_a_clock_a_late_answer_is_told_and_an_end_without_one_is_missed(
    lighthouse: Lighthouse,
) -> None:
    publish(texts=[("answers.yaml", TIMED)], at=NOW - timedelta(days=1), by=None)
    one, two = (given(lighthouse, lighthouse.ticket(number=number)) for number in (1, 2))
    clock = Clock.objects.get(subject=one.subject)
    assert (clock.kind, clock.owed_by, clock.clause, clock.due_at) == ("answer", "support", "S24", NOW + timedelta(1))
    fire_due(now=NOW + timedelta(days=2))
    assert lighthouse.mira in {
        word.person for word in Notice.objects.filter(subject=one.subject, kind="clock_breached")
    }
    answered(lighthouse, one, by=lighthouse.mira, at=NOW + timedelta(days=2))
    engine.round(AFTER)
    found = [Clock.objects.get(subject=row.subject).state for row in (one, two)]
    assert found == ["missed", "missed"]


def test_two_who_answer_at_once_give_one_answer(lighthouse: Lighthouse) -> None:
    row = given(lighthouse, lighthouse.ticket())
    said: list[str] = []
    for answer_ in ("taken", "not_taken"):
        try:
            answered(lighthouse, row, by=lighthouse.mira, said=answer_)
            said.append(answer_)
        except DeskError as error:
            said.append(error.code)
    assert said == ["taken", "answered"]
    assert Event.objects.filter(verb="consideration_answered").count() == 1
