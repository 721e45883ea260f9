"""Fetching a small file from an address that somebody typed.

The name is looked up once for each step, every address of the answer is judged, and the connection goes to one that
was judged, with the name in `Host` and in the certificate: a second answer of the name server changes nothing. Each
redirect is a step of its own. No proxy of the environment is asked.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from firsthand.domain.errors import Worded
from firsthand.domain.inner_addresses import Network, is_inner
from firsthand.domain.sentences import Sentence, say

MOST_SECONDS = 20.0
MOST_REDIRECTS = 3
_CONNECTING_SECONDS = 8.0
_MOVED = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}


class NotFetched(Worded):
    """The file was not fetched. The words name no more of the address than its host."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(words)


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """How files are fetched: the inner networks that may be reached, how large a file may be, and how long it may
    take."""

    allowed: Sequence[Network] = ()
    most_bytes: int
    most_seconds: float = MOST_SECONDS


def host_of(address: str) -> str:
    """The host of an http or https address, all that is shown of it. Raises NotFetched for what is no such address."""
    return _parts(address).hostname or ""


def fetch(address: str, how: Fetching) -> bytes:
    """The file at an http or https address, every step within the time that there is. Raises NotFetched."""
    ends, parts = monotonic() + how.most_seconds, _parts(address)
    for _step in range(MOST_REDIRECTS + 1):
        found = _get(parts, how, ends)
        if isinstance(found, bytes):
            return found
        there = _parts(_joined(parts.geturl(), found))
        if parts.scheme == "https" and there.scheme != "https":
            raise NotFetched(say("It sends on to an address without encryption, where the desk does not follow."))
        parts = there
    raise NotFetched(say("It sends on again and again."))


def _joined(address: str, sent_to: str) -> str:
    try:
        return urljoin(address, sent_to)
    except ValueError:
        return sent_to  # no address at all, which is said of it


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address.strip() or not address.isascii():
        raise NotFetched(say("Expected an address such as https://calendar.example.com/away.ics."))
    return parts


def _get(parts: SplitResult, how: Fetching, ends: float) -> bytes | str:
    """The file, or where it is sent on to; until an instant of the monotonic clock."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    line = _connected(host, port, how, ends)
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        with line, _ending(line, max(0.0, ends - monotonic())):
            return _ask(line, parts, host, how)
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(_fault(error, host)) from error


def _ask(line: socket.socket, parts: SplitResult, host: str, how: Fetching) -> bytes | str:
    if isinstance(line, ssl.SSLSocket):
        line.do_handshake()
    connection = http.client.HTTPConnection(parts.netloc.rpartition("@")[2])
    connection.sock = line
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    wanted = {
        "Accept": "text/calendar",
        "Accept-Encoding": "identity",
        "User-Agent": "Firsthand",
        "Connection": "close",
    }
    connection.request("GET", path, headers=wanted)
    answer = connection.getresponse()
    if answer.status in _MOVED and (there := answer.headers.get("Location")):
        return there
    if answer.status != http.client.OK:
        raise NotFetched(say("The server at {host} answered {status}.", host=host, status=answer.status))
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise NotFetched(say("The server at {host} sent it packed, which was not asked for.", host=host))
    content = answer.read(how.most_bytes + 1)
    if len(content) > how.most_bytes:
        raise NotFetched(say("It is larger than {most} bytes.", most=f"{how.most_bytes:,}"))
    if answer.length:
        raise NotFetched(say("The server at {host} ended the connection before all of it had come.", host=host))
    return content


def _connected(host: str, port: int, how: Fetching, ends: float) -> socket.socket:
    """A connection to an address of the host that lies outside."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(say("The name {host} was not found.", host=host)) from error
    outside = [one for one in found if not is_inner(str(one[4][0]), allowed=how.allowed)]
    if not outside:
        raise NotFetched(say("The name {host} leads into an inner network, where the desk does not ask.", host=host))
    fault: OSError | None = None
    for family, kind, protocol, _name, address in outside[:4]:
        if (left := ends - monotonic()) <= 0:
            fault = TimeoutError()
            break
        line = socket.socket(family, kind, protocol)
        line.settimeout(min(_CONNECTING_SECONDS, left))
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            fault = error
            continue
        return line
    raise NotFetched(_fault(fault, host)) from fault


@contextmanager
def _ending(line: socket.socket, seconds: float) -> Iterator[None]:
    """End what goes over a connection after some time, however slowly its bytes come."""
    ended = threading.Event()

    def end() -> None:
        ended.set()
        try:
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # below TLS, which another thread is reading
        except OSError:
            return  # it was over before

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if ended.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _fault(error: Exception | None, host: str) -> Sentence:
    if isinstance(error, TimeoutError):
        return say("The server at {host} took too long.", host=host)
    if isinstance(error, ssl.SSLCertVerificationError):
        return say("The certificate of {host} is not valid: {fault}.", host=host, fault=error.verify_message)
    return say("The server at {host} cannot be reached: {fault}.", host=host, fault=type(error).__name__)
