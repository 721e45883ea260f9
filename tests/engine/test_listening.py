"""Taking the port, and the words when that fails."""

import pytest

from firsthand.engine.listening import CannotListen, listen


def test_port_0_takes_a_free_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_taken_port_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(CannotListen, match=r"taken .* --port"):
        listen("127.0.0.1", first.getsockname()[1])


def test_an_unknown_host_is_said() -> None:
    with pytest.raises(CannotListen, match="not known"):
        listen("no.such.host.invalid", 8000)
