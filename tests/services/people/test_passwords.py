"""A forgotten password is set anew through a link: signed, once, for two hours, without telling who is here."""

import re
from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing
from firsthand.models.outbox import Delivery
from firsthand.services.people.actions import change_password, request_password_reset, reset_password
from firsthand.services.people.actions.passwords import reset_token
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

NEW = "seven quiet harbours"


def asked(desk: Lighthouse) -> str:
    """The token in the mail that Noor asked for."""
    request_password_reset(email="NOOR@lighthouse.example", client="192.0.2.7", at=NOW)
    found = re.search(r"/reset/(\S+)", Delivery.objects.get(recipients=[desk.noor.email]).text)
    assert found is not None
    return found[1]


def test_noor_sets_a_new_password(lighthouse: Lighthouse) -> None:
    noor = reset_password(token=asked(lighthouse), password=NEW, at=NOW + timedelta(minutes=119))
    assert noor.check_password(NEW)


def test_the_link_works_once_and_for_two_hours(lighthouse: Lighthouse) -> None:
    token = asked(lighthouse)
    with pytest.raises(Missing):
        reset_password(token=token, password=NEW, at=NOW + timedelta(hours=2, seconds=1))
    reset_password(token=token, password=NEW, at=NOW)
    with pytest.raises(Missing):
        reset_password(token=token, password="eight loud harbours", at=NOW)


def test_signing_in_ends_the_link(lighthouse: Lighthouse) -> None:
    token = asked(lighthouse)
    lighthouse.noor.last_login = NOW
    lighthouse.noor.save()
    with pytest.raises(Missing):
        reset_password(token=token, password=NEW, at=NOW)


@pytest.mark.parametrize("token", ["", "a-b", "1-1-1-1", "zz-zz-zz", "1-zzzzzzzzzzzzz-x", "\x00-1-1", "1-1-é"])
def test_a_made_up_link_does_not_work(lighthouse: Lighthouse, token: str) -> None:
    with pytest.raises(Missing):
        reset_password(token=token, password=NEW, at=NOW)


def test_a_link_for_mira_does_not_let_anybody_in_as_noor(lighthouse: Lighthouse) -> None:
    number, second, mac = reset_token(lighthouse.mira, at=NOW).split("-")
    other = reset_token(lighthouse.noor, at=NOW).split("-")[0]
    assert number != other
    with pytest.raises(Missing):
        reset_password(token=f"{other}-{second}-{mac}", password=NEW, at=NOW)


def test_asking_for_a_stranger_or_somebody_who_left_says_and_sends_nothing(lighthouse: Lighthouse) -> None:
    lighthouse.eve.is_active = False
    lighthouse.eve.save()
    for email in ("nobody@lighthouse.example", "eve@lighthouse.example"):
        request_password_reset(email=email, client="192.0.2.7", at=NOW)
    assert not Delivery.objects.exists()


def test_asking_many_times_sends_one_mail_in_five_minutes(lighthouse: Lighthouse) -> None:
    for second in range(3):
        request_password_reset(email="noor@lighthouse.example", client="192.0.2.7", at=NOW + timedelta(seconds=second))
    assert Delivery.objects.count() == 1


def test_changing_ones_own_password_needs_the_present_one(lighthouse: Lighthouse) -> None:
    lighthouse.noor.set_password("an older secret")
    lighthouse.noor.save()
    viewer = lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Invalid):
        change_password(viewer=viewer, current="wrong", new=NEW, at=NOW)
    assert change_password(viewer=viewer, current="an older secret", new=NEW, at=NOW).check_password(NEW)
