"""Debian's nginx before `firsthand serve`, as docs/operations/running.md has it: set-up, cookies, HSTS and how often
somebody may try to get in."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.stories.desk_folder import ROOT, Serving

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
PASSWORD = "a long enough sentence"
MIRA = "mira@lighthouse.example"

pytestmark = pytest.mark.skipif(NGINX is None, reason="Debian's nginx is not installed")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def make_certificate(folder: Path) -> None:
    """A certificate for localhost that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    (folder / "desk.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "desk.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )


def configuration(folder: Path, *, port: int, behind: int) -> str:
    """The block of the page on running, on another port and with files of its own."""
    page = (ROOT / "docs" / "operations" / "running.md").read_text(encoding="utf-8")
    found = re.search(r"```\n(server \{.*?\n\})\n```", page, re.DOTALL)
    assert found is not None
    block = found[1].replace("listen 443", f"listen 127.0.0.1:{port}").replace("desk.example.com", "localhost")
    block = block.replace("/etc/ssl/private/desk.key", f"{folder}/desk.key").replace(
        "/etc/ssl/desk.pem", f"{folder}/desk.pem"
    )
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("Host $host", "Host $http_host")
    temporary = "".join(
        f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {temporary}\n{block}\n}}"


class Browser:
    """A browser at an address of its own, with its cookies, that takes any certificate."""

    def __init__(self, port: int, *, at: str) -> None:
        self.port, self.at = port, at
        self.cookies: dict[str, str] = {}
        self.headers: list[tuple[str, str]] = []

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """Get a page, or post a form with the token of the page before."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = None
        if form is not None:
            _, page = self.ask(path)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            body = urlencode({**form, "csrfmiddlewaretoken": token[1] if token else ""})
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://localhost:{self.port}"}
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = http.client.HTTPSConnection(
            "localhost", self.port, timeout=20, source_address=(self.at, 0), context=ssl._create_unverified_context()
        )
        line.request("GET" if form is None else "POST", path, body, sent)
        answer = line.getresponse()
        self.headers = answer.getheaders()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, value = given.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        line.close()
        return answer.status, text

    def sign_in(self, password: str, *, email: str = MIRA, **headers: str) -> int:
        """Try to sign in; how that was answered."""
        return self.ask("/sign-in", {"email": email, "password": password}, **headers)[0]


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a proxy with an empty desk behind it."""
    port = free_port()
    monkeypatch.setenv("FIRSTHAND_BASE_URL", f"https://localhost:{port}")
    monkeypatch.setenv("FIRSTHAND_TRUSTED_PROXIES", "127.0.0.1")
    make_certificate(tmp_path)
    with Serving("serve", "--port", "0", data=tmp_path / "desk") as desk:
        (tmp_path / "nginx.conf").write_text(configuration(tmp_path, port=port, behind=desk.port), encoding="utf-8")
        command = [str(NGINX), "-p", str(tmp_path), "-e", str(tmp_path / "errors"), "-c", str(tmp_path / "nginx.conf")]
        proxy = subprocess.Popen(command)
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield port
        proxy.terminate()
        proxy.wait(10)


def test_behind_nginx_only_the_code_opens_the_set_up_and_guessing_locks_nobody_out(port: int, tmp_path: Path) -> None:
    mira, guesser = Browser(port, at="127.0.0.2"), Browser(port, at="127.0.0.3")
    you = {"name": "Mira", "desk_name": "Lighthouse", "email": MIRA, "password": PASSWORD, "zone": "UTC"}
    assert "Set-up code" in guesser.ask("/set-up")[1]
    assert guesser.ask("/set-up", you)[0] == 403
    code = (tmp_path / "desk" / "set-up-code").read_text(encoding="ascii").strip()
    assert mira.ask("/set-up", {**you, "code": code})[0] == 302
    cookies = [value for name, value in mira.headers if name.lower() == "set-cookie"]
    assert {one.partition("=")[0] for one in cookies} >= {"__Host-sessionid", "__Host-known"}
    assert all("Secure" in one and "HttpOnly" in one and "Path=/" in one for one in cookies)
    assert dict(mira.headers)["Strict-Transport-Security"] == "max-age=31536000"

    del mira.cookies["__Host-sessionid"]
    tried = [guesser.sign_in("no", **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(11)]
    assert tried == [422] * 10 + [429]
    assert Browser(port, at="127.0.0.4").sign_in(PASSWORD) == 429
    assert mira.sign_in(PASSWORD) == 302
    sprayed = [guesser.sign_in(PASSWORD, email=f"{number}@lighthouse.example") for number in range(21)]
    assert sprayed == [422] * 20 + [429]
