"""Ways in that were reported of other desks and sign-in libraries, each tried here."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from firsthand.models.outbox import Delivery
from firsthand.services.people.actions import deactivate, reactivate
from firsthand.services.people.actions.passwords import reset_token
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import PASSWORD
from tests.web.people.test_signing_in import MIRA, NOOR, give_password, guess


@pytest.mark.parametrize(
    "elsewhere",
    ["////evil.example", "/\t/evil.example", "http://localhost:9/", "http://testserver/people", "javascript:alert(1)"],
)
def test_signing_in_leads_to_a_page_of_this_desk(lighthouse: Lighthouse, elsewhere: str) -> None:
    give_password(lighthouse.mira)
    sent = {"email": MIRA, "password": PASSWORD, "next": elsewhere}
    assert Client().post("/sign-in", sent).headers["Location"] == "/"


def test_a_locked_account_does_not_tell_which_password_was_right(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    guess(Client(), times=10)
    assert guess(Client(), password=PASSWORD) == guess(Client()) == 429


def test_the_link_for_a_new_password_leads_to_the_desk_whatever_host_was_asked(lighthouse: Lighthouse) -> None:
    Client().post("/reset", {"email": MIRA}, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert "evil.example" not in Delivery.objects.get(purpose="password_reset").text


@pytest.mark.parametrize("alike", ["mıra@lighthouse.example", "mira@lıghthouse.example", "mira@lighthouſe.example"])
def test_letters_that_look_alike_find_nobody(lighthouse: Lighthouse, alike: str) -> None:
    Client().post("/reset", {"email": alike})
    assert not Delivery.objects.filter(purpose="password_reset").exists()


@pytest.mark.parametrize("alike", ["MIRA@LIGHTHOUSE.EXAMPLE", " Mira@Lighthouse.example "])
def test_another_spelling_of_an_address_gives_no_more_tries(lighthouse: Lighthouse, alike: str) -> None:
    give_password(lighthouse.mira)
    guess(Client(), times=10)
    assert guess(Client(), alike, password=PASSWORD) == 429


@pytest.mark.parametrize(
    "alike", ["míra@lighthouse.example", "mıra@lighthouse.example", "mi\u0307ra@lighthouse.example"]
)
def test_an_address_with_an_accent_is_not_the_one_without(lighthouse: Lighthouse, alike: str) -> None:
    give_password(lighthouse.mira)
    assert guess(Client(), alike, password=PASSWORD) == 422


def test_a_link_of_before_somebody_left_is_over_also_when_they_come_back(lighthouse: Lighthouse) -> None:
    at = datetime.now(UTC)
    token, owner = reset_token(lighthouse.noor, at=at), lighthouse.viewer(lighthouse.mira, at=at)
    deactivate(viewer=owner, person_id=lighthouse.noor.pk, at=at)
    assert Client().get(f"/reset/{token}").status_code == 404
    reactivate(viewer=owner, person_id=lighthouse.noor.pk, at=at)
    assert Client().get(f"/reset/{token}").status_code == 404


def test_signing_in_begins_a_session_of_its_own(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    give_password(lighthouse.noor)
    client = Client()
    guess(client, password=PASSWORD)
    before = client.cookies["sessionid"].value
    guess(client, NOOR, password=PASSWORD)
    assert client.cookies["sessionid"].value != before


def test_a_new_password_ends_the_sessions_of_other_browsers(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    elsewhere = Client()
    guess(elsewhere, password=PASSWORD)
    lighthouse.mira.refresh_from_db()
    token = reset_token(lighthouse.mira, at=datetime.now(UTC))
    here = Client()
    here.post(f"/reset/{token}", {"password": "seven quiet harbours"})
    assert [here.get("/people").status_code, elsewhere.get("/people").status_code] == [200, 302]


def test_a_nul_is_no_failure_of_the_desk(lighthouse: Lighthouse) -> None:
    assert guess(Client(), "mira\x00@lighthouse.example") == 422
    assert Client().post("/reset", {"email": "a\x00@x.example"}).status_code == 200


def test_a_session_remembers_how_somebody_proved_who_they_are(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    client = Client()
    guess(client, password=PASSWORD)
    assert [one["method"] for one in client.session["account_authentication_methods"]] == ["password"]
