"""Who signed a mail, by keys that were looked up before."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from firsthand.channels.email.channel import Email
from firsthand.channels.email.names import MOST_WAITED, SenderTexts
from firsthand.channels.email.signatures import names_wanted, signed_by
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
POLICY = "_dmarc.acme.example"


def signed(raw: bytes = SMALL, *, domain: bytes = b"acme.example", length: bool = False) -> bytes:
    return bytes(dkim.sign(raw, b"k1", domain, PEM, canonicalize=(b"relaxed", b"relaxed"), length=length)) + raw


def test_a_signature_that_holds_names_its_domain() -> None:
    assert names_wanted(signed()) == (NAME, POLICY)
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
    assert names_wanted(signed(domain=b"evil.example")) == (POLICY,)
    below = SMALL.replace(b"ana@acme", b"ana@mail.acme")
    assert names_wanted(signed(below)) == (NAME, "_dmarc.mail.acme.example", POLICY)
    assert names_wanted(signed(domain=b"mail.acme.example")) == ("k1._domainkey.mail.acme.example", POLICY)
    assert names_wanted(b"DKIM-Signature: d=acme.example; s=" + b"x y" * 10**6 + b"\r\n" + SMALL) == ()


def test_a_public_suffix_proves_nobody() -> None:
    raw = signed(SMALL.replace(b"acme.example", b"acme.co.uk"), domain=b"co.uk")
    assert names_wanted(raw) == ("_dmarc.acme.co.uk",)


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

    keys = SenderTexts(ask=ask, clock=clock)
    assert [keys.find([NAME]) for _ in range(3)] == [KEYS] * 3
    assert asked == [NAME]


def test_what_does_not_answer_costs_two_seconds_a_message_and_four_of_half_a_minute(clock: Clock) -> None:
    def ask(name: str, within: float) -> str:
        clock.now += within
        raise OSError("no answer")

    keys = SenderTexts(ask=ask, clock=clock)
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
    email = Email(texts=SenderTexts(ask=lambda name, _within: KEYS.get(name, "")))
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


@pytest.mark.parametrize(
    ("raw", "published", "authorship"),
    [
        (SMALL, "v=DMARC1; p=reject", Authorship.disowned),
        (SMALL, "v=DMARC1; p=none", Authorship.unproven),
        (SMALL, "", Authorship.unproven),
        (SMALL, None, Authorship.unproven),
        (signed(), "v=DMARC1; p=reject", Authorship.proven),
        (signed(domain=b"mail.acme.example"), "v=DMARC1; p=reject", Authorship.proven),
        (signed(domain=b"mail.acme.example"), "v=DMARC1; p=reject; adkim=s", Authorship.disowned),
        (signed(domain=b"mail.acme.example"), "", Authorship.unproven),
    ],
)
def test_a_domain_says_who_signs_for_it_and_what_it_wants_else(
    raw: bytes, published: str | None, authorship: Authorship
) -> None:
    def ask(name: str, _within: float) -> str:
        if name == POLICY and published is None:
            raise OSError("no answer")
        return (published or "") if name == POLICY else TEXT

    us = Ours(addresses=("support@desk.example",), secret="s", authorities=frozenset(), may_ask=True)
    email = Email(texts=SenderTexts(ask=ask))
    assert (
        email.read(Raw(content=raw, sha256="", received_at=datetime.now(UTC), via="pipe"), us).authorship is authorship
    )
    email.close()


def test_a_key_that_nobody_answered_for_is_no_reason_to_doubt_more() -> None:
    def ask(name: str, _within: float) -> str:
        if name == NAME:
            raise OSError("no answer")
        return "v=DMARC1; p=reject"

    us = Ours(addresses=("support@desk.example",), secret="s", authorities=frozenset(), may_ask=True)
    email = Email(texts=SenderTexts(ask=ask))
    raw = Raw(content=signed(), sha256="", received_at=datetime.now(UTC), via="pipe")
    assert email.read(raw, us).authorship is Authorship.unproven
    email.close()
