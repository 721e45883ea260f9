"""The demo's mail server: takes what the desk sends, keeps it as files, and passes nothing on to anybody."""

import asyncio
import hashlib
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Keeping:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        name = hashlib.sha256(content).hexdigest()[:24]
        (self._folder / f"{name}.eml").write_bytes(content)
        return "250 2.0.0 Kept in the demo's folder"


class PostOffice:
    """Listens on a free loopback port between `start` and `stop`; what it took lies in `folder`."""

    def __init__(self, *, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._controller = _Controller(_Keeping(folder), hostname="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._controller.bound_port

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop()


class _Controller(Controller):
    @property
    def bound_port(self) -> int:
        server = self.server
        return int(server.sockets[0].getsockname()[1]) if isinstance(server, asyncio.Server) else 0

    def _trigger_server(self) -> None:
        """Port 0 is known only now; the library would connect to 0 to see that it listens."""
        self.port = self.bound_port
        super()._trigger_server()  # type: ignore[no-untyped-call]
