"""The list of accounts, and one account with every field under its owner."""

from collections.abc import Callable

import pytest
from django.test import Client

from firsthand.models.accounts import Account
from firsthand.models.events import Event
from firsthand.models.people import Person
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]


def test_accounts_are_found_by_domain_and_the_search_says_when_none_is(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.mira)
    assert b"Borealis" in client.get("/a/").content
    found = client.get("/a/?q=acme.example").content
    assert b"Acme" in found
    assert b"Borealis" not in found
    assert b"No account matches" in client.get("/a/?q=zzz").content


@pytest.mark.clause("S5", "S7")
def test_sales_changes_the_plan_and_support_reads_whose_it_is(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    where = f"/a/{lighthouse.acme.pk}"
    change = {"act": "commercial", "stage": "production", "plan": "default", "contract": "", "why": "They signed."}
    page = signed_in(lighthouse.mira).get(where).content.decode()
    assert "set by sales and VP of sales (S7)" in page
    assert signed_in(lighthouse.mira).post(where, change).status_code == 403
    assert Account.objects.get(pk=lighthouse.acme.pk).stage == "trial"
    assert signed_in(lighthouse.eve).post(where, change).status_code == 303
    assert Account.objects.get(pk=lighthouse.acme.pk).stage == "production"
    after = signed_in(lighthouse.mira).get(where).content.decode()
    assert "They signed." in after
    assert "Eve Sato" in after


@pytest.mark.clause("S10")
def test_customer_engineering_names_who_is_accountable(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    where = f"/a/{lighthouse.acme.pk}"
    noor = signed_in(lighthouse.noor)
    wrong = noor.post(where, {"act": "accountable", "accountable": lighthouse.eve.pk})
    assert wrong.status_code == 422
    assert b'id="accountable-error"' in wrong.content
    assert noor.post(where, {"act": "accountable", "accountable": ""}).status_code == 303
    assert Account.objects.get(pk=lighthouse.acme.pk).accountable is None


@pytest.mark.clause("A10")
def test_the_strategic_flag_needs_its_role_and_a_reason(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    where = f"/a/{lighthouse.acme.pk}"
    change = {"act": "strategic", "strategic": "1", "reason": "Ten thousand developers."}
    assert signed_in(lighthouse.noor).post(where, change).status_code == 403
    lighthouse.eve.holdings.update(role="vp_sales")
    eve = signed_in(lighthouse.eve)
    assert eve.post(where, {**change, "reason": " "}).status_code == 422
    assert eve.post(where, change).status_code == 303
    assert Account.objects.get(pk=lighthouse.acme.pk).strategic_reason == "Ten thousand developers."


def test_domains_and_contacts_are_added_and_errors_stand_at_the_field(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    where, client = f"/a/{lighthouse.acme.pk}", signed_in(lighthouse.mira)
    taken = client.post(where, {"act": "add_domain", "domain": "borealis.example"})
    assert taken.status_code == 422
    assert b"already belongs to Borealis" in taken.content
    assert client.post(where, {"act": "add_domain", "domain": "acme2.example"}).status_code == 303
    client.post(where, {"act": "add_contact", "email": "cy@acme.example", "contact_name": "Cy"})
    assert b"cy@acme.example" in client.get(where).content
    client.post(where, {"act": "remove_domain", "domain": "acme2.example"})
    assert Event.objects.filter(subject=lighthouse.acme.subject).count() == 3
    assert client.post(where, {"act": "explode"}).status_code == 422


def test_a_new_account_opens_its_page_and_a_taken_name_is_said(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    made = client.post("/a/", {"name": "Dunes"})
    assert client.get(made.headers["Location"]).status_code == 200
    again = client.post("/a/", {"name": "Dunes"})
    assert again.status_code == 422
    assert b"already an account called Dunes" in again.content
    assert client.get("/a/999999").status_code == 404
