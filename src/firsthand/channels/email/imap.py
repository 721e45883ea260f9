"""Fetching mail by IMAP. It goes by UIDs, so any outage is caught up on; it never asks for unread flags or sets any."""

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from firsthand.channels.email.patience import LONGEST_LINE, Patience, PatientImap
from firsthand.channels.email.servers import ImapServer
from firsthand.domain.errors import Worded
from firsthand.domain.sentences import Sentence, say

MOST_BYTES = 50 * 1024 * 1024
A_TURN = timedelta(minutes=2)
_AT_ONCE = 200
_HIGHEST = 2**32 - 1


@dataclass(frozen=True, kw_only=True)
class ImapCursor:
    """How far a folder was read: its UIDVALIDITY (None before the first time) and the last UID that is durable."""

    uid_validity: int | None = None
    last_uid: int = 0


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A message of the folder, and since when its server has it (INTERNALDATE); None where it does not say."""

    uid: int
    raw: bytes = field(repr=False)
    received_at: datetime | None = None


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


class NotUnderstood(ImapError):  # noqa: N818 - says what happened
    """The server does not answer as a mail server does."""


class FolderMissing(ImapError):  # noqa: N818 - says what happened
    """There is no such folder, or it may not be read."""


def poll(
    server: ImapServer,
    folder: str,
    cursor: ImapCursor,
    on_message: Callable[[Fetched], None],
    *,
    most_bytes: int = MOST_BYTES,
) -> ImapCursor:
    """Hand every message after `cursor` to `on_message`, oldest first, and answer the new cursor.

    `on_message` returns once the message is durable; only then does the cursor move. When the folder's
    UIDVALIDITY changed, all of it is read again (the reader knows the messages by their content). A message
    larger than `most_bytes` is handed over cut, under a header X-Firsthand-Truncated that says so. After two minutes it
    ends between two messages, and the next poll goes on.

    Raises an ImapError with the cursor reached: NotKept for what `on_message` raised, the others for the server.
    """
    ends = time.monotonic() + A_TURN.total_seconds()
    reading = _Reading(server, cursor, most_bytes=most_bytes)
    with reading.errors_named(), reading.signed_in() as client:
        reading.select(client, folder)
        reading.patience.begin()
        uids = client.search(["UID", f"{reading.cursor.last_uid + 1}:*"])
        fresh = sorted(uid for uid in uids if uid > reading.cursor.last_uid)
        if fresh and fresh[-1] > _HIGHEST:
            raise NotUnderstood(
                say(
                    "{server} numbers a message {number}, which no mail server may. Nothing of it was fetched.",
                    server=reading.where,
                    number=str(fresh[-1]),
                ),
                cursor=reading.cursor,
            )
        for start in range(0, len(fresh), _AT_ONCE):
            chunk = fresh[start : start + _AT_ONCE]
            reading.patience.begin()
            facts = client.fetch(chunk, ["RFC822.SIZE", "INTERNALDATE"])
            for uid in chunk:
                if time.monotonic() > ends:
                    return reading.cursor  # what is left has its turn in the next poll
                size, at = (facts.get(uid, {}).get(key) for key in (b"RFC822.SIZE", b"INTERNALDATE"))
                if size is not None:  # else it was removed since the search
                    reading.patience.begin(size=min(size, most_bytes))
                    raw = _fetched(client, uid, size, most_bytes)
                    if raw:
                        reading.keep(on_message, Fetched(uid=uid, raw=raw, received_at=at))
                reading.cursor = ImapCursor(uid_validity=reading.cursor.uid_validity, last_uid=uid)
    return reading.cursor


def how_many_since(client: IMAPClient, since: datetime) -> int:
    """How many messages of the open folder its server received at `since` or later. Its search knows days, in a zone of
    its own; those of the days around are asked for their instants."""
    before, after = (since + timedelta(days=days) for days in (-1, 2))
    near = client.search(["SINCE", before.date(), "BEFORE", after.date()])
    facts = client.fetch(near, ["INTERNALDATE"]) if near else {}
    late = [uid for uid in near if (at := facts.get(uid, {}).get(b"INTERNALDATE")) is None or at >= since]
    return len(late) + len(client.search(["SINCE", after.date()]))


def _fetched(client: IMAPClient, uid: int, size: int, most_bytes: int) -> bytes:
    if size <= most_bytes:
        return bytes(client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]", b"") or b"")
    answer = client.fetch([uid], [f"BODY.PEEK[]<0.{most_bytes}>"]).get(uid, {})
    part = next((bytes(value) for key, value in answer.items() if key.startswith(b"BODY[]") and value), b"")
    note = f"X-Firsthand-Truncated: {size} bytes on the server, {len(part)} here; UID {uid}\r\n"
    return note.encode("ascii") + part if part else b""


def _without_content(error: Exception) -> str | Sentence:
    """What the library says, or we do, without what the server had sent: that may be somebody's mail."""
    if isinstance(error, Worded):
        return error.words
    return re.split(r":? b['\"]", str(error))[0][:120]


