"""People and roles, invitations and profiles."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.outbox import Delivery
from firsthand.models.people import Invitation, Person, RoleHolding
from firsthand.models.tickets import Ticket
from firsthand.services.leaving.owned import OWNED
from tests.lighthouse import Lighthouse, person
from tests.web.desk_of_lighthouse import PASSWORD

SignIn = Callable[[Person], Client]


def test_vacant_roles_are_named(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    page = signed_in(lighthouse.noor).get("/people").content.decode()
    assert "VP of customer engineering" in page
    assert "vacant" in page
    assert "Invite somebody" not in page


def test_an_owner_invites_and_the_invited_joins(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mira = signed_in(lighthouse.mira)
    answer = mira.post(
        "/people/invitations", {"name": "Zoe Park", "email": "zoe@lighthouse.example", "roles": ["support"]}
    )
    assert answer.headers["Location"] == "/people"
    link = re.search(r"/invitation/\S+", Delivery.objects.get(purpose="invitation").text)
    assert link is not None
    zoe = Client()
    assert b"Mira Lindqvist invites you" in zoe.get(link.group()).content
    weak = zoe.post(link.group(), {"name": "Zoe Park", "zone": "Europe/Berlin", "password": "short"})
    assert weak.status_code == 422
    joined = zoe.post(link.group(), {"name": "Zoe Park", "zone": "Europe/Berlin", "password": PASSWORD})
    assert joined.headers["Location"] == "/"
    assert zoe.get("/profile").status_code == 200
    assert Client().get(link.group()).status_code == 404


def test_an_invitation_with_a_wrong_address_keeps_what_was_typed(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    answer = signed_in(lighthouse.mira).post(
        "/people/invitations", {"name": "Zoe Park", "email": "zoe", "roles": ["support"]}
    )
    assert answer.status_code == 422
    assert b'value="Zoe Park"' in answer.content
    assert b'id="email-error"' in answer.content


def test_only_an_owner_invites(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    answer = signed_in(lighthouse.noor).post("/people/invitations", {"name": "Zoe", "email": "zoe@x.example"})
    assert answer.status_code == 403
    assert b"Only an owner of this desk" in answer.content
    assert not Invitation.objects.exists()


def test_a_role_ends_and_another_begins_with_dates(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mira = signed_in(lighthouse.mira)
    mira.post(f"/people/{lighthouse.noor.pk}", {"act": "roles", "roles": "vp_customer_engineering:acting"})
    held = RoleHolding.objects.filter(person=lighthouse.noor)
    assert held.get(role="customer_engineering").to_at is not None
    assert held.get(role="vp_customer_engineering").acting
    assert b"stands in" in mira.get("/people").content


def test_the_last_owner_stays(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    answer = signed_in(lighthouse.mira).post(f"/people/{lighthouse.mira.pk}", {"act": "deactivate"})
    assert answer.status_code == 403
    assert b"last owner" in answer.content


def test_mira_changes_her_zone_her_colours_and_her_password(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    lighthouse.mira.set_password(PASSWORD)
    lighthouse.mira.save()
    client = signed_in(lighthouse.mira)
    saved = client.post("/profile", {"act": "profile", "name": "Mira L", "zone": "Europe/Oslo", "theme": "dark"})
    assert saved.cookies["theme"].value == "dark"
    assert Person.objects.get(pk=lighthouse.mira.pk).zone == "Europe/Oslo"
    wrong = client.post("/profile", {"act": "password", "current": "no", "password": "another long sentence"})
    assert wrong.status_code == 422
    assert b'id="current-error"' in wrong.content
    client.post("/profile", {"act": "password", "current": PASSWORD, "password": "another long sentence"})
    assert client.get("/profile").status_code == 200
    assert Person.objects.get(pk=lighthouse.mira.pk).check_password("another long sentence")


def test_letting_somebody_leave_hands_on_what_they_own(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mira, page, ticket = signed_in(lighthouse.mira), f"/people/{lighthouse.olu.pk}", lighthouse.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(responsible=lighthouse.olu, responsible_role="engineering")
    zoe = person("Zoe Park", Role("engineering"))
    choice = f"tickets:engineering:{zoe.pk}"
    assert f'<option value="{choice}">Zoe Park</option>' in mira.get(page).content.decode()
    assert mira.post(page, {"act": "deactivate", "heirs": choice}).headers["Location"] == page
    assert Ticket.objects.get(pk=ticket.pk).responsible == zoe
    assert "made engineering · Zoe Park responsible" in strip_tags(mira.get(f"/t/{ticket.pk}").content.decode())


def test_the_page_names_all_that_somebody_owns_and_whom_it_goes_to(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mira, page = signed_in(lighthouse.mira), f"/people/{lighthouse.noor.pk}"
    zoe, vic = person("Zoe Park", Role("customer_engineering")), person("Vic Stone", Role("vp_customer_engineering"))
    said = strip_tags(mira.get(page).content.decode())
    for words in ("When Noor Haddad leaves", "Accountable for 3 accounts", "the lead: Vic Stone"):
        assert words in said
    assert "is vacant then" not in said
    assert "it is vacant then" in strip_tags(mira.get(f"/people/{lighthouse.eve.pk}").content.decode())
    mira.post(page, {"act": "deactivate", "heirs": f"accountable:customer_engineering:{zoe.pk}"})
    assert set(Account.objects.values_list("accountable", flat=True)) == {zoe.pk}
    mira.post(f"/people/{zoe.pk}", {"act": "deactivate", "heirs": ""})
    assert set(Account.objects.values_list("accountable", flat=True)) == {vic.pk}
    wrong = mira.post(f"/people/{vic.pk}", {"act": "deactivate", "heirs": "questions::team"})
    assert (wrong.status_code, Person.objects.get(pk=vic.pk).is_active) == (422, True)


def test_a_stand_in_serves_while_nobody_holds_the_role_and_one_that_begins_later_leaves_it_vacant(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    mira, now = signed_in(lighthouse.mira), datetime.now(UTC)

    def line(role: str) -> str:
        said = mira.get("/people").content.decode()
        return strip_tags(said.split(f"<dt>{role}</dt>")[1].split("</dd>")[0])

    lead = RoleHolding.objects.create(person=lighthouse.eve, role="vp_sales", acting=True, from_at=now)
    assert "stands in" in line("VP of sales")
    outright = RoleHolding.objects.create(person=lighthouse.pat, role="vp_sales", from_at=now)
    assert "would stand in" in line("VP of sales")
    lead.delete()
    RoleHolding.objects.filter(pk=outright.pk).update(from_at=now + timedelta(days=3))
    assert "Pat Ruiz from" in " ".join(line("VP of sales").split())
    assert "vacant" in line("VP of sales")
    assert "stands in: Mira Lindqvist" in strip_tags(mira.get("/people").content.decode())


def test_whatever_a_room_declares_is_owned_has_its_line_on_the_page(
    lighthouse: Lighthouse, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = tuple(replace(one, counted=lambda _person, _desk: {Role("support"): 2}) for one in OWNED)
    monkeypatch.setattr("firsthand.services.leaving.queries.OWNED", some)
    said = strip_tags(signed_in(lighthouse.mira).get(f"/people/{lighthouse.ada.pk}").content.decode())
    assert [one.kind for one in OWNED if PLAIN.sentence(one.said(2)) not in said] == []
    for one in OWNED:
        assert PLAIN.phrase(one.by_itself or one.left_to) in said
