"""The desk is set up once, and it says which part does not work."""

from dataclasses import replace

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.services.desk.actions import (
    FirstOwner,
    change_settings,
    set_up,
)
from firsthand.services.desk.queries import desk, is_set_up, set_up_state
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

OWNER = FirstOwner(email="ada@desk.example", name="Ada", password="a first long secret")


def test_the_first_owner_and_the_desk_come_together(db: None) -> None:
    assert not is_set_up()
    set_up(name="Acme desk", base_url="https://desk.example/", zone="Europe/Berlin", owner=OWNER, at=NOW)
    assert (desk().name, desk().base_url, is_set_up()) == ("Acme desk", "https://desk.example", True)
    assert set_up_state().next_step == "book"
    with pytest.raises(Refused):
        set_up(name="Again", base_url="", zone="UTC", owner=replace(OWNER, email="b@desk.example"), at=NOW)


def test_a_wrong_zone_leaves_neither_owner_nor_desk(db: None) -> None:
    with pytest.raises(Invalid):
        set_up(name="Desk", base_url="", zone="Mars/Olympus", owner=OWNER, at=NOW)
    assert not is_set_up()


@pytest.mark.parametrize("wrong", ["desk.example", "ftp://desk.example", "https://", "https://a b", "http://x:99999"])
def test_a_web_address_must_be_one(lighthouse: Lighthouse, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_settings(viewer=lighthouse.viewer(lighthouse.mira), base_url=wrong, at=NOW)
    assert refused.value.field == "base_url"


def test_only_an_owner_changes_the_desk(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        change_settings(viewer=lighthouse.viewer(lighthouse.noor), name="Noor's desk", at=NOW)
