"""Each field of an account is changed by the role that owns it, and each change is kept."""

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import decode
from firsthand.domain.events.accounts import AccountChanged
from firsthand.domain.names import Stage
from firsthand.domain.organisation import Act
from firsthand.models.events import Event
from firsthand.services.access.viewers import viewer_of
from firsthand.services.accounts.actions import (
    add_contact,
    add_domain,
    create_account,
    move_contact,
    remove_domain,
    rename,
    set_accountable,
    set_commercial,
    set_seller,
    set_strategic,
)
from firsthand.services.accounts.queries import account_list, account_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, contact, person


def changed(field: str) -> AccountChanged:
    """The one change of a field."""
    rows = Event.objects.filter(verb="account_changed").values_list("payload", "words")
    said = (decode("account_changed", payload, words) for payload, words in rows)
    (found,) = [one for one in said if isinstance(one, AccountChanged) and one.field == field]
    return found


@pytest.mark.clause("S5", "S7")
def test_sales_changes_the_stage_and_others_are_told_whose_it_is(lighthouse: Lighthouse) -> None:
    eve, acme = lighthouse.viewer(lighthouse.eve), lighthouse.acme.pk
    account = set_commercial(viewer=eve, account_id=acme, stage=Stage("production"), plan="team", at=NOW, why="signed")
    assert (account.stage, account.plan) == (Stage("production"), "team")
    event = Event.objects.filter(subject=account.subject).earliest("id")
    assert (event.person, event.account, event.payload) == (lighthouse.eve, account, {"field": "stage"})
    assert changed("stage") == AccountChanged(field="stage", before="trial", after="production", why="signed")
    with pytest.raises(Refused, match="sales"):
        set_commercial(viewer=lighthouse.viewer(lighthouse.mira), account_id=acme, stage=Stage("trial"), at=NOW)


@pytest.mark.clause("S10")
def test_one_customer_engineer_is_accountable(lighthouse: Lighthouse) -> None:
    noor, acme = lighthouse.viewer(lighthouse.noor), lighthouse.acme.pk
    with pytest.raises(Invalid):
        set_accountable(viewer=noor, account_id=acme, person_id=lighthouse.mira.pk, at=NOW)
    with pytest.raises(Refused):
        set_accountable(viewer=lighthouse.viewer(lighthouse.eve), account_id=acme, person_id=None, at=NOW)
    assert set_accountable(viewer=noor, account_id=acme, person_id=None, at=NOW).accountable is None
    assert changed("accountable").before == "Noor Haddad"


@pytest.mark.clause("S7")
def test_one_account_executive_sells_to_an_account(lighthouse: Lighthouse) -> None:
    eve, acme = lighthouse.viewer(lighthouse.eve), lighthouse.acme.pk
    assert set_seller(viewer=eve, account_id=acme, person_id=lighthouse.eve.pk, at=NOW).seller == lighthouse.eve
    with pytest.raises(Invalid):
        set_seller(viewer=eve, account_id=acme, person_id=lighthouse.noor.pk, at=NOW)


@pytest.mark.clause("A10")
def test_the_strategic_flag_is_set_by_a_head_with_a_reason(lighthouse: Lighthouse) -> None:
    head = lighthouse.viewer(person("Vera Vogt", None))
    with pytest.raises(Refused):
        set_strategic(viewer=head, account_id=lighthouse.acme.pk, strategic=True, reason="10k users", at=NOW)
    lighthouse.eve.holdings.update(role="vp_sales")
    eve = lighthouse.viewer(lighthouse.eve)
    with pytest.raises(Invalid):
        set_strategic(viewer=eve, account_id=lighthouse.acme.pk, strategic=True, reason=" ", at=NOW)
    assert set_strategic(
        viewer=eve, account_id=lighthouse.acme.pk, strategic=True, reason="10k users", at=NOW
    ).strategic
    assert changed("strategic").why == "10k users"


def test_changing_nothing_leaves_no_trace(lighthouse: Lighthouse) -> None:
    eve = lighthouse.viewer(lighthouse.eve)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("trial"), at=NOW)
    assert not Event.objects.filter(verb="account_changed").exists()


@pytest.mark.parametrize(
    "wrong", ["gmail.com", "@Outlook.com", "localhost", "acme example", "", "a@b.example", "1.2.3.4"]
)
def test_a_domain_that_cannot_stand_for_one_customer_is_refused(lighthouse: Lighthouse, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_domain(viewer=lighthouse.viewer(lighthouse.mira), account_id=lighthouse.acme.pk, domain=wrong, at=NOW)
    assert refused.value.field == "domain"


def test_a_domain_belongs_to_one_account_and_brings_its_people(lighthouse: Lighthouse) -> None:
    mira, acme = lighthouse.viewer(lighthouse.mira), lighthouse.acme.pk
    zoe = contact("zoe@acme.test.example")
    add_domain(viewer=mira, account_id=acme, domain="Acme.Test.Example", at=NOW)
    zoe.refresh_from_db()
    assert zoe.account == lighthouse.acme
    with pytest.raises(Invalid, match="Acme"):
        add_domain(viewer=mira, account_id=lighthouse.cobalt.pk, domain="acme.test.example", at=NOW)
    remove_domain(viewer=mira, account_id=acme, domain="acme.test.example", at=NOW)
    with pytest.raises(Missing):
        remove_domain(viewer=mira, account_id=acme, domain="acme.test.example", at=NOW)


def test_a_contact_is_moved_with_a_reason_that_both_accounts_keep(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Invalid, match="Acme"):
        add_contact(viewer=mira, account_id=lighthouse.cobalt.pk, email="ANA@acme.example", at=NOW)
    move_contact(viewer=mira, contact_id=lighthouse.ana.pk, account_id=lighthouse.cobalt.pk, at=NOW, why="changed jobs")
    moved = Event.objects.filter(verb="account_changed").order_by("id")
    assert [(one.account, one.payload, one.words) for one in moved] == [
        (lighthouse.acme, {"field": "contact"}, {"before": "ana@acme.example", "why": "changed jobs"}),
        (lighthouse.cobalt, {"field": "contact"}, {"after": "ana@acme.example", "why": "changed jobs"}),
    ]


def test_two_accounts_never_share_a_name(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    delta = create_account(viewer=mira, name="Delta", at=NOW)
    assert delta.stage == Stage("prospect")
    with pytest.raises(Invalid):
        create_account(viewer=mira, name=" Acme ", at=NOW)
    with pytest.raises(Invalid):
        rename(viewer=mira, account_id=delta.pk, name="Acme", at=NOW)


def test_the_page_shows_tickets_people_changes_and_what_one_may_do(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    page = account_page(viewer=lighthouse.viewer(lighthouse.eve), account_id=lighthouse.acme.pk)
    assert page.open_tickets == (ticket,)
    assert [one.address for one in page.contacts] == ["ana@acme.example"]
    assert page.domains == ("acme.example",)
    assert page.may == {Act.edit_contacts, Act.set_commercial}
    with pytest.raises(Missing):
        account_page(viewer=viewer_of(person("Guest Nobody", None), at=NOW), account_id=lighthouse.acme.pk)


def test_the_list_finds_by_name_domain_and_contact(lighthouse: Lighthouse) -> None:
    lighthouse.ticket()
    viewer = lighthouse.viewer(lighthouse.noor)
    assert [row.name for row in account_list(viewer=viewer).rows] == ["Acme", "Borealis", "Cobalt"]
    found = account_list(viewer=viewer, words="ana@")
    assert [(row.name, row.open_tickets) for row in found.rows] == [("Acme", 1)]
