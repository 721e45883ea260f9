"""A listener that takes mail from the mail server beside us (LMTP, RFC 2033): spooled first, then 250."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from firsthand.channels.spool import EmptyMessage, TooLarge, spool
from firsthand.domain.mail.addresses import normal_address

MOST_BYTES = 50 * 1024 * 1024
_LINE_LIMIT = 1 << 20


class _Spooling:
    """Takes each message for each of its recipients; answers one status for each, in their order."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime], accepts: Callable[[str], bool], *, most_bytes: int
    ) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._now = now
        self._accepts = accepts

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: LMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if normal_address(address) is None or not self._accepts(address):
            return "550 5.1.1 This desk has no such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: LMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        statuses = [await asyncio.to_thread(self._keep, address, envelope) for address in envelope.rcpt_tos]
        return "\r\n".join(statuses)

    def _keep(self, address: str, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            spool(
                BytesIO(content),
                folder=self._folder,
                to=address,
                via="lmtp",
                envelope_from=envelope.mail_from or "",
                received_at=self._now(),
                most_bytes=self._most_bytes,
            )
        except TooLarge as error:
            return f"552 5.3.4 {error}"
        except EmptyMessage:
            return "554 5.6.0 The message is empty"
        except OSError as error:
            return f"451 4.3.0 Cannot keep the message now ({error.strerror or 'disk'}); try again"
        return "250 2.0.0 Kept"


class _Listener(LMTP):
    """The library's listener under our name, without its version, and for long lines."""

    line_length_limit = _LINE_LIMIT


class LmtpListener:
    """Listens on loopback (by default) in a thread of its own between `start` and `stop`.

    `now` gives the instant of receipt; `accepts` says whether an address is the desk's (signed ones included).
    A message that cannot be kept is answered 451, and the sender's server tries again.
    """

    def __init__(
        self,
        *,
        spool_folder: Path,
        now: Callable[[], datetime],
        accepts: Callable[[str], bool] = lambda _address: True,
        host: str = "127.0.0.1",
        port: int = 0,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._handler = _Spooling(spool_folder, now, accepts, most_bytes=most_bytes)
        self._host, self._asked_port, self._most_bytes = host, port, most_bytes
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.port = port
        """The port it listens on; the one the system chose when 0 was asked for."""

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        if self._thread is not None:
            return
        loop = asyncio.new_event_loop()
        try:
            server = loop.run_until_complete(
                loop.create_server(lambda: self._connection(loop), self._host, self._asked_port)
            )
        except OSError:
            loop.close()
            raise
        self.port = int(server.sockets[0].getsockname()[1])
        self._loop = loop
        self._thread = threading.Thread(target=self._run, args=(loop, server), name="lmtp", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and hang up; what was answered 250 is in the spool."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)

    def _connection(self, loop: asyncio.AbstractEventLoop) -> LMTP:
        return _Listener(
            self._handler, data_size_limit=self._most_bytes, enable_SMTPUTF8=True, ident="Firsthand", loop=loop
        )

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop, server: asyncio.Server) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            server.close()
            pending = asyncio.all_tasks(loop)
            for task in pending:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()
