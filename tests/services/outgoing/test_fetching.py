"""A file is fetched from outside, never from inside, whatever the address looks like and whatever the server does."""

import contextlib
import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from firsthand.services.outgoing import fetching
from firsthand.services.outgoing.fetching import Fetching, NotFetched, fetch
from tests.services.outgoing.servers import Served, serving

LOOPBACK = (ipaddress.ip_network("127.0.0.1/32"),)
HERE = Fetching(allowed=LOOPBACK, most_bytes=1000, most_seconds=2)
OUTSIDE = Fetching(most_bytes=1000, most_seconds=2)


@pytest.fixture
def server() -> Iterator[Served]:
    """A server on this machine."""
    with serving() as served:
        yield served


def refusal(address: str, how: Fetching = HERE) -> str:
    """Why a file is not fetched."""
    with pytest.raises(NotFetched) as refused:
        fetch(address, how)
    return str(refused.value)


def test_a_file_is_fetched_and_an_inner_address_only_where_that_is_allowed(server: Served) -> None:
    address = server.gives("/away.ics?key=1", b"BEGIN")
    assert fetch(address, HERE) == b"BEGIN"
    assert "inner network" in refusal(address, OUTSIDE)
    assert server.asked == [("/away.ics?key=1", f"127.0.0.1:{server.port}")]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        "user@127.0.0.1",
        "169.254.169.254",
        "[64:ff9b::7f00:1]",
    ],
)
def test_no_way_to_write_it_leads_inside(server: Served, host: str) -> None:
    server.gives("/", b"secret")
    assert "inner network" in refusal(f"http://{host}:{server.port}/", OUTSIDE)
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "https://",
        "http://a.example:99999/",
        "http://a b/",
        "//a.example",
    ],
)
def test_what_is_no_web_address_is_said_so(address: str) -> None:
    assert "Expected an address" in refusal(address)


def looked_up(monkeypatch: pytest.MonkeyPatch, **names: list[list[str]]) -> None:
    """Names and the addresses that each look-up of one answers in turn."""
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        turns = names.get(host.partition(".")[0])
        if turns is None:
            return real(host, port, *args, **options)
        some = turns.pop(0) if len(turns) > 1 else turns[0]
        return [found for one in some for found in real(one, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_that_answers_inside_is_refused_each_time_it_does(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.gives("/", b"secret")
    looked_up(monkeypatch, rebinding=[["127.0.0.1"], ["93.184.215.14"]])
    assert "inner network" in refusal(f"http://rebinding.example:{server.port}/", OUTSIDE)
    assert server.asked == []


def test_a_name_is_looked_up_once_and_the_address_that_was_judged_is_asked(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.gives("/", b"outer")
    looked_up(monkeypatch, rebinding=[["127.0.0.1"], ["127.0.0.2"]])
    assert fetch(f"http://rebinding.example:{server.port}/", HERE) == b"outer"
    assert server.asked == [("/", f"rebinding.example:{server.port}")]


def test_of_an_answer_with_both_only_the_outer_address_is_asked(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.gives("/", b"outer")
    looked_up(monkeypatch, both=[["10.0.0.1", "127.0.0.1"]])
    assert fetch(f"http://both.example:{server.port}/", HERE) == b"outer"


def test_a_redirect_is_followed_and_never_inside(server: Served) -> None:
    there = server.gives("/there", b"found")
    assert fetch(server.gives("/here", b"", status=302, Location=there), HERE) == b"found"
    assert fetch(server.gives("/rel", b"", status=307, Location="/there"), HERE) == b"found"
    for inner in ("http://10.0.0.1/", "http://[::1]/", "http://0x7f.2/"):
        assert "inner network" in refusal(server.gives("/in", b"", status=301, Location=inner))
    assert "Expected an address" in refusal(server.gives("/file", b"", status=302, Location="file:///etc/passwd"))
    assert "again and again" in refusal(server.gives("/loop", b"", status=302, Location="/loop"))


@pytest.mark.parametrize("there", ["http://[", "http://[::1", "//[x]/", "http://a:99999/", "\\\\a", "http:///x"])
def test_sent_on_to_what_is_no_address_it_is_said_so(server: Served, there: str) -> None:
    said = refusal(server.gives("/odd", b"", status=302, Location=there))
    assert "Expected an address" in said or "answered 404" in said


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "hTTps"])
def test_encryption_is_kept_however_the_address_is_written(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setattr(fetching, "_get", lambda *_asked: "http://b.example/")
    assert "without encryption" in refusal(f"{scheme}://a.example/")


def test_all_its_redirects_together_are_ended_in_time(server: Served) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.4)
        handler.send_response(302)
        handler.send_header("Location", "/slow")
        handler.end_headers()

    server.answers["/slow"] = slow
    began = time.monotonic()
    how = Fetching(allowed=LOOPBACK, most_bytes=9, most_seconds=0.6)
    assert "took too long" in refusal(f"http://127.0.0.1:{server.port}/slow", how)
    assert time.monotonic() - began < 1.1


def test_what_is_too_large_or_not_there_or_packed_or_cut_is_said_so(server: Served) -> None:
    assert "larger than 1,000 bytes" in refusal(server.gives("/big", b"x" * 1001))
    assert "answered 404" in refusal(f"http://127.0.0.1:{server.port}/gone")
    assert "packed" in refusal(server.gives("/gz", b"x", Content_Encoding="gzip"))

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(b"half")

    server.answers["/cut"] = cut
    assert "before all of it had come" in refusal(f"http://127.0.0.1:{server.port}/cut")


def test_one_that_drips_is_ended_in_time(server: Served) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            for _byte in range(100):
                handler.wfile.write(b"H")
                time.sleep(0.1)

    server.answers["/drip"] = drip
    began = time.monotonic()
    how = Fetching(allowed=LOOPBACK, most_bytes=9, most_seconds=0.5)
    assert "took too long" in refusal(f"http://127.0.0.1:{server.port}/drip", how)
    assert time.monotonic() - began < 3


def test_a_server_without_encryption_where_some_was_wanted_and_nobody_there() -> None:
    with serving() as server:
        assert "cannot be reached" in refusal(f"https://127.0.0.1:{server.port}/")
        gone = server.port
    assert "cannot be reached" in refusal(f"http://127.0.0.1:{gone}/")
    assert "was not found" in refusal("http://nowhere.invalid/")
