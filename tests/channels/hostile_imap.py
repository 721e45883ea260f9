"""IMAP servers as they should not be: each has one fault. Most speak as the good one does otherwise."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.channels.imap_server import ImapServer

MANY = 600 * 1024 * 1024


class WithoutUidValidity(ImapServer):
    """Does not say by which numbers it calls its messages."""

    def _answer(self, rest: str) -> list[bytes]:
        return [part for part in super()._answer(rest) if b"UIDVALIDITY" not in part]


class BeyondItsNumbers(ImapServer):
    """Numbers a message above 2^63."""

    def _answer(self, rest: str) -> list[bytes]:
        if "SEARCH" in rest:
            return [b"* SEARCH 3 %d\r\n" % (2**63 + 5)]
        return super()._answer(rest)


class WithNoNumbers(ImapServer):
    """Says words where numbers belong."""

    def _answer(self, rest: str) -> list[bytes]:
        if "RFC822.SIZE" in rest:
            return [b"* 1 FETCH (UID three RFC822.SIZE (((\r\n"]
        return super()._answer(rest)


class LargerThanItSays(ImapServer):
    """Announces a message of 100 bytes and sends 600 MB."""

    def _fetched(self, uid: int, items: str) -> bytes:
        if "RFC822.SIZE" in items:
            return b"* 1 FETCH (UID %d RFC822.SIZE 100)\r\n" % uid
        return b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, MANY)


class WithoutEnd(ImapServer):
    """Answers a search for ever."""

    asked, begins, piece = b"SEARCH", b"", b"* SEARCH" + b" 17" * 20_000 + b"\r\n"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                if self.asked in line:
                    writer.write(self.begins)
                    while True:
                        writer.write(self.piece)
                        await writer.drain()
                tag, _, rest = line.decode().strip().partition(" ")
                for part in self._answer(rest):
                    writer.write(part)
                writer.write(f"{tag} OK done\r\n".encode())


class BeyondItsAnnouncement(WithoutEnd):
    """Announces a message of 20 bytes and sends more for ever."""

    asked, begins, piece = b"BODY.PEEK", b"* 1 FETCH (UID 3 BODY[] {20}\r\n", b"x" * 60_000


@contextmanager
def one_byte_a_moment(greeting: bytes = b"* OK " + b"x" * 4000, *, moment: float = 0.1) -> Iterator[int]:
    """A server that says its greeting byte by byte; its port. It speaks no protocol: it is slow for all of them."""
    listener, ended = socket.create_server(("127.0.0.1", 0)), threading.Event()
    thread = threading.Thread(target=_drip, args=(listener, greeting, moment, ended.wait), daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        ended.set()
        listener.close()
        thread.join(5)


def _drip(listener: socket.socket, greeting: bytes, moment: float, ended: Callable[[float], bool]) -> None:
    listener.settimeout(0.2)
    while not ended(0):
        with contextlib.suppress(OSError):
            line, _ = listener.accept()
            with line:
                for byte in greeting:
                    line.sendall(bytes([byte]))
                    if ended(moment):
                        return
