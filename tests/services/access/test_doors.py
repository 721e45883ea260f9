"""Each kind of row has a door, and each kind of looker passes those that are theirs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from firsthand.domain.names import Role, Stage, TeamName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import DeclaredTeam
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account, Contact
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.intake import RawMessage
from firsthand.models.tickets import Ticket
from firsthand.services.access import doors
from firsthand.services.access.contacts import ContactViewer, contact_viewer_of
from firsthand.services.access.restrictions import Circle
from firsthand.services.notices.actions import notify
from firsthand.services.tasks.actions import give_on_ticket
from firsthand.services.tickets.actions import conversation, merging
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.customer_view import as_the_customer_sees, customer_view
from firsthand.workbench.history.desk import database_history
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.lighthouse import contact as known

Door = Callable[[Any], QuerySet[Any]]
OF_A_TICKET: dict[str, tuple[Door, str]] = {
    "tickets": (doors.tickets_for, "pk"),
    "messages": (doors.messages_for, "ticket"),
    "files": (doors.files_for, "message__ticket"),
    "events": (doors.events_for, "subject__ticket"),
    "clocks": (doors.clocks_for, "subject__ticket"),
    "decisions": (doors.decisions_for, "subject__ticket"),
    "links": (doors.links_for, "source"),
    "tasks": (doors.tasks_for, "ticket"),
    "notices": (doors.notices_for, "subject__ticket"),
    "raw messages": (doors.raw_messages_for, "ticket"),
    "outbox": (doors.outbox_for, "ticket"),
}
FOR_A_CONTACT = {"tickets", "messages", "files", "clocks", "links"}


@pytest.fixture
def ticket(lighthouse: Lighthouse) -> Ticket:
    """Ana's ticket, with a row behind every door."""
    made, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    mira = lighthouse.viewer(lighthouse.mira)
    conversation.add_note(viewer=mira, ticket_id=made.pk, text="Between us.", at=NOW)
    said = conversation.reply(viewer=mira, ticket_id=made.pk, text="We look.", substantive=False, at=NOW).message
    Attachment.objects.create(message=said, filename="log", content_type="text/plain", size=1, sha256="b" * 64)
    merging.link(viewer=mira, ticket_id=made.pk, other_id=other.pk, at=NOW)
    give_on_ticket(viewer=mira, ticket_id=made.pk, what="Call", due_at=NOW + timedelta(hours=4), at=NOW)
    RawMessage.objects.create(sha256="c" * 64, state="ticketed", via="pipe", received_at=NOW, size=1, ticket=made)
    for person in (lighthouse.mira, lighthouse.noor):
        notify(
            people=[person],
            subject=made.subject,
            at=NOW,
            kind=NoticeKind.clock_warned,
            text=say("Due"),
            clause="",
            key=f"k{person.pk}",
        )
    return made


def shut(lighthouse: Lighthouse, ticket: Ticket, circle: Circle) -> None:
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, circle=circle, why="A report", at=NOW)


def contact(lighthouse: Lighthouse, one: Contact | None = None) -> ContactViewer:
    looker = contact_viewer_of(one or lighthouse.ana)
    assert looker is not None
    return looker


@pytest.mark.clause("S56")
@pytest.mark.parametrize("kind", OF_A_TICKET)
def test_a_teammate_passes_until_the_ticket_is_restricted_to_others(
    lighthouse: Lighthouse, ticket: Ticket, kind: str
) -> None:
    door, way = OF_A_TICKET[kind]
    mira, noor = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(lighthouse.noor)
    assert door(noor).filter(**{way: ticket.pk}).exists()
    shut(lighthouse, ticket, Circle(people=frozenset({lighthouse.mira.pk})))
    assert not door(noor).filter(**{way: ticket.pk}).exists()
    assert door(mira).filter(**{way: ticket.pk}).exists()


@pytest.mark.parametrize("kind", OF_A_TICKET)
def test_a_contact_passes_only_what_is_said_and_promised_to_them(
    lighthouse: Lighthouse, ticket: Ticket, kind: str
) -> None:
    door, way = OF_A_TICKET[kind]
    Clock.objects.filter(subject__ticket=ticket).update(disclosable=True)
    assert door(contact(lighthouse)).filter(**{way: ticket.pk}).exists() == (kind in FOR_A_CONTACT)
    assert not door(contact(lighthouse, lighthouse.ben)).filter(**{way: ticket.pk}).exists()


@pytest.mark.parametrize("kind", OF_A_TICKET)
def test_who_holds_no_role_passes_no_door(lighthouse: Lighthouse, ticket: Ticket, kind: str) -> None:
    lighthouse.pat.holdings.all().delete()
    door, way = OF_A_TICKET[kind]
    assert not door(lighthouse.viewer(lighthouse.pat)).filter(**{way: ticket.pk}).exists()


