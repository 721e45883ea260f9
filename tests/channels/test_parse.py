"""One raw message to values, whatever a stranger wrote."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.channels.email.parse import Unparseable
from firsthand.domain.conversation.files import safe_filename
from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.sentences import PLAIN
from tests.at_length import at_length
from tests.channels.samples import HEAD, SMALL, read

PNG = base64.b64encode(b"\x89PNG not really")


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b"Content-Type: multipart/" + kind + b"; boundary=b\r\n\r\n" + body + b"--b--\r\n"


def test_a_plain_message_is_read() -> None:
    mail = read(SMALL, envelope_from="ana@acme.example")
    assert (mail.from_name, mail.from_address, mail.to) == ("Ana", "ana@acme.example", ("support@desk.example",))
    assert (mail.subject, mail.text, mail.quoted) == ("Export fails", "The export stops at 90 percent.", "")
    assert mail.sent_at == datetime(2021, 8, 6, 23, 45, tzinfo=UTC)
    assert (mail.message_id, mail.auto, mail.may_auto_answer) == ("<1@acme.example>", None, True)
    assert mail.warnings == ()


@pytest.mark.parametrize(
    "sender",
    [
        b"ceo@good.example <mallory@evil.example>",
        b'"ceo@good.example" <mallory@evil.example>',
        b"=?utf-8?q?ceo=40good=2Eexample?= <mallory@evil.example>",
        b"=?utf-8?q?=3Cceo=40good=2Eexample=3E?= <mallory@evil.example>",
    ],
)
def test_a_name_that_looks_like_an_address_does_not_make_the_sender(sender: bytes) -> None:
    mail = read(b"From: " + sender + b"\r\nSubject: Pay\r\n\r\nNow.")
    assert mail.from_address == "mallory@evil.example"
    assert any("shows another address" in PLAIN.phrase(words) for words in mail.warnings)


def test_several_senders_are_said_and_the_first_is_taken() -> None:
    mail = read(b"From: a@one.example\r\nFrom: b@two.example\r\nSubject: x\r\n\r\ny")
    assert mail.from_address == "a@one.example"
    assert "several senders" in PLAIN.phrase(mail.warnings[0])


def test_a_message_without_a_sender_takes_the_envelopes_or_says_so() -> None:
    assert read(b"Subject: x\r\n\r\ny", envelope_from="ana@acme.example").from_address == "ana@acme.example"
    nobody = read(b"From: ana at acme\r\nSubject: x\r\n\r\ny")
    assert (nobody.from_address, nobody.from_name) == ("", "ana at acme")
    assert nobody.warnings


def test_an_injected_header_stays_text() -> None:
    encoded = base64.b64encode(b"Hi\r\nBcc: all@evil.example").decode().encode()
    mail = read(b"From: ana@acme.example\r\nSubject: =?utf-8?b?" + encoded + b"?=\r\n\r\ny")
    assert mail.subject == "Hi Bcc: all@evil.example"
    assert mail.cc == ()


@pytest.mark.parametrize("charset", [b"x-unknown", b"", b"punycode", b"idna", b"utf-8", b"\xff", b"a" * 300])
def test_an_unknown_charset_is_read_as_best_it_can(charset: bytes) -> None:
    raw = HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\ncaf\xe9"
    assert read(raw).text == "café"


def test_broken_dates_ids_and_encodings_do_no_harm() -> None:
    raw = (
        b"From: ana@acme.example\r\nDate: Fri, 99 Foo 20211 99:99\r\nMessage-ID: no brackets\r\n"
        b"References: <broken <a@x> b@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=!!SGVsbG8"
    )
    mail = read(raw)
    assert (mail.sent_at, mail.message_id, mail.references) == (None, None, ("<a@x>",))
    assert mail.text.startswith("Hello")


def test_no_control_character_reaches_the_desk() -> None:
    mail = read(b"From: ana@acme.example\r\nSubject: a\x00b\x1b[31m\r\n\r\nx\x00y\x07\xc2\x85z\r\n")
    assert mail.subject == "ab[31m"
    assert mail.text == "xyz"


@pytest.mark.parametrize("raw", [b"", b"\r\n \r\n", b"\x00" * 100, b"just some words\nwithout headers"])
def test_what_is_no_message_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(Unparseable):
        read(raw)


def test_of_alternatives_the_plain_text_is_read_and_the_html_kept() -> None:
    mail = read(
        multipart(
            b"Content-Type: text/plain\r\n\r\nHello",
            b"Content-Type: text/html\r\n\r\n<p onclick=x>Hello <script>alert(1)</script></p>",
            kind=b"alternative",
        )
    )
    assert (mail.text, mail.html) == ("Hello", "<p>Hello </p>")


def test_html_alone_is_turned_into_text() -> None:
    mail = read(HEAD + b"Content-Type: text/html\r\n\r\n<p>One</p><p>Two<br>Three</p>")
    assert mail.text.split() == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "eaten",
    [
        "<svg><text>The export fails.</text></svg>",
        "<template><p>The export fails.</p></template>",
        "<noscript>The export fails.</noscript><script>alert(1)</script>",
        "<html><head><title>The export fails.</title></head><body></body></html>",
    ],
)
def test_words_that_sanitising_would_eat_are_shown_as_plain_words_with_a_warning(eaten: str) -> None:
    mail = read(HEAD + b"Content-Type: text/html\r\n\r\n" + eaten.encode())
    assert mail.text.strip() == "The export fails."
    assert "plain words" in mail.warnings[-1].text


def test_files_get_safe_names_and_their_digest() -> None:
    mail = read(
        multipart(
            b"Content-Type: text/plain\r\n\r\nSee the file.",
            b"Content-Type: image/png; name=x\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <img@x>\r\n"
            b'Content-Disposition: attachment; filename="../../etc/\x01pass\xe2\x80\xaewd.png"\r\n\r\n' + PNG,
        )
    )
    (file,) = mail.attachments
    assert (file.filename, file.content_type, file.size) == ("passwd.png", "image/png", 15)
    assert (file.content, file.content_id, len(file.sha256)) == (b"\x89PNG not really", "img@x", 64)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("C:\\temp\\report.pdf", "report.pdf"),
        ("..", "attachment-1.txt"),
        ("", "attachment-1.txt"),
        (".htaccess", "htaccess"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_cannot_lead_anywhere(given: str, safe: str) -> None:
    assert safe_filename(given, content_type="text/plain", number=1) == safe


def test_a_forwarded_message_is_kept_as_a_file() -> None:
    mail = read(
        multipart(b"Content-Type: text/plain\r\n\r\nSee below", b"Content-Type: message/rfc822\r\n\r\n" + SMALL)
    )
    assert mail.text == "See below"
    assert mail.attachments[0].content.startswith(b"From: Ana")


def test_an_old_uuencoded_file_in_the_text_becomes_a_file() -> None:
    raw = HEAD + b"\r\nHere it is\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n"
    mail = read(raw)
    assert [(one.filename, one.content) for one in mail.attachments] == [("cat.txt", b"Cat")]
    assert "begin 644" not in mail.text


def test_flowed_text_is_joined_but_a_signature_is_not() -> None:
    raw = HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nOne long \r\nline.\r\n-- \r\nAna\r\n"
    assert read(raw).text == "One long line."


def test_a_bounce_names_whom_it_missed_and_what_it_is_about() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; gone@acme.example\r\n"
        b"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n such user\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <fh.1@desk.example>\r\n\r\n--b--\r\n"
    )
    mail = read(raw, envelope_from="")
    assert (mail.auto, mail.bounce_of, mail.may_auto_answer) == (AutoKind.bounce, "<fh.1@desk.example>", False)
    (one,) = mail.failed
    assert (one.address, one.status, one.is_permanent) == ("gone@acme.example", "5.1.1", True)
    assert one.diagnostic == "smtp; 550 no such user"


def test_a_bounce_in_words_names_whom_it_missed_and_what_it_is_about() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nHi. This is qmail-send.\r\n\r\n"
        b"<gone@acme.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <support@desk.example>\r\n"
        b"Message-ID: <fh.1@desk.example>\r\n<never@acme.example>:\r\nquoted\r\n"
    )
    mail = read(raw, envelope_from="")
    assert (mail.auto, mail.bounce_of) == (AutoKind.bounce, "<fh.1@desk.example>")
    assert [(one.address, one.status, one.is_permanent) for one in mail.failed] == [
        ("gone@acme.example", "5.1.1", True)
    ]


def test_one_message_by_two_routes_has_one_content() -> None:
    other = b"Received: from elsewhere\r\n" + SMALL.replace(b"\r\n", b"\n")
    assert read(other).content_digest == read(SMALL).content_digest
    assert read(other).sha256 != read(SMALL).sha256
    assert read(SMALL + b"more").content_digest != read(SMALL).content_digest


@settings(max_examples=at_length(150, short=50), deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_named_refusal(head: bytes, body: bytes) -> None:
    for raw in (head + b"\r\n\r\n" + body, HEAD + head + b"\r\n\r\n" + body):
        try:
            mail = read(raw)
        except Unparseable:
            continue
        assert "\x00" not in mail.text + mail.subject
        mail.text.encode("utf-8")
