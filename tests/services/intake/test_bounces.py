"""Reports that our mail did not arrive end at the mail and on its ticket."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.kept_sentences import sentence_of
from firsthand.domain.sentences import PLAIN, Sentence, say
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.clocks.replies import reason_alone
from firsthand.services.delivery.actions import delivery_left
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SUPPORT, arrive, letter

LATER = NOW + timedelta(minutes=10)

REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.acme.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{action}@mx.acme.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your mail.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.example

Final-Recipient: rfc822; ana@acme.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} mailbox is gone

--b
Content-Type: text/rfc822-headers

Message-ID: {external_id}
Subject: Re: Login loops

--b--
"""


@pytest.fixture
def sent(lighthouse: Lighthouse, tmp_path: Path) -> Delivery:
    """Mira's reply to Ana, which a server took."""
    ticket_id = arrive(letter(), folder=tmp_path).ticket_id
    assert ticket_id is not None
    reply(
        viewer=lighthouse.viewer(lighthouse.mira),
        ticket_id=ticket_id,
        text="Which version do you run?",
        substantive=False,
        at=NOW,
    )
    (claim,) = claim_due(now=NOW + timedelta(minutes=1), worker="one")
    delivery_left(claim, at=NOW + timedelta(minutes=1))
    return Delivery.objects.get()


def report(mail_id: str, *, action: str, status: str) -> bytes:
    """A delivery report about the mail."""
    return REPORT.format(to=SUPPORT, action=action, status=status, external_id=mail_id).encode()


def test_a_permanent_bounce_makes_the_mail_failed_and_shows_on_the_ticket(sent: Delivery, tmp_path: Path) -> None:
    taken = arrive(report(sent.external_id, action="failed", status="5.1.1"), folder=tmp_path, at=LATER)
    sent.refresh_from_db()
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.recorded, sent.ticket_id)
    assert sent.state == OutboxState.failed
    assert "mailbox is gone" in PLAIN.phrase(sent.last_error)
    ticket = Ticket.objects.get()
    event = ticket.subject.events.get(verb="reply_not_delivered")
    assert "5.1.1" in PLAIN.phrase(sentence_of((event.words or {})["why"]))
    assert (event.at, event.by_desk) == (LATER, True)
    assert ticket.messages.filter(direction="inbound").count() == 1
    # The pages say before it that it was not delivered.
    assert PLAIN.phrase(sent.last_error).startswith("ana@acme.example (5.1.1)")


def test_a_report_is_known_from_when_it_came_however_late_it_is_read(sent: Delivery, tmp_path: Path) -> None:
    raw = report(sent.external_id, action="failed", status="5.1.1")
    arrive(raw, folder=tmp_path, at=LATER, read_at=LATER + timedelta(hours=20))
    assert sent.ticket is not None
    told = sent.ticket.subject.events.get(verb="reply_not_delivered")
    assert (told.at, told.recorded_at) == (LATER, LATER + timedelta(hours=20))
    assert sent.ticket.subject.events.filter(verb="status_changed").latest("id").at == LATER


def test_a_delay_is_only_noted(sent: Delivery, tmp_path: Path) -> None:
    arrive(report(sent.external_id, action="delayed", status="4.4.1"), folder=tmp_path, at=LATER)
    sent.refresh_from_db()
    assert sent.state == OutboxState.sent
    assert Ticket.objects.get().subject.events.filter(verb="mail_delayed").count() == 1


def test_a_bounce_of_something_unknown_waits(lighthouse: Lighthouse, tmp_path: Path) -> None:
    raw = report("<nothing@lighthouse.example>", action="failed", status="5.1.1")
    assert arrive(raw, folder=tmp_path).outcome is IntakeOutcome.quarantined
    assert RawMessage.objects.get().state == RawState.quarantined
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("forged", ["somebody-else@acme.example", ""])
def test_a_report_about_nobody_whom_we_wrote_to_voids_nothing(sent: Delivery, tmp_path: Path, forged: str) -> None:
    raw = report(sent.external_id, action="failed", status="5.1.1").replace(b"ana@acme.example", forged.encode())
    taken = arrive(raw, folder=tmp_path, at=LATER)
    sent.refresh_from_db()
    assert (taken.outcome, sent.state) == (IntakeOutcome.quarantined, OutboxState.sent)
    assert not Ticket.objects.get().subject.events.filter(verb="reply_not_delivered").exists()


@pytest.mark.parametrize(
    "kept",
    ["Not delivered: gone (5.1.1)", say("Not delivered: {words}", words="gone (5.1.1)"), "gone (5.1.1)"],
    ids=["text", "sentence", "today"],
)
def test_what_an_earlier_version_kept_of_a_bounce_is_not_said_twice(kept: str | Sentence) -> None:
    assert PLAIN.phrase(reason_alone(kept)) == "gone (5.1.1)"
