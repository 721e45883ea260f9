"""How long, and how much, one answer of a mail server may take. Timeouts of sockets count from byte to byte: a server
that sends one each second would hold its reader for ever, and one that never stops would fill the memory."""

import imaplib
import smtplib
import socket
import ssl
import time
from typing import Any, cast

from imapclient import IMAPClient
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from firsthand.channels.email.servers import LineSecurity, MailServer
from firsthand.domain.errors import Worded
from firsthand.domain.sentences import say

LONGEST_LINE = 16 * 1024 * 1024
_SLOWEST = 50_000


class TooMuch(Worded, ConnectionError):  # noqa: N818 - says what happened
    """The server sent more than one answer may have."""


class Patience:
    """What one answer may take: so many seconds from its first byte asked to its last read, and so many bytes. Begun
    anew for each answer."""

    def __init__(self, *, seconds: float, most_bytes: int) -> None:
        self._seconds = seconds
        self.most_bytes = most_bytes
        self.begin()

    def begin(self, *, size: int = 0) -> None:
        """Begin anew, for an answer with `size` bytes of content; a slow line is given its time for these."""
        self._ends = time.monotonic() + self._seconds + size / _SLOWEST
        self._left = self.most_bytes

    def seconds_left(self) -> float:
        """Raises TimeoutError when it has ended."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("it did not answer in time")
        return left

    def take(self, size: int) -> None:
        """So many bytes came. Raises TooMuch."""
        self._left -= size
        if self._left < 0:
            raise TooMuch(say("it sent more than {most} bytes at once", most=self.most_bytes))


class _PatientSocket(socket.socket):
    patience: Patience

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(self.patience.seconds_left())
        size = super().recv_into(buffer, nbytes, flags)
        self.patience.take(size)
        return size


class _PatientTls(ssl.SSLSocket):
    context: "_PatientContext"

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        patience = self.context.patience
        self.settimeout(patience.seconds_left())
        size = super().recv_into(buffer, nbytes, flags)
        patience.take(size)
        return size


class _PatientContext(ssl.SSLContext):
    sslsocket_class = _PatientTls
    patience: Patience


def context_of(server: MailServer, patience: Patience) -> ssl.SSLContext:
    """TLS that checks the server's certificate and name, over lines that have this patience. Reading the authorities of
    this machine takes long; a line that is not protected wants none."""
    context = _PatientContext(ssl.PROTOCOL_TLS_CLIENT)
    context.patience = patience
    context.load_default_certs()
    if server.authority is not None:
        context.load_verify_locations(server.authority)
    return context


def _patient(line: socket.socket, patience: Patience) -> _PatientSocket:
    made = _PatientSocket(fileno=line.detach())
    made.patience = patience
    return made


class _Imap(imaplib.IMAP4):
    """Refuses what would not fit before it makes room for it."""

    patience: Patience

    def read(self, size: int) -> bytes:
        if size > self.patience.most_bytes:
            raise TooMuch(say("it announced {size} bytes at once", size=size))
        return super().read(size)

    def readline(self) -> bytes:
        line = cast(bytes, self.file.readline(LONGEST_LINE))
        if len(line) == LONGEST_LINE:
            raise TooMuch(say("it sent a line of {size} bytes at once", size=LONGEST_LINE))
        return line


class _PlainImap(_Imap, IMAP4WithTimeout):  # type: ignore[misc]
    def __init__(self, server: MailServer, patience: Patience) -> None:
        self.patience = patience
        super().__init__(server.host, server.port, patience.seconds_left())

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return _patient(super()._create_socket(timeout), self.patience)


class _TlsImap(_Imap, IMAP4_TLS):  # type: ignore[misc]
    def __init__(self, server: MailServer, patience: Patience, context: ssl.SSLContext) -> None:
        self.patience = patience
        super().__init__(server.host, server.port, context, patience.seconds_left())  # type: ignore[call-arg, arg-type]


class PatientImap(IMAPClient):  # type: ignore[misc]
    """A connection to an IMAP server, its line protected as the server's settings say. Not signed in yet."""

    def __init__(self, server: MailServer, patience: Patience) -> None:
        self._server, self._patience = server, patience
        super().__init__(server.host, port=server.port, ssl=server.security is LineSecurity.tls)
        self.normalise_times = False  # instants with the offset that the server gave, not those of this machine
        if server.security is LineSecurity.starttls:
            try:
                self.starttls(context_of(server, patience))
            except BaseException:
                self.shutdown()
                raise

    def _create_IMAP4(self) -> _Imap:  # noqa: N802 - IMAPClient's name
        if self.ssl:
            return _TlsImap(self._server, self._patience, context_of(self._server, self._patience))
        return _PlainImap(self._server, self._patience)


class _PatientSmtp(smtplib.SMTP):
    def __init__(self, server: MailServer, patience: Patience) -> None:
        self._patience = patience
        super().__init__(server.host, server.port, timeout=server.timeout_seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _patient(super()._get_socket(host, port, timeout), self._patience)  # type: ignore[misc]


def smtp_connection(server: MailServer, patience: Patience) -> smtplib.SMTP:
    """A connection to an SMTP server, its line protected as the server's settings say, greeted and signed in."""
    connection: smtplib.SMTP
    if server.security is LineSecurity.tls:
        context = context_of(server, patience)
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        connection = _PatientSmtp(server, patience)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.security is LineSecurity.starttls:
            connection.starttls(context=context_of(server, patience))
            connection.ehlo()
        if server.username:
            connection.login(server.username, server.password)
    except BaseException:
        connection.close()
        raise
    return connection
