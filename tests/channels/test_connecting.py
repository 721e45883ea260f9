"""What trying a server out tells, and what it does not."""

import socket

import pytest

from firsthand.channels.email import connecting
from firsthand.channels.protocol import EndpointSettings
from firsthand.domain.sentences import PLAIN


def asked(port: int) -> str:
    where = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "plain"}
    return PLAIN.sentence(connecting.try_imap(EndpointSettings(address="a@b.example", name="", settings=where)).words)


def test_a_closed_port_and_a_silent_one_are_answered_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as closed:
        here, nowhere = silent.getsockname()[1], closed.getsockname()[1]
        closed.close()
        assert asked(here).replace(str(here), "N") == asked(nowhere).replace(str(nowhere), "N")
