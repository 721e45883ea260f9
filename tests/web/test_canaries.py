"""Passwords, links that let somebody in, and mail are nowhere that they do not belong, whatever fails: not in a log, a
notice, a sign of life, a reason or an error page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Stop
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from firsthand.channels.spool import spool
from firsthand.engine.loop import EnginePart, PartLoop
from firsthand.engine.spooled import SpooledMessages
from firsthand.models.channels import Endpoint
from firsthand.models.desk import Heartbeat
from firsthand.models.events import Event
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery, Notice
from firsthand.services.desk.folders import spool_folder
from firsthand.services.people.actions.passwords import reset_token
from tests.lighthouse import Lighthouse
from tests.logged import ReadLog, logged
from tests.services.intake.letters import letter
from tests.web.people.test_signing_in import give_password

PASSWORD, MAIL, SECRET = "canary-password-7f", "canary-mail-7f", "canary-mailbox-7f"
OF_THE_DESK = ("password_changed", "setting_changed", "endpoint_added")
FETCHED = {"mode": "imap", "imap_host": "127.0.0.1", "imap_port": "1", "imap_security": "plain", "username": "u"}


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadLog]:
    """What was logged."""
    with logged(request.param, monkeypatch) as read:
        yield read


def wherever_words_are_kept() -> str:
    """Every text of the desk that is neither a message, nor mail on its way, nor raw mail."""
    rows: list[Any] = [
        *Notice.objects.values_list("text"),
        *Heartbeat.objects.values_list("error"),
        *RawMessage.objects.values_list("reason"),
        *Endpoint.objects.values_list("last_error", "settings"),
        *Delivery.objects.values_list("last_error"),
        *Event.objects.filter(verb__in=["password_changed", "setting_changed", "endpoint_added"]).values_list(
            "payload"
        ),
    ]
    return str(rows)


def test_whoever_signs_in_leaves_no_password_and_no_link(lighthouse: Lighthouse, log: ReadLog) -> None:
    give_password(lighthouse.mira)
    token = reset_token(lighthouse.mira, at=datetime.now(UTC))
    client = Client(raise_request_exception=False)
    pages = [client.post("/sign-in", {"email": "mira@lighthouse.example", "password": PASSWORD}) for _ in range(12)]
    pages += [client.post("/sign-in", {"email": PASSWORD, "password": "x"})]
    pages += [client.post(f"/{link}/{token}", {"password": "canary"}) for link in ("reset", "invitation")]
    assert not any(PASSWORD.encode() in page.content for page in pages[:12])
    assert "sign_in_failed" in log()
    assert not [one for one in (PASSWORD, token) if one in log() + wherever_words_are_kept()]


def test_a_mailbox_leaves_no_password(lighthouse: Lighthouse, log: ReadLog) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lighthouse.mira)
    sent = {"address": "help@lighthouse.example", "secret_password": SECRET, **FETCHED}
    client.post("/settings/addresses/new/email", {**sent, "act": "test"})
    client.post("/settings/addresses/new/email", {**sent, "act": "save", "looked": "1"})
    box = Endpoint.objects.get(address="help@lighthouse.example")
    refused = client.post(f"/settings/addresses/{box.pk}", {**sent, "address": "no address", "act": "save"})
    kept = client.get(f"/settings/addresses/{box.pk}").content.decode() + client.get("/settings").content.decode()
    assert refused.status_code == 422
    assert SECRET not in log() + wherever_words_are_kept() + kept


@pytest.mark.parametrize("failure", [ValueError, IntegrityError, RuntimeError])
def test_mail_that_breaks_us_is_quoted_nowhere(
    lighthouse: Lighthouse, log: ReadLog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: type[Exception]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise failure(f"DETAIL: Key (text)=({MAIL})")

    monkeypatch.setattr("firsthand.services.intake.message_intake.attach", broken)
    raw, now = letter(subject=f"Please {MAIL}", text=MAIL), datetime.now(UTC)
    spool(
        raw,
        folder=spool_folder(tmp_path),
        to="support@lighthouse.example",
        via="pipe",
        envelope_from="",
        received_at=now,
    )
    messages = SpooledMessages(data=tmp_path)
    messages.round(now)
    messages.close()
    assert RawMessage.objects.filter(state="quarantined").count() == 1
    assert failure.__name__ in log()
    assert MAIL not in log() + wherever_words_are_kept()


@pytest.mark.django_db(transaction=True)
def test_a_part_of_the_engine_that_fails_says_what_kind_and_not_with_what(log: ReadLog) -> None:
    def broken(_now: datetime) -> int:
        raise RuntimeError(f"{MAIL} {SECRET}")

    part = EnginePart(name="mail", every=timedelta(seconds=1), round=broken)
    PartLoop(part, clock=lambda: datetime.now(UTC), stop=Stop(), worker="one").once()
    health = Client().get("/healthz").content.decode()
    assert "RuntimeError" in log() + wherever_words_are_kept()
    assert not [one for one in (MAIL, SECRET) if one in log() + wherever_words_are_kept() + health]


def test_a_page_that_fails_shows_no_values(
    lighthouse: Lighthouse, log: ReadLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(MAIL)

    monkeypatch.setattr("firsthand.web.people.views.people_page", broken)
    client = Client(raise_request_exception=False)
    client.force_login(lighthouse.mira)
    answer = client.get("/people")
    assert (answer.status_code, settings.DEBUG) == (500, False)
    assert "KeyError" in log()
    assert MAIL not in log() + answer.content.decode()
