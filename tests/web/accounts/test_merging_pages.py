"""Merging is done from a page that says before what moves."""

from collections.abc import Callable

from django.test import Client

from firsthand.models.people import Person
from tests.lighthouse import Lighthouse, contact

SignIn = Callable[[Person], Client]


def test_eve_merges_an_account_that_she_chose_by_name(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    lighthouse.ticket()
    eve, where = signed_in(lighthouse.eve), f"/a/{lighthouse.acme.pk}/merge"
    assert where in eve.get(f"/a/{lighthouse.acme.pk}").content.decode()
    assert "There is no account called" in eve.get(f"{where}?into=Nobody").content.decode()
    page = eve.get(f"{where}?into=cobalt").content.decode()
    assert "1 open ticket, 0 solved or closed tickets" in page
    assert "mail from acme.example" in page
    wrong = eve.post(f"{where}?into=cobalt", {"into": lighthouse.cobalt.pk, "why": ""})
    assert (wrong.status_code, b'id="why-error"' in wrong.content) == (422, True)
    done = eve.post(f"{where}?into=cobalt", {"into": lighthouse.cobalt.pk, "why": "One company."})
    assert done["Location"] == f"/a/{lighthouse.cobalt.pk}"
    assert eve.get(f"/a/{lighthouse.acme.pk}")["Location"] == f"/a/{lighthouse.cobalt.pk}"
    assert "merged Acme into it, with 1 contact and 1 ticket" in eve.get(done["Location"]).content.decode()
    assert "Acme" not in eve.get("/a/").content.decode()


def test_mira_says_that_a_private_address_is_anas_and_is_asked_whether_she_is_sure(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    private = contact("ana@home.example", account=lighthouse.cobalt)
    mira, where = signed_in(lighthouse.mira), f"/contacts/{private.pk}/merge?into=ana@acme.example"
    page = mira.get(where).content.decode()
    assert "ana@home.example belongs to Cobalt, and Ana Costa to Acme." in page
    asked = mira.post(where, {"into": lighthouse.ana.pk, "why": "Her own."})
    assert (asked.status_code, b"Say that you are sure" in asked.content) == (403, True)
    done = mira.post(where, {"into": lighthouse.ana.pk, "why": "Her own.", "sure": "1"})
    assert done["Location"] == f"/a/{lighthouse.acme.pk}"
    cobalt = mira.get(f"/a/{lighthouse.cobalt.pk}").content.decode()
    assert ("Nobody yet." in cobalt, "said that ana@home.example is Ana Costa" in cobalt) == (True, True)
