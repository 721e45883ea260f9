"""Offers as an enemy would have them: taken back too late, expired and not yet swept, merged away, left to oneself."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, Role
from firsthand.domain.organisation import Organisation
from firsthand.engine import handoffs
from firsthand.models.clocks import Clock
from firsthand.models.handoffs import Handoff, ProvisionalWork
from firsthand.models.tickets import Ticket
from firsthand.services.access.handoffs import speaks_for
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.queries import may_speak_for_sender
from firsthand.services.leaving.actions import leave
from firsthand.services.owning.values import Heir
from firsthand.services.tickets import offers
from firsthand.services.tickets.actions import handing_over, provisional
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.custody import assign, take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.merging import merge
from tests.handing_over import accept, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.handoffs.books import HEAD, publish_offers
from tests.services.handoffs.test_provisional import LIMIT

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def wish(lighthouse: Lighthouse) -> Ticket:
    """A feature request, which Noor has."""
    ticket, noor = lighthouse.ticket(subject="Feature request: dark mode"), lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


@pytest.fixture
def trouble(lighthouse: Lighthouse) -> Ticket:
    """A troubleshooting ticket that nobody has."""
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    return confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)


@pytest.fixture
def trouble_of_max(lighthouse: Lighthouse) -> Handoff:
    """A ticket of Max's in support, which he offers to Mira."""
    max_, ticket = person("Max", Role("support")), lighthouse.ticket(number=3)
    confirm_kind(viewer=lighthouse.viewer(max_), ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)
    take(viewer=lighthouse.viewer(max_), ticket_id=ticket.pk, at=NOW)
    return offer(max_, ticket, "support", at=NOW, to=lighthouse.mira)


def begins(lighthouse: Lighthouse, ticket: Ticket) -> ProvisionalWork:
    """Noor begins on it."""
    return provisional.start(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)


def test_an_answer_taken_back_after_its_time_leaves_no_clock_that_never_ends(
    lighthouse: Lighthouse, wish: Ticket
) -> None:
    publish_offers(lighthouse.ada, then="stays")
    row, ends = offer(lighthouse.noor, wish, "product", at=NOW), NOW + 4 * HOUR
    accept(lighthouse.pat, row, at=ends - SECOND)
    handing_over.take_back(viewer=lighthouse.viewer(lighthouse.pat, at=ends), handoff_id=row.pk, at=ends + 5 * SECOND)
    handoffs.round(ends + 6 * SECOND)
    row.refresh_from_db()
    wish.refresh_from_db()
    assert (row.state, wish.responsible) == ("expired", lighthouse.noor)
    assert Clock.objects.get(subject=row.subject).state == "missed"
    assert not list(differences(open_desk(ends + HOUR)))


