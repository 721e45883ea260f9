"""Who signed a mail, by keys that were looked up before."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from firsthand.channels.email.channel import Email
from firsthand.channels.email.names import MOST_WAITED, SenderKeys
from firsthand.channels.email.signatures import keys_wanted, signed_by
from firsthand.channels.protocol import Ours, Raw
from firsthand.domain.conversation.incoming import Authorship
from tests.channels.samples import SMALL

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
DER = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
TEXT = f"v=DKIM1; k=rsa; p={b64encode(DER).decode()}"
NAME = "k1._domainkey.acme.example"
KEYS = {NAME: TEXT}


def signed(raw: bytes = SMALL, *, domain: bytes = b"acme.example", length: bool = False) -> bytes:
    return bytes(dkim.sign(raw, b"k1", domain, PEM, canonicalize=(b"relaxed", b"relaxed"), length=length)) + raw


def test_a_signature_that_holds_names_its_domain() -> None:
    assert keys_wanted(signed()) == (NAME,)
    assert signed_by(signed(), KEYS) == ("acme.example",)


@pytest.mark.parametrize(
    "raw",
    [
        SMALL,
        signed().replace(b"90 percent", b"10 percent"),
        signed().replace(b"From: Ana", b"From: Eve"),
        signed(length=True) + b"Pay to another account.\r\n",
        signed().replace(b"d=acme.example", b"d=evil.example"),
        signed().replace(b"rsa-sha256", b"rsa-sha1"),
        b"DKIM-Signature: d=acme.example; s=k1; b=\r\n" + SMALL,
        b"From: Eve <eve@evil.example>\r\n" + signed(),
    ],
)
def test_what_was_changed_or_left_open_is_signed_by_nobody(raw: bytes) -> None:
    assert signed_by(raw, KEYS) == ()


def test_only_keys_that_could_prove_the_sender_are_asked_for() -> None:
    assert keys_wanted(signed(domain=b"evil.example")) == ()
    assert keys_wanted(signed(SMALL.replace(b"ana@acme", b"ana@mail.acme"))) == (NAME,)
    assert keys_wanted(b"DKIM-Signature: d=acme.example; s=" + b"x y" * 10**6 + b"\r\n" + SMALL) == ()


class Clock:
    """Time that passes only when somebody waits."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_key_is_asked_for_once(clock: Clock) -> None:
    asked = []

    def ask(name: str, within: float) -> str:
        asked.append(name)
        return TEXT

    keys = SenderKeys(ask=ask, clock=clock)
    assert [keys.find([NAME]) for _ in range(3)] == [KEYS] * 3
    assert asked == [NAME]


def test_what_does_not_answer_costs_two_seconds_a_message_and_four_of_half_a_minute(clock: Clock) -> None:
    def ask(name: str, within: float) -> str:
        clock.now += within
        raise OSError("no answer")

    keys = SenderKeys(ask=ask, clock=clock)
    assert keys.find([f"{number}.example" for number in range(5)]) == {}
    assert clock.now == 2.0
    for number in range(100):
        assert keys.find([f"other{number}.example"]) == {}
    assert clock.now == MOST_WAITED


@pytest.mark.parametrize(
    ("result", "authorship"),
    [(b"", Authorship.proven), (b"Authentication-Results: mx.desk.example; dmarc=fail\r\n", Authorship.unproven)],
)
def test_the_word_of_our_own_server_decides_and_else_a_signature(result: bytes, authorship: Authorship) -> None:
    us = Ours(addresses=("support@desk.example",), secret="s", authorities=frozenset({"mx.desk.example"}), may_ask=True)
    email = Email(keys=SenderKeys(ask=lambda _name, _within: TEXT))
    raw = Raw(content=result + signed(), sha256="", received_at=datetime.now(UTC), via="pipe")
    assert email.read(raw, us).authorship is authorship
    assert email.read(raw, replace(us, may_ask=False)).authorship is Authorship.unproven
    email.close()


def test_what_a_form_says_of_its_writer_is_proven_by_nobody() -> None:
    us = Ours(
        addresses=("support@desk.example",), secret="s", authorities=frozenset({"mx.desk.example"}), may_ask=False
    )
    head = b"Authentication-Results: mx.desk.example; dmarc=pass header.from=acme.example\r\n"
    body = b"From: no-reply@acme.example\r\nSubject: Contact form\r\nReply-To: ana@acme.example\r\n\r\nPlease call.\r\n"
    email = Email()
    read = email.read(Raw(content=head + body, sha256="", received_at=datetime.now(UTC), via="pipe"), us)
    assert (read.author.address, read.authorship) == ("ana@acme.example", Authorship.unproven)
    email.close()
