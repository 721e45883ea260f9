"""Files that come in: the mail is a ticket at once, its files are given out when the scanner has answered."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from firsthand.domain.errors import Missing
from firsthand.engine.erasing import ErasedFiles
from firsthand.engine.scanning import Scanning
from firsthand.models.conversation import Attachment, Scan
from firsthand.models.tickets import ClosedAs
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.desk.folders import attachment_file, infected_file
from firsthand.services.scanning.clamd import ScannerDown
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.files import attachment
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter
from tests.services.scanning.scanners import EICAR, FakeClamd, Set

DOWN = "127.0.0.1:1"


def came(content: bytes, folder: Path, *, number: int = 1) -> Attachment:
    """A file that came with a mail, which is a ticket."""
    raw = letter(file=content, message_id=f"<{number}@acme.example>", subject=f"Trace {number}")
    taken = arrive(raw, folder=folder)
    return Attachment.objects.get(message=taken.message_id)


def states(files: Sequence[Attachment]) -> list[str]:
    """What is known of each."""
    return [Attachment.objects.get(pk=one.pk).scan for one in files]


@pytest.fixture
def data() -> Path:
    """The desk's data folder."""
    return settings.ENVIRONMENT.data


def test_an_infected_file_is_kept_apart_and_never_given_out(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path, client: Client
) -> None:
    scanned_by(clamd.address)
    file = came(EICAR, data)
    assert clamd.asked == 0
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Missing, match="not scanned yet"):
        attachment(viewer=mira, attachment_id=file.pk)
    assert Scanning(data=data).round(NOW) == 1
    with pytest.raises(Missing, match=r"trace\.log is infected \(Eicar-Test-Signature\)"):
        attachment(viewer=mira, attachment_id=file.pk)
    assert not attachment_file(data, file.sha256).exists()
    assert infected_file(data, file.sha256).read_bytes() == EICAR
    client.force_login(lighthouse.mira, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/t/{file.message.ticket_id}").content.decode()
    assert "infected (Eicar-Test-Signature), kept apart" in page
    assert f"/files/{file.pk}" not in page


def test_a_clean_file_is_given_out_and_not_asked_about_again(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path
) -> None:
    scanned_by(clamd.address)
    file, scanning = came(b"a trace", data), Scanning(data=data)
    assert (scanning.round(NOW), scanning.round(NOW), clamd.asked) == (1, 0, 1)
    assert attachment(viewer=lighthouse.viewer(lighthouse.mira), attachment_id=file.pk) == file


def test_whoever_sends_the_same_file_later_is_asked_about_again(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path
) -> None:
    first = came(EICAR, data)
    assert states([first]) == [Scan.unasked]
    scanned_by(clamd.address)
    second = came(EICAR, data, number=2)
    Scanning(data=data).round(NOW)
    third = came(EICAR, data, number=3)
    assert states([first, second, third]) == [Scan.infected, Scan.infected, Scan.waiting]
    Scanning(data=data).round(NOW)
    assert states([third]) == [Scan.infected]
    assert not attachment_file(data, third.sha256).exists()


@pytest.mark.parametrize(("down", "meanwhile"), [("refuse", Scan.waiting), ("pass", Scan.unanswered)])
def test_without_an_answer_the_setting_says_and_the_scanner_is_asked_again(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path, down: str, meanwhile: Scan
) -> None:
    scanned_by(DOWN, down=down)
    file, scanning = came(EICAR, data), Scanning(data=data)
    with pytest.raises(ScannerDown):
        scanning.round(NOW)
    assert states([file]) == [meanwhile]
    scanned_by(clamd.address, down=down)
    assert scanning.round(NOW) == 0  # behind the one that had no answer, there is none
    assert scanning.round(NOW) == 1
    assert states([file]) == [Scan.infected]


def test_a_file_without_an_answer_holds_up_no_other(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path
) -> None:
    scanned_by(clamd.address)
    files, scanning = [came(b"large", data), came(b"a trace", data, number=2)], Scanning(data=data)
    clamd.says = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(ScannerDown):
        scanning.round(NOW)
    clamd.says = None
    assert scanning.round(NOW) == 1
    assert states(files) == [Scan.waiting, Scan.clean]


def test_where_the_scanner_is_taken_away_nothing_waits_for_it(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path
) -> None:
    scanned_by(clamd.address)
    file = came(b"a trace", data)
    scanned_by("")
    assert Scanning(data=data).round(NOW) == 1
    assert states([file]) == [Scan.unanswered]


def test_erasing_its_sender_takes_an_infected_file_too(
    lighthouse: Lighthouse, clamd: FakeClamd, scanned_by: Set, data: Path
) -> None:
    scanned_by(clamd.address)
    file, mira = came(EICAR, data), lighthouse.viewer(lighthouse.mira)
    Scanning(data=data).round(NOW)
    end_as_not_a_request(viewer=mira, ticket_id=file.message.ticket_id, as_=ClosedAs.other, at=NOW)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="asked on 3 May", at=NOW)
    ErasedFiles(data=data).round(NOW)
    assert not infected_file(data, file.sha256).exists()