def test_with_the_clock_set_back_nothing_is_taken_back_for_an_hour(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    accept(lighthouse.pat, row, at=NOW + HOUR)
    with pytest.raises(Refused, match="only within ten seconds"):
        handing_over.take_back(
            viewer=lighthouse.viewer(lighthouse.pat), handoff_id=row.pk, at=NOW + timedelta(minutes=1)
        )


def test_taken_back_whoever_began_goes_on_with_it(lighthouse: Lighthouse, trouble: Ticket) -> None:
    publish(texts=[("offers.yaml", HEAD + LIMIT)], at=NOW, by=lighthouse.ada)
    begins(lighthouse, trouble)
    row = provisional.stuck(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=trouble.pk, tried="x", at=NOW)
    accept(lighthouse.mira, row, at=NOW)
    handing_over.take_back(viewer=lighthouse.viewer(lighthouse.mira), handoff_id=row.pk, at=NOW + SECOND)
    begun = ProvisionalWork.objects.get(ticket=trouble, ended_at=None)
    assert (begun.person, begun.started_at, begun.limit_at) == (lighthouse.noor, NOW, NOW + HOUR)


def test_given_to_somebody_at_once_it_is_begun_provisionally_no_more(lighthouse: Lighthouse, trouble: Ticket) -> None:
    publish(texts=[("offers.yaml", HEAD + LIMIT)], at=NOW, by=lighthouse.ada)
    begins(lighthouse, trouble)
    helen = lighthouse.viewer(person("Helen", Role("head_of_support")))
    assign(viewer=helen, ticket_id=trouble.pk, person_id=lighthouse.mira.pk, at=NOW)
    assert not ProvisionalWork.objects.filter(ended_at=None).exists()
    assert handoffs.round(NOW + 2 * HOUR) == 0
    assert not Handoff.objects.exists()


@pytest.mark.clause("S41")
def test_the_limit_is_not_lost_while_it_is_offered_elsewhere(lighthouse: Lighthouse, trouble: Ticket) -> None:
    publish(texts=[("offers.yaml", HEAD + LIMIT)], at=NOW, by=lighthouse.ada)
    begins(lighthouse, trouble)
    row = offer(lighthouse.mira, trouble, "engineering", at=NOW)
    assert handoffs.round(NOW + HOUR) == 0
    handing_over.withdraw(viewer=lighthouse.viewer(lighthouse.mira), handoff_id=row.pk, at=NOW + 2 * HOUR)
    assert handoffs.round(NOW + 2 * HOUR) == 1
    assert Handoff.objects.get(ticket=trouble, state="offered").to_role == "support"


def test_who_is_offered_a_ticket_and_inherits_it_owes_themselves_no_answer(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    max_ = person("Max", Role("support"))
    take(viewer=lighthouse.viewer(max_), ticket_id=trouble.pk, at=NOW)
    row = offer(max_, trouble, "support", at=NOW, to=lighthouse.mira)
    owner = person("Olga", None, owner=True)
    heirs = (Heir(kind="tickets", role=Role("support"), person=lighthouse.mira.pk),)
    leave(viewer=lighthouse.viewer(owner), person_id=max_.pk, at=NOW, heirs=heirs)
    row.refresh_from_db()
    trouble.refresh_from_db()
    assert (trouble.responsible, row.state) == (lighthouse.mira, "withdrawn")


@pytest.mark.clause("S42")
def test_what_was_handed_over_for_good_is_not_merged_back(lighthouse: Lighthouse, trouble: Ticket) -> None:
    begins(lighthouse, trouble)
    noor = lighthouse.viewer(lighthouse.noor)
    accept(lighthouse.mira, provisional.stuck(viewer=noor, ticket_id=trouble.pk, tried="x", at=NOW), at=NOW)
    own = lighthouse.ticket(subject="Feature request: dark mode", number=2)
    confirm_kind(viewer=noor, ticket_id=own.pk, kind=Kind("feature_request"), at=NOW)
    take(viewer=noor, ticket_id=own.pk, at=NOW)
    with pytest.raises(Refused, match="S42") as refused:
        merge(viewer=noor, ticket_id=trouble.pk, into_id=own.pk, at=NOW)
    assert refused.value.code == "handed_over"
    merge(viewer=noor, ticket_id=own.pk, into_id=trouble.pk, at=NOW)
    with pytest.raises(Refused, match="S42"):
        reply(viewer=noor, ticket_id=trouble.pk, text="We are at it.", substantive=False, at=NOW)


def test_an_offer_past_its_time_stands_in_the_way_of_no_other(lighthouse: Lighthouse, wish: Ticket) -> None:
    publish_offers(lighthouse.ada, then="stays")
    row, later = offer(lighthouse.noor, wish, "product", at=NOW), NOW + 5 * HOUR
    again = offer(lighthouse.noor, wish, "product", at=later)
    row.refresh_from_db()
    assert (row.state, row.ended_at, again.state) == ("expired", NOW + 4 * HOUR, "offered")
    assert not list(differences(open_desk(later)))


def test_what_one_offers_is_in_the_list_however_much_others_offer(
    lighthouse: Lighthouse, wish: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = lighthouse.ticket(number=2)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=other.pk, kind=Kind("troubleshooting"), at=NOW)
    offer(lighthouse.mira, other, "engineering", at=NOW)
    row = offer(lighthouse.noor, wish, "product", at=NOW + SECOND)
    monkeypatch.setattr(offers, "_SHOWN", 1)
    page = offers.handoffs_page(viewer=lighthouse.viewer(lighthouse.noor), desk=open_desk(NOW + SECOND))
    assert [one.row for one in page.offered] == [row]


@pytest.mark.parametrize("who", ["mira", "noor", "ada", "olu", "pat", "sam", "helen"])
def test_the_list_and_the_screen_agree_who_speaks_for_an_offer(
    lighthouse: Lighthouse, wish: Ticket, trouble_of_max: Handoff, who: str
) -> None:
    offer(lighthouse.noor, wish, "product", at=NOW)
    somebody = getattr(lighthouse, who, None) or person("Helen", Role("head_of_support"))
    viewer = lighthouse.viewer(somebody)
    spoken = {row.pk for row in Handoff.objects.all() if may_speak_for_sender(viewer, row)}
    assert set(Handoff.objects.filter(speaks_for(viewer)).values_list("pk", flat=True)) == spoken


def test_who_heads_it_by_a_second_role_is_offered_it_in_that_role(
    lighthouse: Lighthouse, wish: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_offers(lighthouse.ada, then="lead")
    vic = person("Vic Stone", Role("vp_product"))
    offer(lighthouse.noor, wish, "product", at=NOW)
    both = (Role("vp_engineering"), Role("vp_product"))
    monkeypatch.setattr(Organisation, "heads_of", lambda _company, role: both if role == "product" else ())
    handoffs.round(NOW + 5 * HOUR)
    row = Handoff.objects.get(ticket=wish, state="offered")
    assert (row.to_role, row.to_person) == ("vp_product", vic)
