"""Files of answers and notes are scanned where a scanner is set: an infected one is named and nothing is sent."""

import pytest

from firsthand.cli.doctor_desk import findings_of_desk
from firsthand.domain.conversation.files import attached
from firsthand.domain.errors import Invalid
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.writing import UnsentFile
from firsthand.services.tickets.actions.conversation import add_note, reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.scanning.scanners import EICAR, FakeClamd, Set
from tests.services.writing.test_unsent import keep

CLEAN, INFECTED = (
    attached(filename=f"{name}.txt", content_type="text/plain", content=content, number=1)
    for name, content in (("clean", b"a trace"), ("report", EICAR))
)


def test_an_infected_file_is_named_and_nothing_is_sent(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set
) -> None:
    scanned_by(clamd.address)
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    for write in (
        lambda: reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW, files=[CLEAN, INFECTED]),
        lambda: add_note(viewer=mira, ticket_id=ticket.pk, text="See", at=NOW, files=[INFECTED]),
        lambda: keep(lighthouse, lighthouse.mira, ticket, "See", files=[INFECTED]),
    ):
        with pytest.raises(Invalid, match=r"report\.txt is infected \(Eicar-Test-Signature\)") as refused:
            write()
        assert (refused.value.code, refused.value.field) == ("infected", "files")
    assert not Attachment.objects.exists()
    assert not UnsentFile.objects.exists()
    assert Message.objects.count() == 1


def test_a_clean_one_goes_and_without_files_nobody_is_asked(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set
) -> None:
    scanned_by(clamd.address)
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    add_note(viewer=mira, ticket_id=ticket.pk, text="No file", at=NOW)
    assert clamd.asked == 0
    written = reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW, files=[CLEAN]).message
    assert (clamd.asked, written.attachments.count(), written.warnings) == (1, 1, [])


def test_what_was_kept_with_a_text_is_not_looked_at_again_when_it_is_sent(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set
) -> None:
    scanned_by(clamd.address)
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    keep(lighthouse, lighthouse.mira, ticket, "See", files=[CLEAN])
    reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW, files=[CLEAN])
    assert clamd.asked == 1


def test_a_scanner_that_is_down_stops_files_and_nothing_else(lighthouse: Lighthouse, scanned_by: Set) -> None:
    scanned_by("127.0.0.1:1")
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Invalid, match="could not be scanned") as refused:
        reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW, files=[CLEAN])
    assert refused.value.code == "scanner_down"
    assert reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW)


def test_doctor_says_whether_it_answers(db: None, clamd: FakeClamd, scanned_by: Set) -> None:
    assert "scanner" not in [part for part, _, _ in findings_of_desk()]
    scanned_by(clamd.address)
    assert ("scanner", "answers", "") in list(findings_of_desk())
    scanned_by("127.0.0.1:1")
    [(words, advice)] = [(words, advice) for part, words, advice in findings_of_desk() if part == "scanner"]
    assert ("refused" in words, advice) == (True, "Start clamd, or correct FIRSTHAND_SCANNER.")


def test_where_the_setting_lets_them_pass_the_message_says_so(lighthouse: Lighthouse, scanned_by: Set) -> None:
    scanned_by("127.0.0.1:1", down="pass")
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    written = reply(viewer=mira, ticket_id=ticket.pk, text="See", substantive=False, at=NOW, files=[CLEAN]).message
    assert written.attachments.count() == 1
    assert "not scanned" in str(Message.objects.get(pk=written.pk, direction=Direction.outbound).warnings)
