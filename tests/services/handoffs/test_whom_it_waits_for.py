"""Whom an open offer waits for: one rule for the list, for Waiting on me, for the notices and for who may answer."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, Role
from firsthand.models.handoffs import Handoff
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.rosters import TimeOff
from firsthand.models.tickets import Ticket
from firsthand.services.access.handoffs import may_answer
from firsthand.services.access.viewers import viewer_of
from firsthand.services.access.waiting import OWED
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.queries import waiting_for
from firsthand.services.handoffs.telling import people_asked
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import accept, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(minutes=5)
DAY = timedelta(days=1)


@pytest.fixture
def wish(lighthouse: Lighthouse) -> Ticket:
    """A feature request, which Noor has."""
    ticket = lighthouse.ticket(subject="Feature request: dark mode")
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


def asked(row: Handoff) -> set[Person]:
    """Whom it waits for, by every way in which the desk asks that: they agree."""
    row.refresh_from_db()
    named = set(people_asked(row, open_desk(LATER)))
    viewers = [(one, viewer_of(one, at=LATER)) for one in Person.objects.filter(is_active=True)]
    for one, viewer in viewers:
        ways = (
            may_answer(viewer, row.pk, LATER),
            row in waiting_for(viewer, LATER),
            row in OWED["handoffs"](viewer, LATER),
            one in named,
        )
        assert len(set(ways)) == 1, (one, ways)
    return named


def nobody_holds(role: str) -> None:
    """The role is vacant from now on."""
    RoleHolding.objects.filter(role=role).update(to_at=LATER)


def away(*people: Person) -> None:
    """They are off since yesterday, until tomorrow."""
    for one in people:
        TimeOff.objects.create(person=one, from_at=NOW - DAY, to_at=NOW + DAY, entered_by=one)


def test_it_waits_for_who_holds_the_role_and_not_for_their_head(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines, vic = person("Ines Roth", Role("product")), person("Vic Stone", Role("vp_product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    assert asked(row) == {lighthouse.pat, ines}
    with pytest.raises(Refused, match="It is offered to product"):
        accept(vic, row, at=LATER)


def test_named_it_waits_for_them_alone_and_says_so(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines = person("Ines Roth", Role("product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW, to=ines)
    assert asked(row) == {ines}
    with pytest.raises(Refused, match=r"offered to Ines Roth \(product\)"):
        accept(lighthouse.pat, row, at=LATER)


def test_while_who_is_named_is_away_it_waits_for_everybody_of_the_role(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines = person("Ines Roth", Role("product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW, to=ines)
    away(ines)
    assert asked(row) == {ines, lighthouse.pat}
    assert accept(lighthouse.pat, row, at=LATER).state == "accepted"


def test_who_is_named_and_gave_the_role_up_is_asked_no_more(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines = person("Ines Roth", Role("product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW, to=ines)
    RoleHolding.objects.filter(person=ines).update(to_at=LATER)
    assert asked(row) == {lighthouse.pat}


def test_where_nobody_holds_it_it_waits_for_the_head(lighthouse: Lighthouse, wish: Ticket) -> None:
    vic = person("Vic Stone", Role("vp_product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    nobody_holds("product")
    assert asked(row) == {vic}


def test_where_nobody_heads_it_either_it_waits_for_the_owners(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    nobody_holds("product")
    assert asked(row) == set(Person.objects.filter(is_owner=True)) != set()


def test_it_never_waits_for_who_offers_it(lighthouse: Lighthouse, wish: Ticket) -> None:
    RoleHolding.objects.create(person=lighthouse.noor, role="product", from_at=NOW - DAY)
    vic = person("Vic Stone", Role("vp_product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    assert asked(row) == {lighthouse.pat}
    RoleHolding.objects.filter(person=lighthouse.pat).update(to_at=LATER)
    assert asked(row) == {vic}


@pytest.mark.parametrize("named", [False, True])
def test_who_is_told_is_whom_it_waits_for(lighthouse: Lighthouse, wish: Ticket, *, named: bool) -> None:
    ines, _vic = person("Ines Roth", Role("product")), person("Vic Stone", Role("vp_product"))
    row = offer(lighthouse.noor, wish, "product", at=NOW, to=ines if named else None)
    told = {one.person for one in Notice.objects.filter(subject=row.subject, kind="handoff")}
    assert told == asked(row)


@pytest.mark.parametrize("there", [["product"], ["vp_product"], ["product", "vp_product"], []])
@pytest.mark.parametrize("off", [False, True])
def test_the_ways_agree_whoever_is_there(
    lighthouse: Lighthouse, wish: Ticket, there: Sequence[str], *, off: bool
) -> None:
    people = [person(f"{role}{number} Roth", Role(role)) for role in there for number in (1, 2)]
    row = offer(lighthouse.noor, wish, "product", at=NOW, to=people[0] if there[:1] == ["product"] else None)
    if "product" not in there:
        nobody_holds("product")
    if off:
        away(*people[::2])
    assert asked(row)


def test_what_is_asked_about_an_offer_of_the_desks_waits_for_the_sending_role(
    lighthouse: Lighthouse, wish: Ticket, offered_by_the_desk: Callable[[Ticket], Handoff]
) -> None:
    row = offered_by_the_desk(wish)
    Handoff.objects.filter(pk=row.pk).update(question="Since when?", asked_by=lighthouse.pat)
    assert row in waiting_for(lighthouse.viewer(lighthouse.noor), LATER)
    assert row not in waiting_for(lighthouse.viewer(lighthouse.olu), LATER)


@pytest.fixture
def offered_by_the_desk(lighthouse: Lighthouse) -> Callable[[Ticket], Handoff]:
    """Makes an offer as the desk makes one of a ticket that nobody has."""

    def offered(ticket: Ticket) -> Handoff:
        row = offer(lighthouse.noor, ticket, "product", at=NOW)
        Handoff.objects.filter(pk=row.pk).update(offered_by=None, from_person=None)
        return row

    return offered
