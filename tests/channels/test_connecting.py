"""What trying a server out tells, and what it does not."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.channels.email import connecting
from firsthand.channels.protocol import EndpointSettings
from firsthand.domain.sentences import PLAIN
from tests.channels.imap_server import ImapFolder, ImapServer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def asked(port: int) -> str:
    where = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "plain"}
    return PLAIN.sentence(connecting.try_imap(EndpointSettings(address="a@b.example", name="", settings=where)).words)


def test_it_says_how_many_messages_will_be_tickets_and_how_many_are_history() -> None:
    came = [NOW - timedelta(days=900), NOW - timedelta(days=1), NOW - timedelta(hours=2), NOW, NOW + timedelta(days=9)]
    folder = ImapFolder(messages=dict.fromkeys(range(1, 6), b"?"), came=dict(enumerate(came, start=1)))
    with ImapServer(folder) as server:
        where = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_security": "plain", "imap_folder": "INBOX"}
        box = EndpointSettings(
            address="support@desk.example",
            name="",
            settings={**where, "username": folder.user},
            secrets={"password": folder.password},
            since=NOW - timedelta(hours=2),
        )
        said = PLAIN.sentence(connecting.try_imap(box).words)
    assert "holds 5 messages: 3 will be tickets" in said
    assert "2 will be kept as history" in said


def test_a_closed_port_and_a_silent_one_are_answered_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as closed:
        here, nowhere = silent.getsockname()[1], closed.getsockname()[1]
        closed.close()
        assert asked(here).replace(str(here), "N") == asked(nowhere).replace(str(nowhere), "N")
