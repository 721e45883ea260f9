"""The inbox: what breaks first comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firsthand.domain.names import Role, StateName
from firsthand.domain.organisation import Act, Right
from firsthand.models.intake import RawMessage
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.restrictions import Circle
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.tickets.actions.tags import tag
from firsthand.services.tickets.inbox import InboxFilter, change_stamp, counts, endings, inbox
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person


def test_what_breaks_first_comes_first(lighthouse: Lighthouse) -> None:
    slow = lighthouse.ticket(contact=lighthouse.ben, number=1)
    quick = lighthouse.ticket(number=2, received_at=NOW + timedelta(minutes=3))
    page = inbox(viewer=lighthouse.viewer(lighthouse.mira), filter=InboxFilter(view="team"), after=None, now=NOW)
    assert [row.id for row in page.rows] == [quick.pk, slow.pk]
    assert (page.rows[0].account, page.rows[0].contact, page.rows[0].late) == ("Acme", "Ana Costa", False)


def test_pages_follow_each_other_without_hole_or_overlap(lighthouse: Lighthouse) -> None:
    numbers = {lighthouse.ticket(number=number).pk for number in range(7)}
    viewer, chosen = lighthouse.viewer(lighthouse.mira), InboxFilter(view="all")
    seen, after = [], None
    while True:
        page = inbox(viewer=viewer, filter=chosen, after=after, now=NOW, limit=3)
        seen += [row.id for row in page.rows]
        if (after := page.next) is None:
            break
    assert (set(seen), len(seen)) == (numbers, 7)


@pytest.mark.parametrize(
    ("words", "found"), [("loops", True), ("acme", True), ("ana@", True), ("nothing like it", False)]
)
def test_words_find_subject_account_and_contact(lighthouse: Lighthouse, words: str, found: bool) -> None:
    lighthouse.ticket()
    chosen = InboxFilter(view="all", q=words)
    page = inbox(viewer=lighthouse.viewer(lighthouse.mira), filter=chosen, after=None, now=NOW)
    assert bool(page.rows) is found


def test_views_and_counts_agree(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    taken, waiting, _ = (lighthouse.ticket(number=number) for number in range(3))
    take(viewer=mira, ticket_id=taken.pk, at=NOW)
    set_status(viewer=mira, ticket_id=waiting.pk, status=StateName("pending"), at=NOW)
    numbers = counts(viewer=mira, now=NOW)
    assert (numbers.mine, numbers.team, numbers.all, numbers.waiting) == (1, 2, 3, 1)
    for view, size in (("mine", 1), ("team", 2), ("all", 3), ("waiting", 1)):
        page = inbox(viewer=mira, filter=InboxFilter(view=view), after=None, now=NOW)  # type: ignore[arg-type]
        assert len(page.rows) == size


def test_the_number_of_queries_does_not_grow(
    lighthouse: Lighthouse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        lighthouse.ticket(number=number)
    mira = lighthouse.viewer(lighthouse.mira)
    with django_assert_num_queries(1):
        inbox(viewer=mira, filter=InboxFilter(view="all"), after=None, now=NOW)
    with django_assert_num_queries(2):
        counts(viewer=mira, now=NOW)


def test_the_stamp_changes_with_the_desk(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    before = change_stamp(viewer=mira)
    ticket = lighthouse.ticket()
    between = change_stamp(viewer=mira)
    tag(viewer=mira, ticket_id=ticket.pk, name="sso", at=NOW + timedelta(minutes=1))
    assert len({before, between, change_stamp(viewer=mira)}) == 3


def test_what_was_no_request_is_counted_apart(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    for number, how in enumerate([ClosedAs.spam, ClosedAs.spam, ClosedAs.billing]):
        ticket = lighthouse.ticket(number=number)
        end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=how, at=NOW)
    lighthouse.ticket(number=9)
    assert endings(viewer=mira) == (("billing", 1), ("spam", 2))


def test_people_of_one_role_each_have_their_own_numbers(lighthouse: Lighthouse) -> None:
    mira, second = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(person("Lea", Role("support")))
    take(viewer=mira, ticket_id=lighthouse.ticket().pk, at=NOW)
    assert [counts(viewer=one, now=NOW).mine for one in (mira, second)] == [1, 0]


def test_who_is_let_in_counts_a_restricted_ticket_and_a_colleague_of_the_same_role_does_not(
    lighthouse: Lighthouse,
) -> None:
    mira, second = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(person("Lea", Role("support")))
    ticket, before = lighthouse.ticket(), change_stamp(viewer=second)
    circle = Circle(people=frozenset({mira.person_id}))
    restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="A report", at=NOW)
    assert [counts(viewer=one, now=NOW).all for one in (mira, second)] == [1, 0]
    assert change_stamp(viewer=second) != before


def test_whose_the_quarantine_is_follows_the_book_at_once(lighthouse: Lighthouse) -> None:
    RawMessage.objects.create(sha256="c" * 64, state="quarantined", via="pipe", received_at=NOW, size=1)
    mira = lighthouse.viewer(lighthouse.mira)
    nobodys = {**mira.organisation.rights, Act.handle_quarantine: Right(act=Act.handle_quarantine)}
    later = replace(mira, organisation=replace(mira.organisation, rights=nobodys), is_owner=False)
    assert [counts(viewer=one, now=NOW).quarantine for one in (mira, later)] == [1, 0]


def test_somebody_without_a_role_has_no_numbers(lighthouse: Lighthouse) -> None:
    lighthouse.ticket()
    lighthouse.pat.holdings.all().delete()
    assert counts(viewer=lighthouse.viewer(lighthouse.pat), now=NOW).all == 0
