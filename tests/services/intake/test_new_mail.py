"""Mail that starts a ticket, comes twice, or carries files."""

import hashlib
from pathlib import Path

import pytest

from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN, say
from firsthand.models.accounts import Contact
from firsthand.models.conversation import Attachment, Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.desk.folders import attachment_file
from firsthand.services.intake.actions import quarantine, take_in_many
from firsthand.services.intake.values import IntakeOutcome
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse
from tests.services.intake.letters import arrive, facts, letter, message_of, parsed, ticket_of


def test_a_first_mail_opens_a_ticket_of_its_account_that_somebody_is_responsible_for(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    taken = arrive(letter(), folder=tmp_path)
    ticket = ticket_of(taken)
    assert taken.outcome is IntakeOutcome.opened
    assert (ticket.account, ticket.contact, ticket.title) == (lighthouse.acme, lighthouse.ana, "Login loops")
    assert ticket.responsible_role == Role("support")
    assert ticket.to_address == "support@lighthouse.example"


def test_somebody_new_at_a_known_domain_belongs_to_its_account(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(sender="Zoe Park <zoe@acme.example>"), folder=tmp_path)
    zoe = Contact.objects.get(handles__address="zoe@acme.example")
    assert (zoe.name, zoe.account) == ("Zoe Park", lighthouse.acme)
    assert ticket_of(taken).account == lighthouse.acme


def test_a_stranger_gets_a_ticket_without_an_account(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(sender="max@nowhere.example"), folder=tmp_path)
    assert ticket_of(taken).account is None


def test_the_same_bytes_again_only_count_a_copy(lighthouse: Lighthouse, tmp_path: Path) -> None:
    first = arrive(letter(), folder=tmp_path)
    again = arrive(letter(), folder=tmp_path)
    assert again.outcome is IntakeOutcome.duplicate
    assert (again.raw_id, again.ticket_id) == (first.raw_id, first.ticket_id)
    assert RawMessage.objects.get().copies == 2
    assert Ticket.objects.count() == 1


def test_the_same_message_by_another_route_is_a_duplicate(lighthouse: Lighthouse, tmp_path: Path) -> None:
    arrive(letter(), folder=tmp_path)
    raw = b"Received: from elsewhere.example by lighthouse.example\r\n" + letter()
    taken = arrive(raw, folder=tmp_path)
    assert taken.outcome is IntakeOutcome.duplicate
    assert RawMessage.objects.get(pk=taken.raw_id).state == RawState.duplicate
    assert RawMessage.objects.get(pk=taken.raw_id).message == Message.objects.get()


def test_another_message_under_a_known_message_id_is_not_dropped(lighthouse: Lighthouse, tmp_path: Path) -> None:
    arrive(letter(), folder=tmp_path)
    other = letter(text="Something else entirely.")
    taken = arrive(other, folder=tmp_path)
    assert taken.outcome is IntakeOutcome.opened
    message = message_of(taken)
    assert message.external_id is None
    assert any("same Message-ID" in str(warning) for warning in message.warnings)
    by_another_route = arrive(b"Received: from x.example by y.example\r\n" + other, folder=tmp_path)
    assert by_another_route.outcome is IntakeOutcome.duplicate


def test_mails_without_a_message_id_are_told_apart_by_their_bytes(lighthouse: Lighthouse, tmp_path: Path) -> None:
    arrive(letter(message_id=None), folder=tmp_path)
    assert arrive(letter(message_id=None), folder=tmp_path).outcome is IntakeOutcome.duplicate
    assert arrive(letter(message_id=None, text="Another one."), folder=tmp_path).outcome is IntakeOutcome.opened


def test_a_file_lies_under_its_hash_before_a_row_names_it(lighthouse: Lighthouse, tmp_path: Path) -> None:
    taken = arrive(letter(file=b"a trace"), folder=tmp_path)
    row = Attachment.objects.get(message=message_of(taken))
    assert row.sha256 == hashlib.sha256(b"a trace").hexdigest()
    assert attachment_file(tmp_path, row.sha256).read_bytes() == b"a trace"
    assert row.filename == "trace.log"


def test_a_batch_commits_together_and_one_bad_message_does_not_hold_up_the_others(
    lighthouse: Lighthouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raws = [letter(message_id=f"<{number}@acme.example>", text=f"Question {number}") for number in range(3)]

    def break_on_the_second(message: Message, _files: object, **_: object) -> None:
        if message.text.startswith("Question 1"):
            raise ValueError("a fault of ours")

    monkeypatch.setattr("firsthand.services.intake.message_intake.attach", break_on_the_second)
    taken = take_in_many(
        items=[(parsed(raw), facts(raw)) for raw in raws],
        at=FRIDAY_1645_PACIFIC,
        data=tmp_path,
    )
    assert [one.outcome for one in taken] == [IntakeOutcome.opened, IntakeOutcome.quarantined, IntakeOutcome.opened]
    reason = PLAIN.sentence(RawMessage.objects.get(state=RawState.quarantined).reason)
    assert ("ValueError" in reason, "a fault of ours" in reason) == (True, False)
    assert Ticket.objects.count() == Message.objects.count() == 2


def test_what_cannot_be_parsed_waits_with_its_reason(lighthouse: Lighthouse) -> None:
    raw = b"\x00\x01 not a message"
    first = quarantine(raw=facts(raw), reason=say("The message could not be read."), at=FRIDAY_1645_PACIFIC)
    again = quarantine(raw=facts(raw), reason=say("The message could not be read."), at=FRIDAY_1645_PACIFIC)
    assert (first.outcome, again.outcome) == (IntakeOutcome.quarantined, IntakeOutcome.duplicate)
    assert PLAIN.sentence(RawMessage.objects.get().reason) == "The message could not be read."


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("Sato <sato..taro.@docomo.example>", "sato..taro.@docomo.example"),
        ("Cron <root@db_01.acme.example>", "root@db_01.acme.example"),
        ("Info <info@strauß-logistik.example>", "info@xn--strau-logistik-4fb.example"),
        ("Jürgen <jürgen@acme.example>", "jürgen@acme.example"),
    ],
)
def test_a_sender_whose_address_breaks_the_rfc_gets_a_ticket_and_can_be_answered(
    lighthouse: Lighthouse, tmp_path: Path, sender: str, address: str
) -> None:
    raw = letter().replace(b"Ana Costa <ana@acme.example>", sender.encode())
    taken = arrive(raw, folder=tmp_path)
    assert taken.outcome is IntakeOutcome.opened
    contact = ticket_of(taken).contact
    assert contact is not None
    assert [handle.address for handle in contact.handles.all()] == [address]


def test_what_a_group_rewrites_is_a_ticket_of_who_wrote_it(lighthouse: Lighthouse, tmp_path: Path) -> None:
    rewritten = letter(
        sender="'Ana Costa' via Support <support@lighthouse.example>",
        headers=[("Reply-To", "Ana Costa <ana@acme.example>"), ("List-Id", "<support.lighthouse.example>")],
    )
    assert ticket_of(arrive(rewritten, folder=tmp_path)).contact == lighthouse.ana
