"""Every feature request reaches product, who answers by a clock; nobody solves its ticket before (S29, S39, S43)."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind, StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.book.desk import open_desk
from firsthand.services.feature_requests.actions import answer, send
from firsthand.services.feature_requests.queries import request_on, requests_page
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SOON, MUCH_LATER = NOW + timedelta(hours=1), NOW + timedelta(days=60)
SOLVED = StateName("solved")
TOLD = "We put it before product, who decides; the next step is their answer, which I send you."


def wish(lighthouse: Lighthouse, *, number: int = 1, kind: str = "feature_request") -> Ticket:
    """Ana's ticket, of a kind that Mira has confirmed."""
    ticket = lighthouse.ticket(subject="Dark mode", text="Could you?", number=number)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, kind=Kind(kind), at=NOW)
    ticket.refresh_from_db()
    return ticket


def sent(lighthouse: Lighthouse, ticket: Ticket, *, title: str = "Dark mode", why: str = "Ana asks.") -> FeatureRequest:
    """Noor sends its request to product."""
    noor = lighthouse.viewer(lighthouse.noor)
    return send(viewer=noor, ticket_id=ticket.pk, title=title, evidence=why, at=NOW)


def answered(lighthouse: Lighthouse, row: FeatureRequest, *, by: Person, said: str = "later", why: str = "Q4.") -> None:
    """Somebody answers."""
    answer(viewer=lighthouse.viewer(by), request_id=row.pk, answer=said, why=why, at=SOON)


@pytest.mark.clause("S39", "S43")
def test_it_is_in_products_list_with_what_speaks_for_it_and_product_owes_an_answer(lighthouse: Lighthouse) -> None:
    ticket = wish(lighthouse)
    row = sent(lighthouse, ticket)
    assert (row.role, row.clause, row.account, row.subject.ticket) == ("product", "S43", lighthouse.acme, ticket)
    clock = Clock.objects.get(subject=row.subject)
    assert (clock.kind, clock.state, clock.owed_by, clock.clause) == ("answer", "running", "product", "S43")
    [shown] = requests_page(viewer=lighthouse.viewer(lighthouse.pat), desk=open_desk(NOW)).waiting
    assert (shown.title, shown.evidence, shown.account, shown.may_answer) == ("Dark mode", "Ana asks.", "Acme", True)
    assert Notice.objects.get(kind="feature_request").person == lighthouse.pat


@pytest.mark.clause("S11", "S29", "S43")
def test_product_answers_with_a_reason_and_whoever_sent_it_hears(lighthouse: Lighthouse) -> None:
    row = sent(lighthouse, wish(lighthouse))
    with pytest.raises(Refused, match="Only product answers"):
        answered(lighthouse, row, by=lighthouse.noor)
    for said, why, error in (("maybe", "Q4.", "Choose"), ("no", " ", "at most")):
        with pytest.raises(Invalid, match=error):
            answered(lighthouse, row, by=lighthouse.pat, said=said, why=why)
    answered(lighthouse, row, by=lighthouse.pat)
    assert Clock.objects.get(subject=row.subject).outcome == "met"
    notice = Notice.objects.filter(kind="feature_request").latest("id")
    assert (notice.person, "answered later" in PLAIN.sentence(notice.text)) == (lighthouse.noor, True)
    with pytest.raises(Refused, match="answered before"):
        answered(lighthouse, row, by=lighthouse.pat)


@pytest.mark.clause("S43")
def test_an_answer_that_does_not_come_is_late_and_product_is_told(lighthouse: Lighthouse) -> None:
    row = sent(lighthouse, wish(lighthouse))
    fire_due(now=MUCH_LATER)
    assert Clock.objects.get(subject=row.subject).breached_at is not None
    assert lighthouse.pat in {one.person for one in Notice.objects.filter(subject=row.subject, kind="clock_breached")}


