"""An SMTP server in this process that keeps what it takes."""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


class Post:
    """Listens on a free loopback port as a context manager. `answer` is what it says to each recipient, but to those
    for whom `answers` has something else. `envelopes` are the recipients of each mail that it took."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.envelopes: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.answer = "250 OK"
        self._running: _AnyPort | None = None
        self.port = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        answer = self.answers.get(address, self.answer)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        self.envelopes.append(list(envelope.rcpt_tos))
        return "250 OK"

    def __enter__(self) -> Self:
        self._running = _AnyPort(self, hostname="127.0.0.1", port=0)
        self._running.start()
        self.port = self._running.bound_port
        return self

    def stop(self) -> None:
        """Go away."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _AnyPort(Controller):
    @property
    def bound_port(self) -> int:
        server = self.server
        return int(server.sockets[0].getsockname()[1]) if isinstance(server, asyncio.Server) else 0

    def _trigger_server(self) -> None:
        """Port 0 is known only now; the library would connect to 0 to see that it listens."""
        self.port = self.bound_port
        super()._trigger_server()  # type: ignore[no-untyped-call]
