"""The web server and the engine in one process: one thing to start, one to stop, and nothing left behind by kill -9."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

import structlog
from waitress.server import create_server

from firsthand.engine.loop import Engine

STOP_WITHIN = timedelta(seconds=3)
MOST_CONNECTIONS = 800
"""Fewer than the files that a process may have open (1024 as a rule); who says nothing on one loses it after 20 s."""

log = structlog.get_logger("firsthand.serve")


class Listening(Protocol):
    """Something that takes mail from the network until it is stopped."""

    def stop(self) -> None:
        """Stop listening; what was accepted is durable already."""


@dataclass(kw_only=True)
class Stopping:
    """Whether somebody asked the process to stop, by SIGTERM or SIGINT."""

    asked: threading.Event

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked.is_set():
            return  # on the way out already
        self.asked.set()
        raise SystemExit(0)

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end the block with SystemExit, once."""
        before = {number: signal.signal(number, self._handle) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            with contextlib.suppress(SystemExit):
                yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run_web(application: WSGIApplication, listener: socket.socket, *, threads: int) -> None:
    """Serve until SystemExit or KeyboardInterrupt; requests that run are given a moment to end.

    Forwarded headers are passed on: behind a proxy the settings decide what they mean.
    """
    options: dict[str, Any] = {
        "sockets": [listener],
        "threads": threads,
        "ident": None,
        "clear_untrusted_proxy_headers": False,
        "channel_timeout": 20,
        "cleanup_interval": 5,
        "connection_limit": MOST_CONNECTIONS,
        "asyncore_use_poll": True,
        "max_request_body_size": 64 * 1024 * 1024,
    }
    server = create_server(application, **options)
    server.run()


def run(
    *,
    engine: Engine | None,
    application: WSGIApplication | None,
    listener: socket.socket | None,
    threads: int,
    listening: tuple[Listening, ...] = (),
    announce: Callable[[], None],
) -> int:
    """Run what is given until SIGTERM or SIGINT; stops within a few seconds. The exit status.

    `announce` is called when both signals are heard and everything is started.
    """
    stopping = Stopping(asked=threading.Event())
    with stopping.on_signals():
        if engine is not None:
            engine.start()
        announce()
        if application is not None and listener is not None:
            run_web(application, listener, threads=threads)
        else:
            stopping.asked.wait()
    log.info("stopping")
    for one in listening:
        one.stop()
    late = engine.stop(within=STOP_WITHIN) if engine is not None else ()
    if late:
        log.warning("stopped_in_the_middle", parts=late)
    return 0