@pytest.mark.clause("S43")
def test_nobody_solves_or_closes_it_before_and_no_timer_does(lighthouse: Lighthouse) -> None:
    ticket, noor = wish(lighthouse), lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="send it from the ticket first"):
        set_status(viewer=noor, ticket_id=ticket.pk, status=SOLVED, at=SOON)
    with pytest.raises(Refused, match="send it from the ticket first"):
        reply(viewer=noor, ticket_id=ticket.pk, text=TOLD, substantive=True, at=SOON, status_after=SOLVED)
    Ticket.objects.filter(pk=ticket.pk).update(timer_at=SOON, timer_to="solved")
    assert move_due(now=MUCH_LATER) == 0
    sent(lighthouse, ticket)
    assert move_due(now=MUCH_LATER) == 1


@pytest.mark.clause("S43")
def test_what_is_none_is_ended_without_and_another_kind_is_not_held(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    spam = end_as_not_a_request(viewer=mira, ticket_id=wish(lighthouse).pk, as_=ClosedAs.spam, at=SOON)
    how_to = wish(lighthouse, number=2, kind="how_to")
    assert spam.phase == "closed"
    assert set_status(viewer=mira, ticket_id=how_to.pk, status=SOLVED, at=SOON).phase == "solved"
    with pytest.raises(Refused, match="nobody decide"):
        sent(lighthouse, how_to)


def test_one_ticket_has_one_request_which_it_keeps_when_its_kind_changes(lighthouse: Lighthouse) -> None:
    ticket, mira = wish(lighthouse), lighthouse.viewer(lighthouse.mira)
    sent(lighthouse, ticket)
    with pytest.raises(Refused, match="sent before"):
        sent(lighthouse, ticket)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=SOON)
    ticket.refresh_from_db()
    kept = request_on(viewer=mira, ticket=ticket, desk=open_desk(SOON))
    assert kept is not None
    assert (kept.kind, kept.is_moved) == ("how_to", True)


def test_it_goes_along_with_a_merge_unless_the_other_has_its_own(lighthouse: Lighthouse) -> None:
    one, two, three = (wish(lighthouse, number=number) for number in (1, 2, 3))
    first, third, mira = sent(lighthouse, one), sent(lighthouse, three), lighthouse.viewer(lighthouse.mira)
    merge(viewer=mira, ticket_id=one.pk, into_id=two.pk, at=SOON)
    merge(viewer=mira, ticket_id=three.pk, into_id=two.pk, at=SOON)
    found = dict(FeatureRequest.objects.values_list("pk", "ticket"))
    assert found == {first.pk: two.pk, third.pk: three.pk}
    assert Event.objects.filter(verb="feature_went_along").count() == 1


def test_of_a_restricted_ticket_only_those_see_it_who_are_let_in(lighthouse: Lighthouse) -> None:
    ticket, mira = wish(lighthouse), lighthouse.viewer(lighthouse.mira)
    row = sent(lighthouse, ticket)
    circle = Circle(people=frozenset({lighthouse.mira.pk}))
    restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="A secret.", at=SOON)
    assert requests_page(viewer=lighthouse.viewer(lighthouse.pat), desk=open_desk(SOON)).waiting == ()
    with pytest.raises(Missing):
        answered(lighthouse, row, by=lighthouse.pat)


def test_whoever_is_erased_goes_out_of_it(lighthouse: Lighthouse) -> None:
    ticket, mira = wish(lighthouse), lighthouse.viewer(lighthouse.mira)
    row = sent(lighthouse, ticket, title="What Ana wants", why="Ana Costa (ana@acme.example) wants it.")
    answered(lighthouse, row, by=lighthouse.pat, why="Ana may wait.")
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=SOON)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="They asked us to.", at=SOON)
    row.refresh_from_db()
    words = [row.title, row.evidence, row.why, *map(str, Event.objects.values_list("words", flat=True))]
    assert not [one for one in words if "Ana" in one or "acme.example" in one]