class _Reading:
    def __init__(self, server: ImapServer, cursor: ImapCursor, *, most_bytes: int) -> None:
        self.server = server
        self.cursor = cursor
        self.where = f"{server.host}:{server.port}"
        self.patience = Patience(seconds=server.timeout_seconds, most_bytes=most_bytes + LONGEST_LINE)

    @contextmanager
    def signed_in(self) -> Iterator[IMAPClient]:
        client = PatientImap(self.server, self.patience)
        try:
            self.patience.begin()
            client.login(self.server.username, self.server.password)
            yield client
        finally:
            self.patience.begin()
            self._leave(client)

    @staticmethod
    def _leave(client: IMAPClient) -> None:
        try:
            client.logout()
        except Exception:
            with suppress(OSError):
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
        validity = answer.get(b"UIDVALIDITY")
        if not isinstance(validity, int) or not 0 < validity <= _HIGHEST:
            raise NotUnderstood(
                say(
                    "{server} does not say by which numbers {folder} calls its messages (UIDVALIDITY), so that each "
                    "could be fetched once. Nothing was fetched; hand mail over in another way.",
                    server=self.where,
                    folder=repr(folder),
                ),
                cursor=self.cursor,
            )
        if validity != self.cursor.uid_validity:
            self.cursor = ImapCursor(uid_validity=validity, last_uid=0)

    def keep(self, on_message: Callable[[Fetched], None], message: Fetched) -> None:
        try:
            on_message(message)
        except Exception as error:
            raise NotKept(
                say(
                    "The message with UID {uid} could not be kept ({fault}). It waits on the server; "
                    "the next poll tries it again.",
                    uid=message.uid,
                    fault=_fault(error),
                ),
                cursor=self.cursor,
            ) from error

    @contextmanager
    def errors_named(self) -> Iterator[None]:
        """Turn what the library and the system raise into our errors."""
        where = self.where
        try:
            yield
        except ImapError:
            raise
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
        except Exception as error:
            raise NotUnderstood(
                say(
                    "{server} answered in a way that cannot be read ({fault}). Mail waits on the server; "
                    "the next poll goes on where this one ended.",
                    server=where,
                    fault=f"{type(error).__name__}: {error!s:.100}",
                ),
                cursor=self.cursor,
            ) from error

    def _unreachable(self, where: str, error: Exception) -> Unreachable:
        why = say("it did not answer in time") if isinstance(error, TimeoutError) else _without_content(error)
        return Unreachable(
            say(
                "The mailbox at {server} cannot be read now ({why}). Mail waits on the server; "
                "the next poll goes on where this one ended.",
                server=where,
                why=why,
            ),
            cursor=self.cursor,
        )


def _fault(error: Exception) -> str:
    """What a server or a library said of it."""
    return str(error)[:120]
