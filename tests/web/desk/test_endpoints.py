"""The desk's addresses."""

from collections.abc import Callable

from django.test import Client

from firsthand.models.channels import Endpoint
from firsthand.models.people import Person
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]


def test_an_owner_adds_pauses_and_resumes_an_address(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    added = {"address": "help@lighthouse.example", "mode": "imap", "imap_host": "imap.example", "act": "save"}
    secret = {"username": "u", "secret_password": "a-secret-word"}
    assert client.post("/settings/addresses/new/email", {**added, **secret}).status_code == 302
    box = Endpoint.objects.get(address="help@lighthouse.example")
    where = f"/settings/addresses/{box.pk}"
    assert b"a-secret-word" not in client.get(where).content
    client.post(where, {"act": "pause"})
    box.refresh_from_db()
    kept = (box.is_active, box.secrets["password"], box.settings["imap_host"])
    assert kept == (False, "a-secret-word", "imap.example")
    client.post(where, {"act": "resume"})
    box.refresh_from_db()
    assert box.is_active
