"""Tests a mailbox's connections by really making them, and says in words what failed and what to change."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from firsthand.models.intake import Security
from firsthand.services.language.telling import gettext as _

TIMEOUT = 10


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where to connect and as whom. Without a user name nobody signs in."""

    host: str
    port: int
    security: Security
    username: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """What came of one connection. `field` is the input that is most likely wrong."""

    ok: bool
    what: str
    words: str
    field: str = ""
    tried: bool = True


def check_imap(server: Server, *, folder: str) -> Check:
    """Connect, sign in and open the folder, read-only."""
    return _checked(_("Receiving (IMAP)"), server, "imap", lambda: _open_folder(server, folder))


def check_smtp(server: Server) -> Check:
    """Connect, secure, sign in; nothing is sent."""
    return _checked(_("Sending (SMTP)"), server, "smtp", lambda: _greet(server))


def _open_folder(server: Server, folder: str) -> str:
    context = ssl.create_default_context()
    client = IMAPClient(
        server.host,
        port=server.port,
        ssl=server.security is Security.tls,
        ssl_context=context if server.security is Security.tls else None,
        timeout=TIMEOUT,
    )
    try:
        if server.security is Security.starttls:
            client.starttls(context)
        client.login(server.username, server.password)
        found = client.select_folder(folder, readonly=True)
        return _("Signed in; the folder {folder} holds {count} messages.").format(
            folder=folder, count=int(found.get(b"EXISTS", 0))
        )
    finally:
        client.shutdown()


def _greet(server: Server) -> str:
    context = ssl.create_default_context()
    if server.security is Security.tls:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with client:
        client.ehlo()
        if server.security is Security.starttls:
            client.starttls(context=context)
            client.ehlo()
        if server.username:
            client.login(server.username, server.password)
            return _("Signed in; the server takes mail.")
        return _("Connected without signing in; the server answers.")


def _checked(what: str, server: Server, prefix: str, connect: Callable[[], str]) -> Check:
    if not server.host:
        return Check(ok=False, what=what, words=_("Expected the name of a server."), field=f"{prefix}_host")
    try:
        return Check(ok=True, what=what, words=connect())
    except (OSError, smtplib.SMTPException, IMAPClientError, ValueError) as error:
        words, field = _explained(error, server)
        return Check(ok=False, what=what, words=words, field=f"{prefix}_{field}" if field != "username" else field)


def _explained(error: Exception, server: Server) -> tuple[str, str]:
    names = {"host": server.host, "port": server.port}
    if isinstance(error, LoginError | smtplib.SMTPAuthenticationError):
        said = _server_words(error)
        return _("{host} did not accept the user name or password. It said: {said}").format(
            said=said, **names
        ), "username"
    if isinstance(error, socket.gaierror):
        return _("No server is named {host}. Check the spelling, or whether this machine can look names up.").format(
            **names
        ), "host"
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of {host} was not accepted: {why}.").format(why=error.verify_message, **names), "host"
    if isinstance(error, ssl.SSLError):
        return _("{host} does not speak TLS on port {port}. Try STARTTLS, or another port.").format(**names), "security"
    if isinstance(error, ConnectionRefusedError):
        return _("{host} is there, but nothing answers on port {port}.").format(**names), "port"
    if isinstance(error, TimeoutError):
        return _("{host} did not answer on port {port} within 10 seconds. A firewall may be in the way.").format(
            **names
        ), "port"
    if isinstance(
        error, smtplib.SMTPNotSupportedError | smtplib.SMTPServerDisconnected | IMAPClientError | smtplib.SMTPException
    ):
        return _("{host} answered on port {port}, but not as expected: {said}").format(
            said=_server_words(error), **names
        ), "security"
    return _("{host}:{port} cannot be reached: {why}.").format(why=error, **names), "host"


def _server_words(error: Exception) -> str:
    raw = getattr(error, "smtp_error", None) or (error.args[0] if error.args else "")
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join(text.split())[:200] or _("nothing")
