"""Signing in, being slowed down, and a new password by mail."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.services.people import hashing
from firsthand.services.people.actions.passwords import reset_token
from firsthand.web.request import client_of
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import PASSWORD

MIRA, NOOR = "mira@lighthouse.example", "noor@lighthouse.example"


def give_password(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()


def test_mira_signs_in_and_lands_where_she_wanted_to_go(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    client = Client()
    turned_away = client.get("/people")
    assert turned_away.headers["Location"] == "/sign-in?next=%2Fpeople"
    answer = client.post("/sign-in", {"email": "MIRA@lighthouse.example", "password": PASSWORD, "next": "/people"})
    assert answer.headers["Location"] == "/people"
    assert client.get("/people").status_code == 200


def test_a_wrong_password_and_an_unknown_address_read_the_same(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    wrong = Client().post("/sign-in", {"email": "mira@lighthouse.example", "password": "no"})
    unknown = Client().post("/sign-in", {"email": "nobody@lighthouse.example", "password": "no"})
    assert wrong.status_code == unknown.status_code == 422
    assert b"do not go together" in wrong.content
    assert b"do not go together" in unknown.content
    assert b'value="mira@lighthouse.example"' in wrong.content


def test_nobody_is_sent_to_another_site_after_signing_in(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = Client().post(
            "/sign-in", {"email": "mira@lighthouse.example", "password": PASSWORD, "next": elsewhere}
        )
        assert answer.headers["Location"] == "/"


def guess(client: Client, email: str = MIRA, *, times: int = 1, password: str = "no") -> int:
    """Try a password so often; how the last try was answered."""
    return [client.post("/sign-in", {"email": email, "password": password}).status_code for _ in range(times)][-1]


def test_whoever_guesses_at_an_account_locks_it_for_strangers_and_not_for_its_owner(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    at_home = Client()
    assert guess(at_home, password=PASSWORD) == 302
    at_home.post("/sign-out")
    assert guess(Client(REMOTE_ADDR="192.0.2.1"), times=10) == 422
    assert guess(Client(REMOTE_ADDR="192.0.2.2"), password=PASSWORD) == 429
    assert guess(at_home, password=PASSWORD) == 302


def test_a_known_browser_has_a_budget_of_its_own_and_for_its_account_only(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    at_home = Client()
    guess(at_home, password=PASSWORD)
    assert [guess(at_home, times=10), guess(at_home)] == [422, 429]
    assert guess(Client(REMOTE_ADDR="192.0.2.2"), password=PASSWORD) == 302
    assert [guess(at_home, NOOR, times=10), guess(at_home, NOOR)] == [422, 429]
    assert guess(Client(REMOTE_ADDR="192.0.2.2"), NOOR) == 429


def test_one_password_over_many_accounts_is_slowed_down(lighthouse: Lighthouse) -> None:
    sprayer = Client(REMOTE_ADDR="192.0.2.9")
    answers = [guess(sprayer, f"{number}@lighthouse.example") for number in range(31)]
    assert answers == [422] * 30 + [429]
    assert guess(Client(REMOTE_ADDR="192.0.2.8"), "31@lighthouse.example") == 422


def test_whoever_waits_is_told_how_long(lighthouse: Lighthouse) -> None:
    stranger = Client()
    guess(stranger, times=10)
    answer = stranger.post("/sign-in", {"email": MIRA, "password": "no"})
    assert b"too many tries" in answer.content
    assert 0 < int(answer.headers["Retry-After"]) <= 901


@pytest.mark.parametrize(
    ("seen", "forwarded", "client"),
    [
        ("192.0.2.7", "10.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.4", "198.51.100.4"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.4", "198.51.100.4"),
        ("127.0.0.1", "198.51.100.4, 127.0.0.2", "198.51.100.4"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("::ffff:127.0.0.1", "198.51.100.4", "198.51.100.4"),
        ("2001:db8::7:1", "", "2001:db8::/64"),
    ],
)
def test_only_a_trusted_proxy_says_who_asks(seen: str, forwarded: str, client: str) -> None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=seen, **headers)) == client  # type: ignore[arg-type]


def test_while_others_sign_in_one_is_told_to_come_back_and_the_try_does_not_count(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(lighthouse.mira)
    monkeypatch.setattr(hashing, "GATE", hashing.Gate(longest_wait=0.01))
    with hashing.GATE.passed():
        answers = [Client().post("/sign-in", {"email": MIRA, "password": PASSWORD}) for _ in range(12)]
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(503, "2")}
    assert guess(Client(), password=PASSWORD) == 302


def test_one_who_sits_at_anothers_browser_cannot_guess_the_password(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    give_password(lighthouse.mira)
    client = signed_in(lighthouse.mira)
    tried = {"act": "password", "current": "no", "password": "another long sentence"}
    assert [client.post("/profile", tried).status_code for _ in range(11)] == [422] * 10 + [429]


def test_somebody_who_left_cannot_sign_in(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.noor)
    Person.objects.filter(pk=lighthouse.noor.pk).update(is_active=False)
    answer = Client().post("/sign-in", {"email": "noor@lighthouse.example", "password": PASSWORD})
    assert answer.status_code == 422


def test_signing_out_ends_the_session(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(lighthouse.mira)
    left = client.post("/sign-out")
    assert (left.headers["Location"], left.headers["Clear-Site-Data"]) == ("/sign-in", '"cache"')
    assert client.get("/people").headers["Location"].startswith("/sign-in")


def test_a_reset_is_answered_the_same_whoever_asks_and_mails_only_a_teammate(lighthouse: Lighthouse) -> None:
    known = Client().post("/reset", {"email": "mira@lighthouse.example"})
    unknown = Client().post("/reset", {"email": "nobody@lighthouse.example"})
    assert known.status_code == unknown.status_code == 200
    assert b"is on its way" in known.content
    assert b"is on its way" in unknown.content
    mail = Delivery.objects.get(purpose="password_reset")
    assert mail.recipients == ["mira@lighthouse.example"]
    assert "/reset/" in mail.text


def test_a_reset_costs_the_same_whoever_is_asked_for(lighthouse: Lighthouse) -> None:
    asked = {}
    for number, email in enumerate(("warm@up.example", MIRA, "nobody@lighthouse.example")):
        with CaptureQueriesContext(connection) as queries:
            Client(REMOTE_ADDR=f"192.0.2.{number}").post("/reset", {"email": email})
        asked[email] = [re.sub(r"'[^']*'|\d+", "…", one["sql"]) for one in queries if "SAVEPOINT" not in one["sql"]]
    assert asked[MIRA] == asked["nobody@lighthouse.example"]


def test_whoever_asks_for_many_resets_gets_no_more(lighthouse: Lighthouse) -> None:
    for _ in range(20):
        Client().post("/reset", {"email": MIRA})
    for number in range(20):
        Client(REMOTE_ADDR="192.0.2.9").post("/reset", {"email": f"{number}@x.example"})
    assert Delivery.objects.filter(purpose="password_reset").count() == 1


def test_the_link_sets_a_new_password_once(lighthouse: Lighthouse) -> None:
    token = reset_token(lighthouse.mira, at=datetime.now(UTC))
    weak = Client().post(f"/reset/{token}", {"password": "short"})
    assert weak.status_code == 422
    assert b'aria-invalid="true"' in weak.content
    client = Client()
    assert client.get(f"/reset/{token}").status_code == 200
    assert client.post(f"/reset/{token}", {"password": PASSWORD}).headers["Location"] == "/"
    again = Client().get(f"/reset/{token}")
    assert again.status_code == 404
    assert b"does not work" in again.content
