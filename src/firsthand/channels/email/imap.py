"""Fetching mail by IMAP. It goes by UIDs, so any outage is caught up on; it never asks for unread flags or sets any."""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from firsthand.channels.email.servers import ImapServer, LineSecurity
from firsthand.domain.errors import Worded
from firsthand.domain.sentences import Sentence, say

MOST_BYTES = 50 * 1024 * 1024
_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class ImapCursor:
    """How far a folder was read: its UIDVALIDITY (None before the first time) and the last UID that is durable."""

    uid_validity: int | None = None
    last_uid: int = 0


class ImapError(Worded):
    """The mailbox could not be read. The words say what happened and what to do; `cursor` is how far it got."""

    def __init__(self, words: Sentence, *, cursor: ImapCursor) -> None:
        super().__init__(words)
        self.cursor = cursor


class Unreachable(ImapError):  # noqa: N818 - says what happened
    """No connection, or it broke off."""


class LoginRefused(ImapError):  # noqa: N818 - says what happened
    """The server does not accept the user name and password."""


class NotKept(ImapError):  # noqa: N818 - says what happened
    """A message was fetched but could not be kept here; its cause is what the caller's function raised."""


class TlsFailed(ImapError):  # noqa: N818 - says what happened
    """The line could not be protected as asked."""


class FolderMissing(ImapError):  # noqa: N818 - says what happened
    """There is no such folder, or it may not be read."""


def poll(
    server: ImapServer,
    folder: str,
    cursor: ImapCursor,
    on_message: Callable[[int, bytes], None],
    *,
    most_bytes: int = MOST_BYTES,
) -> ImapCursor:
    """Hand every message after `cursor` to `on_message(uid, raw)`, oldest first, and answer the new cursor.

    `on_message` returns once the message is durable; only then does the cursor move. When the folder's
    UIDVALIDITY changed, all of it is read again (the reader knows the messages by their content). A message
    larger than `most_bytes` is handed over cut, under a header X-Firsthand-Truncated that says so.

    Raises an ImapError with the cursor reached: NotKept for what `on_message` raised, the others for the server.
    """
    reading = _Reading(server, cursor)
    with reading.errors_named(), reading.signed_in() as client:
        reading.select(client, folder)
        uids = client.search(["UID", f"{reading.cursor.last_uid + 1}:*"])
        fresh = sorted(uid for uid in uids if uid > reading.cursor.last_uid)
        for start in range(0, len(fresh), _AT_ONCE):
            chunk = fresh[start : start + _AT_ONCE]
            sizes = client.fetch(chunk, ["RFC822.SIZE"])
            for uid in chunk:
                size = sizes.get(uid, {}).get(b"RFC822.SIZE")
                if size is not None:  # else it was removed since the search
                    raw = _fetched(client, uid, size, most_bytes)
                    if raw:
                        reading.keep(on_message, uid, raw)
                reading.cursor = ImapCursor(uid_validity=reading.cursor.uid_validity, last_uid=uid)
    return reading.cursor


def _fetched(client: IMAPClient, uid: int, size: int, most_bytes: int) -> bytes:
    if size <= most_bytes:
        return bytes(client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]", b"") or b"")
    answer = client.fetch([uid], [f"BODY.PEEK[]<0.{most_bytes}>"]).get(uid, {})
    part = next((bytes(value) for key, value in answer.items() if key.startswith(b"BODY[]") and value), b"")
    note = f"X-Firsthand-Truncated: {size} bytes on the server, {len(part)} here; UID {uid}\r\n"
    return note.encode("ascii") + part if part else b""


class _Reading:
    def __init__(self, server: ImapServer, cursor: ImapCursor) -> None:
        self.server = server
        self.cursor = cursor

    @contextmanager
    def signed_in(self) -> Iterator[IMAPClient]:
        server = self.server
        tls = server.security is LineSecurity.tls
        client = IMAPClient(
            server.host,
            port=server.port,
            ssl=tls,
            ssl_context=server.context() if tls else None,
            timeout=server.timeout_seconds,
        )
        try:
            if server.security is LineSecurity.starttls:
                client.starttls(server.context())
            client.login(server.username, server.password)
            yield client
        finally:
            self._leave(client)

    @staticmethod
    def _leave(client: IMAPClient) -> None:
        try:
            client.logout()
        except (IMAPClientError, OSError, imaplib.IMAP4.error):
            client.shutdown()

    def select(self, client: IMAPClient, folder: str) -> None:
        try:
            answer = client.select_folder(folder, readonly=True)
        except IMAPClientError as error:
            raise FolderMissing(
                say(
                    "The folder {folder} of {name} cannot be opened ({fault}). "
                    "Nothing was fetched; choose a folder that exists.",
                    folder=repr(folder),
                    name=self.server.username,
                    fault=_fault(error),
                ),
                cursor=self.cursor,
            ) from error
        validity = int(answer[b"UIDVALIDITY"])
        if validity != self.cursor.uid_validity:
            self.cursor = ImapCursor(uid_validity=validity, last_uid=0)

    def keep(self, on_message: Callable[[int, bytes], None], uid: int, raw: bytes) -> None:
        try:
            on_message(uid, raw)
        except Exception as error:
            raise NotKept(
                say(
                    "The message with UID {uid} could not be kept ({fault}). It waits on the server; "
                    "the next poll tries it again.",
                    uid=uid,
                    fault=_fault(error),
                ),
                cursor=self.cursor,
            ) from error

    @contextmanager
    def errors_named(self) -> Iterator[None]:
        """Turn what the library and the system raise into our errors."""
        where = f"{self.server.host}:{self.server.port}"
        try:
            yield
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort | OSError):
                raise self._unreachable(where, error) from error
            raise LoginRefused(
                say(
                    "{server} refused the user name {name} or its password. "
                    "Mail waits on the server; correct them in the mailbox's settings.",
                    server=where,
                    name=repr(self.server.username),
                ),
                cursor=self.cursor,
            ) from error
        except ssl.SSLError as error:
            raise TlsFailed(
                say(
                    "The line to {server} could not be protected ({fault}). Mail waits on the server; "
                    "check the port, the kind of TLS and the certificate.",
                    server=where,
                    fault=_fault(error),
                ),
                cursor=self.cursor,
            ) from error
        except (imaplib.IMAP4.error, socket.gaierror, ConnectionError, TimeoutError, OSError) as error:
            raise self._unreachable(where, error) from error

    def _unreachable(self, where: str, error: Exception) -> Unreachable:
        return Unreachable(
            say(
                "The mailbox at {server} cannot be read now ({fault}). Mail waits on the server; "
                "the next poll goes on where this one ended.",
                server=where,
                fault=_fault(error),
            ),
            cursor=self.cursor,
        )


def _fault(error: Exception) -> str:
    """What a server or a library said of it."""
    return str(error)[:120]
