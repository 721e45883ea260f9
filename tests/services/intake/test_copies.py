"""A mail that was sent once is one ticket, by however many addresses and ways it came."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.intake.values import IntakeOutcome
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter, message_of

DATE = ("Date", "Thu, 26 Nov 2026 16:00:00 +0000")
TEXT = "Both: the invoice is wrong and the export is down."


def sent_once(text: str = TEXT, *, subject: str = "Invoice and outage", date: tuple[str, str] = DATE) -> bytes:
    return letter(text=text, subject=subject, headers=[date])


@pytest.mark.parametrize(
    "copy",
    [
        sent_once(TEXT + "\n\n______________\nbilling mailing list"),
        sent_once("CAUTION: this came from outside.\n\n" + TEXT),
        sent_once(subject="[EXTERNAL] Invoice and outage"),
    ],
    ids=["a footer", "a warning", "a tag"],
)
def test_a_copy_that_was_changed_on_its_way_is_a_duplicate(copy: bytes, lighthouse: Lighthouse, tmp_path: Path) -> None:
    first = arrive(sent_once(), folder=tmp_path)
    taken = arrive(copy, folder=tmp_path)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.duplicate, first.ticket_id)
    assert RawMessage.objects.get(pk=taken.raw_id).state == RawState.duplicate
    assert Ticket.objects.count() == Message.objects.count() == 1


def test_new_boundaries_are_no_other_mail(lighthouse: Lighthouse, tmp_path: Path) -> None:
    one, other = with_html("one"), with_html("other")
    assert one != other
    first = arrive(one, folder=tmp_path)
    assert arrive(other, folder=tmp_path).ticket_id == first.ticket_id


def with_html(boundary: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "ana@acme.example", "support@lighthouse.example", "Outage"
    message["Message-ID"], message["Date"] = "<7@acme.example>", DATE[1]
    message.set_content(TEXT)
    message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    message.set_boundary(boundary)
    return message.as_bytes()


def test_a_copy_that_kept_what_the_first_lost_goes_on_the_same_ticket(lighthouse: Lighthouse, tmp_path: Path) -> None:
    first = arrive(sent_once(), folder=tmp_path)
    whole = letter(text=TEXT, subject="Invoice and outage", headers=[DATE], file=b"a trace")
    taken = arrive(whole, folder=tmp_path)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.joined, first.ticket_id)
    assert message_of(taken).attachments.count() == 1


def test_a_message_id_that_is_used_again_later_is_another_mail(lighthouse: Lighthouse, tmp_path: Path) -> None:
    first = arrive(sent_once(), folder=tmp_path)
    later = ("Date", "Thu, 26 Nov 2026 17:00:00 +0000")
    taken = arrive(sent_once(date=later), folder=tmp_path)
    assert taken.outcome is IntakeOutcome.opened
    assert taken.ticket_id != first.ticket_id


def test_the_case_from_practice_is_one_ticket(shared: Path, lighthouse: Lighthouse, tmp_path: Path) -> None:
    case = shared / "cases" / "one-mail-two-copies"
    first = arrive((case / "a.eml").read_bytes(), folder=tmp_path)
    second = arrive((case / "b.eml").read_bytes(), folder=tmp_path, to="billing@lighthouse.example")
    assert (second.outcome, second.ticket_id) == (IntakeOutcome.duplicate, first.ticket_id)
