"""The web server among visitors who only hold the line."""

import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from waitress.server import create_server

from firsthand.engine import serve
from firsthand.engine.listening import listen


def pages(_environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a web server as `serve` runs it."""
    made: list[Any] = []

    def create(*arguments: object, **options: object) -> Any:
        made.append(create_server(*arguments, **options))  # type: ignore[arg-type]
        return made[0]

    monkeypatch.setattr(serve, "create_server", create)
    listener = listen("127.0.0.1", 0)
    run: Callable[[], None] = lambda: serve.run_web(pages, listener, threads=2)  # noqa: E731
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    made[0].close()


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_half_open_connections_keep_nobody_out(port: int, begun: bytes) -> None:
    with ExitStack() as held:
        for _ in range(150):
            line = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            line.sendall(begun)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            assert answer.read() == b"here"