def test_a_contact_reads_no_note_no_reply_that_was_taken_back_and_no_clock_that_is_not_told(
    lighthouse: Lighthouse, ticket: Ticket
) -> None:
    ana, mira = contact(lighthouse), lighthouse.viewer(lighthouse.mira)
    back = conversation.reply(viewer=mira, ticket_id=ticket.pk, text="Oh no.", substantive=False, at=NOW).message
    conversation.take_back(viewer=mira, message_id=back.pk, at=NOW + timedelta(seconds=2))
    read = doors.messages_for(ana).filter(ticket=ticket)
    assert {one.direction for one in read} == {Direction.inbound, Direction.outbound}
    assert back not in read
    Clock.objects.update(disclosable=False)
    assert not doors.clocks_for(ana).exists()


def test_a_file_on_a_note_is_not_a_contacts(lighthouse: Lighthouse, ticket: Ticket) -> None:
    note = Message.objects.get(ticket=ticket, direction=Direction.note)
    Attachment.objects.create(message=note, filename="us", content_type="text/plain", size=1, sha256="d" * 64)
    assert [one.filename for one in doors.files_for(contact(lighthouse))] == ["log"]


def test_a_restricted_ticket_is_its_own_contacts_and_not_their_colleagues(
    lighthouse: Lighthouse, ticket: Ticket
) -> None:
    colleague = known("bo@acme.example", account=lighthouse.acme)
    assert ticket in doors.tickets_for(contact(lighthouse, colleague))
    shut(lighthouse, ticket, Circle())
    assert ticket not in doors.tickets_for(contact(lighthouse, colleague))
    assert ticket in doors.tickets_for(contact(lighthouse))


def test_people_of_no_account_do_not_share_one(lighthouse: Lighthouse, ticket: Ticket) -> None:
    one, two = (known(f"{name}@nowhere.example") for name in ("one", "two"))
    theirs = lighthouse.ticket(contact=one, number=9)
    assert list(doors.tickets_for(contact(lighthouse, one))) == [theirs]
    assert list(doors.tickets_for(contact(lighthouse, two))) == []
    assert list(doors.accounts_for(contact(lighthouse, two))) == []


def test_an_account_is_seen_by_its_contacts_and_by_teammates(lighthouse: Lighthouse) -> None:
    Account.objects.create(name="Dune", stage=Stage("trial"), created_at=NOW)
    assert list(doors.accounts_for(contact(lighthouse))) == [lighthouse.acme]
    assert doors.accounts_for(lighthouse.viewer(lighthouse.noor)).count() == 4


def test_nobody_looks_for_somebody_who_was_erased(lighthouse: Lighthouse, ticket: Ticket) -> None:
    lighthouse.ana.erased_at = NOW
    lighthouse.ana.save()
    assert contact_viewer_of(lighthouse.ana) is None
    assert as_the_customer_sees(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk).shown is None


def test_the_desk_stands_for_its_people_and_a_reply_is_the_customers_once_it_left(
    lighthouse: Lighthouse, ticket: Ticket
) -> None:
    assert [one.text for one in customer_view(looker=contact(lighthouse), ticket_id=ticket.pk).messages] == [
        "The login page loops after we upgraded."
    ]
    lighthouse.post(at=NOW + timedelta(minutes=1))
    shown = customer_view(looker=contact(lighthouse), ticket_id=ticket.pk)
    assert [(one.author, one.from_desk) for one in shown.messages] == [("Ana Costa", False), ("Lighthouse", True)]
    assert "Mira" not in repr(shown.messages)


def test_a_role_a_team_and_a_person_are_let_in_by_what_they_are_now(lighthouse: Lighthouse, ticket: Ticket) -> None:
    team = DeclaredTeam(name=TeamName("psirt"), role=Role("product"), members=("PAT@lighthouse.example",))
    circle = Circle(
        roles=frozenset({Role("engineering")}), teams=frozenset({team.name}), people=frozenset({lighthouse.eve.pk})
    )
    assert [circle.lets_in(lighthouse.viewer(one)) for one in (lighthouse.olu, lighthouse.noor)] == [True, False]
    pat = lighthouse.viewer(lighthouse.pat)
    joined = replace(pat, organisation=replace(pat.organisation, teams={team.name: team}))
    assert not pat.teams
    assert joined.teams == frozenset({team.name})
    assert (circle.lets_in(pat), circle.lets_in(joined)) == (False, True)
    lighthouse.olu.holdings.update(to_at=NOW - timedelta(days=1))
    assert not circle.lets_in(lighthouse.viewer(lighthouse.olu))


def test_a_draft_is_tried_and_a_report_made_without_it(lighthouse: Lighthouse, ticket: Ticket) -> None:
    shut(lighthouse, ticket, Circle())
    found = [
        database_history(now=NOW, viewer=viewer)
        for viewer in (lighthouse.viewer(lighthouse.mira), lighthouse.viewer(lighthouse.noor), None)
    ]
    numbers = [[one.ids[row] for row in range(len(one))] for one in found if one is not None]
    assert [str(ticket.pk) in one for one in numbers] == [True, False, False]
