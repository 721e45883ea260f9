"""ClamAV's daemon, asked over its socket: the bytes go there (`INSTREAM`), so that it needs no right to read a file."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

PATIENCE = 30.0
"""How many seconds one file may take, from the connection to the verdict."""
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerDown(Exception):  # noqa: N818 - says what happened
    """The scanner gave no verdict; the message says why."""


class Clamd:
    """A clamd at `/path/of/its.socket` or `host:port`."""

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        self._address, self._patience = address, patience

    def infection(self, content: bytes) -> str:
        """What a file is infected with, in the scanner's words; empty for nothing. Raises ScannerDown."""
        try:
            with self._connected() as (link, end):
                link.sendall(b"zINSTREAM\0")
                for piece in _pieces(content):
                    link.settimeout(_left(end))
                    link.sendall(piece)
                answer = _answer(link, end)
        except OSError as error:
            raise ScannerDown(str(error) or type(error).__name__) from error
        return _verdict(answer)

    @contextmanager
    def _connected(self) -> Iterator[tuple[socket.socket, float]]:
        end = monotonic() + self._patience
        path = self._address.startswith("/")
        family = socket.AF_UNIX if path else socket.AF_INET
        host, _, port = self._address.rpartition(":")
        if not path:
            family = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as link:
            link.settimeout(self._patience)
            link.connect(self._address if path else (host.strip("[]"), int(port)))
            yield link, end


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        yield struct.pack(">I", len(piece)) + piece
    yield struct.pack(">I", 0)


def _left(end: float) -> float:
    if (left := end - monotonic()) <= 0:
        raise TimeoutError("it took too long")
    return left


def _answer(link: socket.socket, end: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        link.settimeout(_left(end))
        piece = link.recv(1024)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")


def _verdict(answer: str) -> str:
    if answer == "OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND")
    raise ScannerDown(answer or "it ended without an answer")
