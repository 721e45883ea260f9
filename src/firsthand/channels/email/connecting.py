"""Tries a mailbox's connections out by really making them, and says what failed and what to change."""

import smtplib
import socket
import ssl
from collections.abc import Callable

from imapclient.exceptions import IMAPClientError, LoginError

from firsthand.channels.email.imap import how_many_since
from firsthand.channels.email.patience import Patience, PatientImap, smtp_connection
from firsthand.channels.email.servers import imap_server, smtp_server
from firsthand.channels.protocol import Check, EndpointSettings
from firsthand.domain.sentences import Sentence, count, say

TIMEOUT = 10
_MOST_SAID = 1024 * 1024
_RECEIVING, _SENDING = say("Receiving (IMAP)"), say("Sending (SMTP)")


def try_imap(endpoint: EndpointSettings) -> Check:
    """Connect, sign in and open the folder, read-only."""
    return _checked(_RECEIVING, endpoint, "imap", lambda: _open_folder(endpoint))


def try_smtp(endpoint: EndpointSettings) -> Check:
    """Connect, secure, sign in; nothing is sent. Without a server there is nothing to try."""
    if not endpoint.text("smtp_host"):
        return Check(ok=False, tried=False, what=_SENDING, words=say("No server is given; replies wait."))
    return _checked(_SENDING, endpoint, "smtp", lambda: _greet(endpoint))


def _open_folder(endpoint: EndpointSettings) -> Sentence:
    client = PatientImap(imap_server(endpoint), Patience(seconds=TIMEOUT, most_bytes=_MOST_SAID))
    try:
        client.login(endpoint.text("username"), endpoint.secrets.get("password", ""))
        folder = endpoint.text("imap_folder")
        found = client.select_folder(folder, readonly=True)
        held = int(found.get(b"EXISTS", 0))
        new = held if endpoint.since is None else how_many_since(client, endpoint.since)
        return say(
            "Signed in. The folder {folder} holds {held}: {new} will be tickets whose clocks run from when each came, "
            "{old} will be kept as history, to which nobody owes an answer.",
            folder=folder,
            held=count(held, "{n} message", "{n} messages"),
            new=str(new),
            old=str(max(0, held - new)),
        )
    finally:
        client.shutdown()


def _greet(endpoint: EndpointSettings) -> Sentence:
    patience = Patience(seconds=TIMEOUT, most_bytes=_MOST_SAID)
    with smtp_connection(smtp_server(endpoint), patience):
        if endpoint.text("username"):
            return say("Signed in; the server takes mail.")
        return say("Connected without signing in; the server answers.")


def _checked(what: Sentence, endpoint: EndpointSettings, prefix: str, connect: Callable[[], Sentence]) -> Check:
    host = endpoint.text(f"{prefix}_host")
    if not host:
        return Check(ok=False, what=what, words=say("Expected the name of a server."), field=f"{prefix}_host")
    try:
        return Check(ok=True, what=what, words=connect())
    except (OSError, smtplib.SMTPException, IMAPClientError, ValueError) as error:
        words, field = _explained(error, host, endpoint.whole(f"{prefix}_port"))
        return Check(ok=False, what=what, words=words, field=f"{prefix}_{field}" if field != "username" else field)


_NOT_AS_EXPECTED = (
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPServerDisconnected,
    IMAPClientError,
    smtplib.SMTPException,
)


def _explained(error: Exception, host: str, port: int) -> tuple[Sentence, str]:
    """What failed in words, and the setting that is most likely wrong. A port that is closed and one that is silent are
    answered the same: which of them it is tells only of networks behind the desk."""
    match error:
        case LoginError() | smtplib.SMTPAuthenticationError():
            text = "{host} did not accept the user name or password. It said: {said}"
            return say(text, host=host, said=_server_words(error)), "username"
        case socket.gaierror():
            text = "No server is named {host}. Check the spelling, or whether this machine can look names up."
            return say(text, host=host), "host"
        case ssl.SSLCertVerificationError():
            text = "The certificate of {host} was not accepted: {why}."
            return say(text, host=host, why=error.verify_message), "host"
        case ssl.SSLError():
            text = "{host} does not speak TLS on port {port}. Try STARTTLS, or another port."
            return say(text, host=host, port=port), "security"
        case _ if isinstance(error, _NOT_AS_EXPECTED):
            text = "{host} answered on port {port}, but not as expected: {said}"
            return say(text, host=host, port=port, said=_server_words(error)), "security"
        case _:
            text = "On {host} nothing answers on port {port}. Check both, and whether a firewall is in the way."
            return say(text, host=host, port=port), "port"


def _server_words(error: Exception) -> Sentence | str:
    raw = getattr(error, "smtp_error", None) or (error.args[0] if error.args else "")
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join(text.split())[:200] or say("nothing")
