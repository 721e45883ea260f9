"""The desk's addresses."""

from collections.abc import Callable

import pytest
from django.test import Client

from firsthand.models.channels import Endpoint
from firsthand.models.people import Person
from firsthand.services.channels.registry import channel_of, channels
from tests.lighthouse import Lighthouse
from tests.web.forms_of import forms_of

SignIn = Callable[[Person], Client]


def test_an_owner_adds_pauses_and_resumes_an_address(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    added = {"address": "help@lighthouse.example", "mode": "imap", "imap_host": "imap.example", "act": "save"}
    secret = {"username": "u", "secret_password": "a-secret-word"}
    assert client.post("/settings/addresses/new/email", {**added, **secret}).status_code == 303
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


@pytest.mark.parametrize("name", list(channels()))
def test_a_field_of_a_channels_own_states_its_bounds(name: str, lighthouse: Lighthouse, signed_in: SignIn) -> None:
    page = signed_in(lighthouse.mira).get(f"/settings/addresses/new/{name}").content.decode()
    given = {key: one for form in forms_of(page) for key, one in form.fields.items()}
    for field in (one for one in channel_of(name).fields if not one.choices):
        shown = given[f"secret_{field.name}" if field.secret else field.name]
        stated = {key: str(value) for key, value in field.attributes.items()}
        assert {key: shown.get(key) for key in stated} == stated, field.name
