"""What was reported of other desks about receipts, block lists, saved replies and tickets by hand: none of it here.

Each test names the report that it tries.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.models.accounts import Contact
from firsthand.models.channels import Endpoint
from firsthand.models.intake import RawMessage
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.customers import Customer
from firsthand.services.intake.blocking import block
from firsthand.services.intake.entering import Entry, enter
from firsthand.services.intake.receipts import AT_MOST_IN_AN_HOUR
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.saved_replies.actions import SavedText, save
from firsthand.services.saved_replies.queries import offered
from firsthand.services.tickets.actions.sorting import Sorting
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, clocks
from tests.services.intake.letters import arrive, letter
from tests.services.intake.receipt_book import publish_receipt, receipts

THEIRS = "Ticket Received - 286614"


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    """Lighthouse, whose book has a receipt."""
    publish_receipt()
    return lighthouse


def test_another_desk_that_answers_each_receipt_without_saying_so_opens_one_ticket(
    desk: Lighthouse, tmp_path: Path
) -> None:
    """freescout-help-desk/freescout#2445: two desks opened tickets for each other's receipts without end."""
    arrive(letter(sender="help@acme.example"), folder=tmp_path)
    [ours] = receipts()
    for number in range(5):
        answer = letter(
            sender="help@acme.example",
            subject=f"{THEIRS} - {ours.subject}",
            text=f"We have your request {number}.",
            message_id=f"<{number}@desk.acme.example>",
            headers=[("In-Reply-To", ours.external_id)],
        )
        assert arrive(answer, folder=tmp_path).outcome is IntakeOutcome.joined
    assert (Ticket.objects.count(), len(receipts())) == (1, 1)


def test_another_desk_that_names_no_mail_it_answers_stops_too(desk: Lighthouse, tmp_path: Path) -> None:
    """The same, by a desk that sets neither In-Reply-To nor Auto-Submitted."""
    for number in range(10):
        text = f"We have your request {number}."
        mail = letter(sender="help@acme.example", subject=THEIRS, text=text, message_id=f"<{number}@desk.acme.example>")
        arrive(mail, folder=tmp_path)
    assert len(receipts()) == AT_MOST_IN_AN_HOUR


def test_a_customer_who_answers_the_receipt_is_on_the_same_ticket(desk: Lighthouse, tmp_path: Path) -> None:
    """osTicket/osTicket#902: an answer to the receipt opened a new ticket."""
    arrive(letter(), folder=tmp_path)
    [ours] = receipts()
    answer = letter(message_id="<2@acme.example>", text="Thanks!", headers=[("In-Reply-To", ours.external_id)])
    assert arrive(answer, folder=tmp_path).outcome is IntakeOutcome.joined


@pytest.mark.parametrize(
    "headers",
    [
        [("Auto-Submitted", "auto-replied (vacation)")],
        [("X-Autoreply", "yes"), ("Precedence", "auto_reply")],
        [("X-Auto-Response-Suppress", "OOF")],
    ],
)
def test_an_absence_gets_no_receipt(desk: Lighthouse, tmp_path: Path, headers: list[tuple[str, str]]) -> None:
    """osTicket/osTicket#1041, odoo/odoo#66329: an absence and the receipt played ping-pong."""
    arrive(letter(subject="Automatic reply: out of office", headers=headers), folder=tmp_path)
    assert receipts() == []


def test_a_mail_that_came_back_gets_no_receipt(desk: Lighthouse, tmp_path: Path) -> None:
    """faveosuite/faveo-helpdesk#150: mailer-daemon was told that its ticket was opened."""
    back = letter(
        sender="MAILER-DAEMON@acme.example", headers=[("Return-Path", "<>"), ("X-Failed-Recipients", "a@b.c")]
    )
    arrive(back, folder=tmp_path)
    assert (receipts(), Ticket.objects.count()) == ([], 0)


def test_an_answering_machine_on_the_desks_own_address_gets_no_receipt(desk: Lighthouse, tmp_path: Path) -> None:
    """PostHog/posthog#92017: the inbox's own answering machine filled the desk with its receipts."""
    arrive(letter(sender="support@lighthouse.example", subject="We have your mail"), folder=tmp_path)
    assert (receipts(), Ticket.objects.count()) == ([], 0)


def test_a_customer_without_a_name_reads_neither_a_variable_nor_a_dash(lighthouse: Lighthouse) -> None:
    """freescout-help-desk/freescout#4473, zammad/zammad#1988: the bare variable, or a dash, was sent."""
    mira = lighthouse.viewer(lighthouse.mira)
    save(viewer=mira, wanted=SavedText(name="Hello", text="Hello {first_name|there}, {account|all}."), at=NOW)
    nobody = lighthouse.ticket(contact=Contact.objects.create(name="", created_at=NOW))
    [one] = offered(viewer=mira, desk=open_desk(NOW), ticket_id=nobody.pk)
    assert one.text == "Hello there, all."


def test_a_blocked_sender_who_answers_their_own_ticket_is_held(lighthouse: Lighthouse, tmp_path: Path) -> None:
    """freescout-help-desk/freescout#3178, uvdesk/core-framework#108: they went on by answering their own mails."""
    first = letter(sender="offers@ads.example", message_id="<1@ads.example>")
    assert arrive(first, folder=tmp_path).outcome is IntakeOutcome.opened
    mira, until = lighthouse.viewer(lighthouse.mira), NOW + timedelta(days=7)
    block(viewer=mira, whom="ads.example", why="Offers", until=until, at=NOW)
    again = letter(
        sender="offers@ads.example", message_id="<2@ads.example>", headers=[("In-Reply-To", "<1@ads.example>")]
    )
    taken = arrive(again, folder=tmp_path)
    assert taken.outcome is IntakeOutcome.quarantined
    assert RawMessage.objects.get(pk=taken.raw_id).ticket == Ticket.objects.get()


def test_a_ticket_by_hand_has_the_clock_that_one_by_mail_has(lighthouse: Lighthouse, tmp_path: Path) -> None:
    """osTicket/osTicket#3648, znuny/Znuny#514: a teammate's ticket had the default target, or none."""
    phone = Endpoint.objects.create(channel="console", address="Phone", name="P", called="phone", created_at=LONG_AGO)
    said = Entry(
        endpoint_id=phone.pk,
        customer=Customer(contact_id=lighthouse.ana.pk),
        text="The login page loops after the upgrade.",
        received_at=NOW - timedelta(minutes=30),
        sorting=Sorting(severity="s1"),
    )
    by_hand = clocks(enter(viewer=lighthouse.viewer(lighthouse.mira), entry=said, at=NOW).ticket)["first_response"]
    arrive(letter(), folder=tmp_path, at=NOW - timedelta(minutes=30))
    by_mail = clocks(Ticket.objects.get(channel="email"))["first_response"]
    assert (by_hand.started_at, by_hand.clause, by_hand.due_at) == (by_mail.started_at, by_mail.clause, by_mail.due_at)
