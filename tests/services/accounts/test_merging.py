"""Two accounts that are one, and two contacts who are one person: what moves, what stays, who may."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import Stage, StateName
from firsthand.models.accounts import Account, Contact
from firsthand.models.events import Event
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.doors import accounts_for
from firsthand.services.accounts.actions import add_domain, set_commercial
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.accounts.merging import (
    merge_accounts,
    merge_contacts,
    merged_account,
    would_be_one,
    would_move,
)
from firsthand.services.accounts.queries import account_page
from firsthand.services.channels.customers import find_contacts
from firsthand.services.proposals.actions import propose, withdraw
from firsthand.services.search.actions import write_waiting
from firsthand.services.tasks.actions import give_on_account
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, contact
from tests.services.intake.letters import arrive, letter, ticket_of

LATER = NOW + timedelta(hours=1)
WHY = "They changed their name in May."


def merge(desk: Lighthouse, source: Account, target: Account) -> Account:
    """Eve in sales merges one account into another."""
    return merge_accounts(viewer=desk.viewer(desk.eve), account_id=source.pk, into_id=target.pk, why=WHY, at=LATER)


def test_contacts_domains_tickets_and_tasks_are_the_others_from_then_on(lighthouse: Lighthouse) -> None:
    eve = lighthouse.viewer(lighthouse.eve)
    still_open = lighthouse.ticket()
    give_on_account(viewer=eve, account_id=lighthouse.acme.pk, what="Call them", due_at=LATER, at=NOW)
    seen = would_move(viewer=eve, account_id=lighthouse.acme.pk, into="cobalt", at=NOW)
    assert (seen.contacts, seen.open_tickets, seen.ended_tickets, seen.tasks) == (1, 1, 0, 1)
    assert seen.domains == ("acme.example",)
    assert [(one.field, one.goes) for one in seen.differences][:1] == [("stage", "trial")]
    kept = merge(lighthouse, lighthouse.acme, lighthouse.cobalt)
    assert set(kept.contacts.all()) == {lighthouse.ana}
    assert set(kept.domains.values_list("domain", flat=True)) == {"acme.example", "cobalt.example"}
    still_open.refresh_from_db()
    assert (still_open.account, still_open.stage, kept.stage) == (kept, "trial", "production")
    assert [task.what for task in kept.tasks.all()] == ["Call them"]
    said = Event.objects.get(subject=still_open.subject_id, verb="tickets_account_merged")
    assert (said.words, said.person) == ({"before": "Acme", "after": "Cobalt"}, lighthouse.eve)


def test_what_was_merged_is_found_by_its_name_and_is_no_account_any_more(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    eve = lighthouse.viewer(lighthouse.eve)
    add_domain(viewer=eve, account_id=lighthouse.acme.pk, domain="acme2.example", at=NOW)
    moved = lighthouse.ticket()
    merge(lighthouse, lighthouse.acme, lighthouse.borealis)
    merge(lighthouse, lighthouse.borealis, lighthouse.cobalt)
    assert list(accounts_for(eve)) == [lighthouse.cobalt]
    for gone in (lighthouse.acme, lighthouse.borealis):
        assert merged_account(viewer=eve, account_id=gone.pk) == lighthouse.cobalt.pk
    history = [event.verb for event in account_page(viewer=eve, account_id=lighthouse.cobalt.pk).events]
    assert history.count("account_taken_in") == history.count("account_merged") == 2
    write_waiting(limit=1000)
    wanted = InboxFilter(view="all", q="acme borealis")
    assert [row.id for row in inbox(viewer=eve, filter=wanted, after=None, now=LATER).rows] == [moved.pk]
    new = ticket_of(arrive(letter(sender="Dee <dee@acme2.example>"), folder=tmp_path, at=LATER))
    assert new.account == lighthouse.cobalt


def test_a_reason_another_account_and_the_right_are_needed(lighthouse: Lighthouse) -> None:
    acme, cobalt, eve = lighthouse.acme, lighthouse.cobalt, lighthouse.viewer(lighthouse.eve)
    with pytest.raises(Invalid, match="Say why"):
        merge_accounts(viewer=eve, account_id=acme.pk, into_id=cobalt.pk, why=" ", at=NOW)
    with pytest.raises(Invalid, match="the same one"):
        merge(lighthouse, acme, acme)
    with pytest.raises(Refused):
        merge_accounts(
            viewer=lighthouse.viewer(lighthouse.mira), account_id=acme.pk, into_id=cobalt.pk, why=WHY, at=NOW
        )
    assert not Event.objects.filter(verb="account_merged").exists()


def test_an_open_proposal_about_it_is_answered_first(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    proposal = propose(
        viewer=mira, field="stage", value="production", why="Signed.",
        account_id=lighthouse.acme.pk, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="1 proposal about this account waits"):
        merge(lighthouse, lighthouse.acme, lighthouse.cobalt)
    withdraw(viewer=mira, proposal_id=proposal.pk, why="A mistake.", at=NOW)
    assert merge(lighthouse, lighthouse.acme, lighthouse.cobalt) == lighthouse.cobalt


def test_a_person_known_twice_is_one_with_both_addresses(lighthouse: Lighthouse, tmp_path: Path) -> None:
    mira, private = lighthouse.viewer(lighthouse.mira), contact("ana@home.example", name="Ana C")
    ticket = lighthouse.ticket(contact=private)
    seen = would_be_one(viewer=mira, contact_id=private.pk, into="ana@acme.example")
    assert (seen.target, seen.addresses, seen.tickets, seen.other_account) == (
        lighthouse.ana, ("ana@home.example",), 1, True,
    )  # fmt: skip
    with pytest.raises(Refused, match="belongs to no account, Ana Costa to Acme"):
        merge_contacts(viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW)
    merge_contacts(viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW, sure=True)
    ticket.refresh_from_db()
    assert ticket.contact == lighthouse.ana
    assert [one.name for one in find_contacts(viewer=mira, words="home.example")] == ["Ana Costa"]
    again = ticket_of(arrive(letter(sender="Ana <ana@home.example>"), folder=tmp_path, at=LATER))
    assert (again.contact, again.account) == (lighthouse.ana, lighthouse.acme)


def test_erasing_them_erases_whom_they_were_known_as(lighthouse: Lighthouse, tmp_path: Path) -> None:
    mira, private = lighthouse.viewer(lighthouse.mira), contact("ana@home.example", name="Anita Costova")
    ticket = ticket_of(
        arrive(letter(sender="Anita Costova <ana@home.example>", text="It loops."), folder=tmp_path, at=NOW)
    )
    merge_contacts(viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW, sure=True)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.other, at=LATER)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="asked on 3 May", at=LATER)
    assert all(one.erased_at == LATER for one in Contact.objects.filter(pk__in=(private.pk, lighthouse.ana.pk)))
    left = " ".join(
        str(value) for model in (Contact, Event) for row in model.objects.values() for value in row.values()
    )
    left += " ".join(f"{one.sender} {one.text}" for one in ticket.messages.all())
    for trace in ("Anita", "Costova", "home.example", "It loops"):
        assert trace not in left


def test_stages_of_the_one_that_stays_are_told_apart_from_those_of_its_tickets(lighthouse: Lighthouse) -> None:
    eve = lighthouse.viewer(lighthouse.eve)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("production"), at=NOW)
    ticket = lighthouse.ticket()
    set_status(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, status=StateName("pending"), at=NOW)
    before = list(ticket.subject.clocks.order_by("pk").values())
    merge(lighthouse, lighthouse.acme, lighthouse.borealis)
    assert list(ticket.subject.clocks.order_by("pk").values()) == before
