"""The engine fetches a mailbox by IMAP: every message once, whatever happened in between."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.channels.email.servers import MailServer as ServerOfMail
from firsthand.channels.email.servers import imap_server
from firsthand.channels.protocol import EndpointSettings
from firsthand.channels.spool import claim, waiting
from firsthand.domain.sentences import NOTHING_SAID, PLAIN
from firsthand.engine.receiving import Receiving
from firsthand.models.channels import Endpoint
from tests.channels.hostile_imap import WithoutUidValidity, one_byte_a_moment
from tests.channels.imap_server import ImapFolder, ImapServer
from tests.lighthouse import mailbox

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def letter(number: int) -> bytes:
    """A small message."""
    return f"From: ana@acme.example\r\nSubject: letter {number}\r\n\r\nHello {number}\r\n".encode()


@pytest.fixture
def folder() -> ImapFolder:
    return ImapFolder(messages={1: letter(1), 2: letter(2)}, uid_validity=7)


def with_little_patience(endpoint: EndpointSettings) -> ServerOfMail:
    """Where it is read; an answer may take a second and a half."""
    return replace(imap_server(endpoint), timeout_seconds=1.5)


def box(*, port: int, password: str = "right", address: str = "support@desk.example") -> Endpoint:
    """The desk's mailbox on a server of the test."""
    made = mailbox(
        address,
        mode="imap",
        username="support@desk.example",
        imap_host="127.0.0.1",
        imap_port=port,
        imap_security="plain",
        imap_folder="INBOX",
    )
    made.secrets = {"password": password}
    made.save()
    return made


@pytest.mark.django_db
def test_what_came_during_an_outage_is_fetched_once(tmp_path: Path, folder: ImapFolder) -> None:
    engine = Receiving(data=tmp_path, most_bytes=1_000_000)
    with ImapServer(folder) as server:
        there = box(port=server.port)
        engine.round(NOW)
        folder.messages |= {3: letter(3), 4: letter(4)}
        engine.round(NOW + timedelta(minutes=10))
        engine.round(NOW + timedelta(minutes=20))
    there.refresh_from_db()
    assert (waiting(tmp_path / "spool"), there.cursor) == (4, {"uid_validity": 7, "last_uid": 4})
    assert (there.last_error, there.failing_since) == (NOTHING_SAID, None)


@pytest.mark.django_db
def test_what_waited_on_its_server_while_the_desk_was_down_was_received_then(
    tmp_path: Path, folder: ImapFolder
) -> None:
    folder.came = {1: NOW - timedelta(hours=20), 2: NOW + timedelta(minutes=5)}  # the second by a clock that is ahead
    with ImapServer(folder) as server:
        box(port=server.port)
        Receiving(data=tmp_path, most_bytes=1_000_000).round(NOW)
    came = [one.received_at for one in claim(tmp_path / "spool", 10, "one", now=NOW)]
    assert came == [NOW - timedelta(hours=20), NOW]


@pytest.mark.django_db
def test_a_read_mark_hides_no_message_and_none_is_set(tmp_path: Path, folder: ImapFolder) -> None:
    with ImapServer(folder) as server:
        box(port=server.port)
        Receiving(data=tmp_path, most_bytes=1_000_000).round(NOW)
    said = " ".join(folder.commands).upper()
    assert "UNSEEN" not in said
    assert "STORE" not in said
    assert "BODY.PEEK[" in said


@pytest.mark.django_db
def test_a_refused_login_is_shown_on_the_mailbox_and_moves_no_cursor(tmp_path: Path, folder: ImapFolder) -> None:
    with ImapServer(folder) as server:
        there = box(port=server.port, password="wrong")
        Receiving(data=tmp_path, most_bytes=1_000_000).round(NOW)
    there.refresh_from_db()
    assert there.failing_since == NOW
    assert there.last_error
    assert (there.cursor.get("last_uid", 0), waiting(tmp_path / "spool")) == (0, 0)


@pytest.mark.django_db
def test_a_server_that_hangs_up_halfway_loses_nothing(tmp_path: Path, folder: ImapFolder) -> None:
    engine = Receiving(data=tmp_path, most_bytes=1_000_000)
    with ImapServer(folder) as server:
        box(port=server.port)
        folder.hang_up_on = "FETCH"
        engine.round(NOW)
        assert Endpoint.objects.get().last_error
        folder.hang_up_on = ""
        engine.round(NOW + timedelta(hours=1))
    assert waiting(tmp_path / "spool") == 2
    assert Endpoint.objects.get().last_error == NOTHING_SAID


@pytest.mark.django_db
def test_a_slow_server_and_an_odd_one_hold_up_no_other_mailbox(
    tmp_path: Path, folder: ImapFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firsthand.engine.receiving.A_MOMENT", timedelta(seconds=0.5))
    monkeypatch.setattr("firsthand.channels.email.channel.imap_server", with_little_patience)
    engine = Receiving(data=tmp_path, most_bytes=1_000_000)
    with one_byte_a_moment() as slow, WithoutUidValidity(ImapFolder()) as odd, ImapServer(folder) as good:
        slow_box, odd_box = box(port=slow, address="slow@desk.example"), box(port=odd.port, address="odd@desk.example")
        box(port=good.port)
        engine.round(NOW)
        assert waiting(tmp_path / "spool") == 2
        assert "UIDVALIDITY" in PLAIN.phrase(Endpoint.objects.get(pk=odd_box.pk).last_error)
        assert Endpoint.objects.get(pk=slow_box.pk).last_error == NOTHING_SAID
        time.sleep(2)
        engine.round(NOW + timedelta(seconds=2))
    assert "did not answer in time" in PLAIN.phrase(Endpoint.objects.get(pk=slow_box.pk).last_error)
