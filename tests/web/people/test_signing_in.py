"""Signing in, being slowed down, and a new password by mail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.test import Client

from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.services.people.actions.passwords import reset_token
from firsthand.web.people.throttle import Throttle
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import PASSWORD

NOON = datetime(2021, 8, 6, 19, 0, tzinfo=UTC)


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


def test_after_five_failures_even_the_right_password_waits(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.mira)
    client = Client()
    for _ in range(5):
        client.post("/sign-in", {"email": "mira@lighthouse.example", "password": "no"})
    answer = client.post("/sign-in", {"email": "mira@lighthouse.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 31
    assert b"Too many tries" in answer.content


def test_the_wait_doubles_and_is_forgotten_after_an_hour() -> None:
    throttle, key = Throttle(), ("mira@lighthouse.example", "192.0.2.1")
    for _ in range(5):
        throttle.failed(key, at=NOON)
    assert throttle.wait(key, at=NOON) == timedelta(seconds=30)
    throttle.failed(key, at=NOON)
    assert throttle.wait(key, at=NOON) == timedelta(seconds=60)
    assert throttle.wait((key[0], "192.0.2.2"), at=NOON) == timedelta(0)
    assert throttle.wait(key, at=NOON + timedelta(hours=2)) == timedelta(0)


def test_somebody_who_left_cannot_sign_in(lighthouse: Lighthouse) -> None:
    give_password(lighthouse.noor)
    Person.objects.filter(pk=lighthouse.noor.pk).update(is_active=False)
    answer = Client().post("/sign-in", {"email": "noor@lighthouse.example", "password": PASSWORD})
    assert answer.status_code == 422


def test_signing_out_ends_the_session(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(lighthouse.mira)
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
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
