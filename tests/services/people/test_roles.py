"""Roles are held from an instant to an instant, outright or acting; the desk always has an owner."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.models.people import Person
from firsthand.services.access.doors import accounts_for, tickets_for
from firsthand.services.access.viewers import require, viewer_of
from firsthand.services.people.actions import (
    RoleWanted,
    change_profile,
    create_owner,
    deactivate,
    set_owner,
    set_roles,
)
from firsthand.services.people.queries import holders_of, people_page
from firsthand.services.tickets.actions.custody import take
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(days=1)


def test_a_role_given_today_was_not_held_yesterday(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    set_roles(viewer=mira, person_id=lighthouse.pat.pk, roles=[RoleWanted(role=Role("vp_product"))], at=NOW)
    assert holders_of(Role("vp_product"), NOW - timedelta(seconds=1)) == []
    assert holders_of(Role("vp_product"), NOW) == [lighthouse.pat]
    assert holders_of(Role("product"), NOW) == []
    assert holders_of(Role("product"), NOW - timedelta(seconds=1)) == [lighthouse.pat]


@pytest.mark.clause("A20")
def test_a_stand_in_comes_after_the_holder_and_serves_a_vacant_role(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    acting = [
        RoleWanted(role=Role("customer_engineering")),
        RoleWanted(role=Role("vp_customer_engineering"), acting=True),
    ]
    set_roles(viewer=mira, person_id=lighthouse.noor.pk, roles=acting, at=NOW)
    assert holders_of(Role("vp_customer_engineering"), LATER) == [lighthouse.noor]
    head = RoleWanted(role=Role("vp_customer_engineering"))
    set_roles(viewer=mira, person_id=lighthouse.ada.pk, roles=[head], at=NOW)
    assert holders_of(Role("vp_customer_engineering"), LATER) == [lighthouse.ada, lighthouse.noor]


def test_giving_the_same_roles_again_keeps_when_they_began(lighthouse: Lighthouse) -> None:
    before = lighthouse.noor.holdings.get().from_at
    mira, same = lighthouse.viewer(lighthouse.mira), [RoleWanted(role=Role("customer_engineering"))]
    set_roles(viewer=mira, person_id=lighthouse.noor.pk, roles=same, at=NOW)
    assert lighthouse.noor.holdings.get().from_at == before
    with pytest.raises(Invalid):
        set_roles(viewer=mira, person_id=lighthouse.noor.pk, roles=same * 2, at=NOW)


def test_only_an_owner_gives_roles(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        set_roles(viewer=lighthouse.viewer(lighthouse.ada), person_id=lighthouse.pat.pk, roles=[], at=NOW)


def test_the_last_owner_can_neither_leave_nor_stop_owning(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Refused):
        deactivate(viewer=mira, person_id=lighthouse.mira.pk, at=NOW)
    with pytest.raises(Refused):
        set_owner(viewer=mira, person_id=lighthouse.mira.pk, is_owner=False, at=NOW)
    set_owner(viewer=mira, person_id=lighthouse.ada.pk, is_owner=True, at=NOW)
    assert not deactivate(viewer=mira, person_id=lighthouse.mira.pk, at=NOW).is_active


def test_who_leaves_loses_every_role(lighthouse: Lighthouse) -> None:
    lena = person("Lena Hall", Role("support"))
    deactivate(viewer=lighthouse.viewer(lighthouse.mira), person_id=lena.pk, at=LATER)
    assert lena not in holders_of(Role("support"), LATER)
    assert viewer_of(Person.objects.get(pk=lena.pk), at=LATER).roles == frozenset()


def test_somebody_without_a_role_reaches_no_customers_data(lighthouse: Lighthouse) -> None:
    lighthouse.ticket()
    guest = viewer_of(person("Guest Nobody", None), at=NOW)
    assert not tickets_for(guest).exists()
    assert not accounts_for(guest).exists()
    with pytest.raises(Refused, match="no role"):
        require(guest, Right.see_desk)
    assert tickets_for(lighthouse.viewer(lighthouse.noor)).exists()


def test_the_page_counts_open_tickets_and_accounts(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, at=NOW)
    rows = {row.name: row for row in people_page(viewer=lighthouse.viewer(lighthouse.noor), at=NOW).people}
    assert rows["Mira Lindqvist"].open_tickets == 1
    assert rows["Noor Haddad"].accounts == 3


def test_a_zone_must_exist_and_a_name_must_not_be_empty(lighthouse: Lighthouse) -> None:
    viewer = lighthouse.viewer(lighthouse.noor)
    assert change_profile(viewer=viewer, at=NOW, zone="Europe/Berlin", name=" Noor  H ").name == "Noor H"
    with pytest.raises(Invalid):
        change_profile(viewer=viewer, at=NOW, zone="Mars/Olympus")
    with pytest.raises(Invalid):
        change_profile(viewer=viewer, at=NOW, name=" ")
    with pytest.raises(Refused):
        change_profile(viewer=viewer, at=NOW, person_id=lighthouse.mira.pk, name="Somebody else")


def test_the_first_owner_is_created_once(db: None) -> None:
    owner = create_owner(email="Ada@desk.example", name="Ada", password="a first long secret", at=NOW)
    assert (owner.is_owner, owner.email) == (True, "ada@desk.example")
    with pytest.raises(Refused):
        create_owner(email="b@desk.example", name="B", password="a first long secret", at=NOW)
