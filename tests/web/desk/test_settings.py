"""Settings of the desk: changed by an owner, read by everybody."""

from collections.abc import Callable

from django.test import Client

from firsthand.models.people import Person
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]


def test_settings_are_changed_by_an_owner_and_read_by_others(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    wrong = client.post("/settings", {"name": "Lighthouse", "base_url": "desk", "zone": "UTC"})
    assert wrong.status_code == 422
    assert b'id="base_url-error"' in wrong.content
    page = signed_in(lighthouse.noor).get("/settings").content
    assert b"An owner of the desk changes these." in page
    assert signed_in(lighthouse.noor).get("/settings/addresses/new/email").status_code == 403
