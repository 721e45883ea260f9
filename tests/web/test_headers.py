"""What every answer carries, who is let in, and what no page may hold."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from firsthand.models.channels import Endpoint
from firsthand.services.desk.heartbeats import beat
from tests.lighthouse import LONG_AGO
from tests.web.desk_of_lighthouse import BusyDesk

WORKS = {"works": True}
PAGES = [
    "/",
    "/?view=all",
    "/t/{login}",
    "/t/{login}/why",
    "/a/",
    "/people",
    "/book",
    "/outbox",
    "/settings",
    "/notices",
]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_code_or_asks_anybody_else(busy: BusyDesk, mira: Client, address: str) -> None:
    answer = mira.get(address.format(login=busy.login.pk))
    text = answer.content.decode()
    nonces = set(re.findall(r'<script[^>]*nonce="([^"]+)"', text))
    assert answer.status_code == 200
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(on\w+|style)=", text)
    assert not re.findall(r'(?:src|href)="https?://', text.replace('href="https://status', ""))


def test_each_answer_has_a_nonce_of_its_own(busy: BusyDesk, mira: Client) -> None:
    assert mira.get("/").headers["Content-Security-Policy"] != mira.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/t/1", "/t/1/why", "/files/1/x", "/m/1/body", "/people", "/settings"])
def test_nothing_is_shown_before_sign_in(busy: BusyDesk, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_part_that_is_asked_for_signed_out_leads_to_sign_in(busy: BusyDesk) -> None:
    answer = Client().get("/t/1", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Ft%2F1")
    assert Client().get("/live").status_code == 401


def test_an_empty_desk_leads_to_its_set_up(db: None) -> None:
    assert Client().get("/").headers["Location"] == "/set-up"


def test_a_form_from_elsewhere_is_refused(busy: BusyDesk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(busy.desk.mira)
    assert client.post(f"/t/{busy.login.pk}/do/take").status_code == 403


def test_health_names_what_does_not_work(busy: BusyDesk) -> None:
    sick = Client().get("/healthz")
    assert sick.status_code == 503
    parts = sick.json()["parts"]
    assert (parts["web"], parts["database"], parts["engine"]) == (WORKS, WORKS, {"works": False})
    beat(part="clocks", worker="one", at=datetime.now(UTC), error="")
    assert Client().get("/healthz").status_code == 200


def test_strangers_learn_no_address_and_no_server_from_health(
    busy: BusyDesk, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Endpoint.objects.update(failing_since=datetime.now(UTC), last_error="imap.inside.example refused us")
    forgotten = {"settings": {"mode": "imap"}, "created_at": LONG_AGO, "last_error": "", "failing_since": None}
    Endpoint.objects.create(channel="email", address="old@lighthouse.example", name="x", called="x", **forgotten)
    assert Client().get("/healthz").json()["parts"]["addresses"] == {"works": False}
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, health_token="watch-1"))
    watching = Client(HTTP_AUTHORIZATION="Bearer watch-1")
    for somebody, reads in [
        (Client(), False),
        (watching, True),
        (mira, True),
        (Client(HTTP_AUTHORIZATION="Bearer x"), False),
    ]:
        told = somebody.get("/healthz").content
        assert (b"imap.inside.example" in told, b"lighthouse.example" in told) == (reads, reads)


@pytest.mark.parametrize("address", ["/", "/t/{login}", "/t/{login}/why", "/people", "/profile", "/sign-in"])
def test_no_page_stays_in_a_browser_for_whoever_sits_there_next(busy: BusyDesk, mira: Client, address: str) -> None:
    assert "no-store" in mira.get(address.format(login=busy.login.pk)).headers["Cache-Control"]


@pytest.mark.parametrize(("theme", "kept"), [("dark", "dark"), ("light", "light"), ("", ""), ("neon", "")])
def test_the_theme_is_kept_in_a_cookie_and_drawn_by_the_server(
    busy: BusyDesk, mira: Client, theme: str, kept: str
) -> None:
    answer = mira.post("/theme", {"theme": theme, "next": "//evil.example"})
    assert answer.headers["Location"] == "/"
    assert (f'data-theme="{kept}"' in mira.get("/").content.decode()) is bool(kept)


def test_a_page_that_is_not_there_says_so(busy: BusyDesk, mira: Client) -> None:
    answer = mira.get("/nothing-here")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
