"""The desk's addresses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from firsthand.models.channels import Endpoint
from firsthand.models.people import Person
from firsthand.services.channels.registry import channel_of, channels
from tests.channels.imap_server import ImapFolder, ImapServer
from tests.lighthouse import Lighthouse
from tests.web.forms_of import forms_of

SignIn = Callable[[Person], Client]


def test_an_owner_adds_pauses_and_resumes_an_address(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    added = {
        "address": "help@lighthouse.example",
        "mode": "imap",
        "imap_host": "127.0.0.1",
        "act": "save",
        "looked": "1",
    }
    secret = {"username": "u", "secret_password": "a-secret-word"}
    assert client.post("/settings/addresses/new/email", {**added, **secret}).status_code == 303
    box = Endpoint.objects.get(address="help@lighthouse.example")
    where = f"/settings/addresses/{box.pk}"
    assert b"a-secret-word" not in client.get(where).content
    client.post(where, {"act": "pause"})
    box.refresh_from_db()
    kept = (box.is_active, box.secrets["password"], box.settings["imap_host"])
    assert kept == (False, "a-secret-word", "127.0.0.1")
    client.post(where, {"act": "resume"})
    box.refresh_from_db()
    assert box.is_active


def test_a_mailbox_is_answered_from_now_on_or_from_when_the_owner_says(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.mira)
    form = {"address": "help@lighthouse.example", "mode": "imap", "imap_host": "127.0.0.1", "act": "save"}
    form |= {"imap_port": "1", "looked": "1"}
    assert b'name="since"' in client.get("/settings/addresses/new/email").content
    client.post("/settings/addresses/new/email", form)
    box = Endpoint.objects.get(address="help@lighthouse.example")
    assert box.answers_since is not None
    assert datetime.now(UTC) - box.answers_since < timedelta(minutes=2)
    client.post(f"/settings/addresses/{box.pk}", {**form, "since": "2026-01-05 08:00"})
    box.refresh_from_db()
    assert box.answers_since == datetime(2026, 1, 5, 8, tzinfo=ZoneInfo("America/Los_Angeles"))
    wrong = client.post(f"/settings/addresses/{box.pk}", {**form, "since": "at noon"})
    assert b'id="since-error"' in wrong.content


@pytest.mark.parametrize("name", list(channels()))
def test_a_field_of_a_channels_own_states_its_bounds(name: str, lighthouse: Lighthouse, signed_in: SignIn) -> None:
    page = signed_in(lighthouse.mira).get(f"/settings/addresses/new/{name}").content.decode()
    given = {key: one for form in forms_of(page) for key, one in form.fields.items()}
    for field in (one for one in channel_of(name).fields if not one.choices):
        shown = given[f"secret_{field.name}" if field.secret else field.name]
        stated = {key: str(value) for key, value in field.attributes.items()}
        assert {key: shown.get(key) for key in stated} == stated, field.name


def test_before_a_mailbox_is_fetched_from_for_the_first_time_the_owner_reads_what_it_holds(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    mira = signed_in(lighthouse.mira)
    folder = ImapFolder(messages={1: b"Subject: one\r\n\r\nOne", 2: b"Subject: two\r\n\r\nTwo"})
    with ImapServer(folder) as server:
        form = {**FETCHED, "imap_port": str(server.port), "username": folder.user, "secret_password": folder.password}
        form |= {"since": "2026-01-05 08:00", "act": "save"}
        seen = mira.post("/settings/addresses/new/email", form)
        assert (seen.status_code, b"holds 2 messages" in seen.content, b"save once more to begin" in seen.content) == (
            200,
            True,
            True,
        )
        assert not Endpoint.objects.filter(address="help@lighthouse.example").exists()
        assert mira.post("/settings/addresses/new/email", {**form, "looked": "1"}).status_code == 303
    box = Endpoint.objects.get(address="help@lighthouse.example")
    box.cursor = {"last_uid": 2}
    box.save()
    where = f"/settings/addresses/{box.pk}"
    assert mira.post(where, {**form, "shown_name": "Helpers"}).status_code == 303
    assert mira.post(where, {**form, "imap_folder": "Another", "secret_password": "p"}).status_code == 200


FETCHED = {
    "address": "help@lighthouse.example",
    "mode": "imap",
    "imap_host": "127.0.0.1",
    "imap_port": "1",
    "imap_security": "plain",
    "username": "u",
}


@pytest.mark.parametrize("act", ["test", "save"])
@pytest.mark.parametrize(
    "otherwise",
    [
        {"imap_host": "localhost"},
        {"imap_port": "2"},
        {"imap_security": "tls"},
        {"smtp_host": "127.0.0.1", "smtp_port": "1"},
    ],
)
def test_a_stored_password_goes_nowhere_else_until_it_is_given_again(
    lighthouse: Lighthouse, signed_in: SignIn, otherwise: dict[str, str], act: str
) -> None:
    client = signed_in(lighthouse.mira)
    client.post("/settings/addresses/new/email", {**FETCHED, "secret_password": "kept", "act": "save", "looked": "1"})
    box = Endpoint.objects.get(address="help@lighthouse.example")
    where = f"/settings/addresses/{box.pk}"
    changed = {**FETCHED, **otherwise, "act": act, "looked": "1"}
    refused = client.post(where, changed)
    assert (refused.status_code, b"give the password again" in refused.content) == (422, True)
    assert client.post(where, {**changed, "secret_password": "given"}).status_code == (200 if act == "test" else 303)
    assert (
        client.post(
            where, {**FETCHED, "shown_name": "Help", "secret_password": "kept", "act": "save", "looked": "1"}
        ).status_code
        == 303
    )
    assert client.post(where, {**FETCHED, "shown_name": "Helpers", "act": "save", "looked": "1"}).status_code == 303
