"""Mails whose words are not where one looks first: in a signature, in Outlook's file, in an invitation or a card."""

import base64
import struct
import time
from pathlib import Path

import pytest
from asn1crypto import cms
from compressed_rtf import compress

from firsthand.channels.email.containers import outlook_content, signed_content
from tests.channels.samples import HEAD, read
from tests.channels.test_parse import multipart

INVITATION = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Review of the\r\n  outage\r\n"
    b"DTSTART;TZID=Europe/Berlin:20261124T100000\r\nDTEND;TZID=Europe/Berlin:20261124T110000\r\n"
    b'LOCATION:Room 4\\, first floor\r\nORGANIZER;CN="Ana Ruiz":mailto:ana@acme.example\r\n'
    b"DESCRIPTION:Please bring the logs.\\nAna\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Ruiz;Ana\r\nFN:Ana Ruiz\r\nORG:Acme;IT\r\nTEL;TYPE=work:+34 1\r\nEND:VCARD\r\n"
OLD_CARD = CARD.replace(b"3.0", b"2.1").replace(
    b"FN:Ana Ruiz\r\nORG:Acme;IT\r\nTEL;TYPE=work:+34 1",
    b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen Wei=\r\n=C3=9F",
)


def signed(content: bytes, *, kind: str = "signed_data") -> bytes:
    """An opaque signature around `content`, signed by nobody."""
    inner = cms.ContentInfo({"content_type": "data", "content": content})
    data = cms.SignedData({"version": "v1", "digest_algorithms": [], "encap_content_info": inner, "signer_infos": []})
    return bytes(cms.ContentInfo({"content_type": kind, "content": data}).dump())


def part(kind: bytes, content: bytes, disposition: bytes = b"") -> bytes:
    head = b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n" + disposition
    return head + b"\r\n" + base64.b64encode(content)


def test_what_is_signed_as_a_whole_is_read_and_said_to_be_unchecked() -> None:
    inside = multipart(b"Content-Type: text/plain\r\n\r\nIt is down.", part(b"image/png; name=a.png", b"picture"))
    mail = read(HEAD + part(b"application/pkcs7-mime; name=smime.p7m", signed(inside)))
    assert mail.text == "It is down."
    assert [file.filename for file in mail.attachments] == ["smime.p7m", "a.png"]
    assert any("not checked" in str(words) for words in mail.warnings)


def test_what_is_encrypted_stays_a_file_and_says_so() -> None:
    der = cms.ContentInfo({"content_type": "enveloped_data"}).dump()
    mail = read(HEAD + part(b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", der))
    assert (mail.text, [file.filename for file in mail.attachments]) == ("", ["smime.p7m"])
    assert any("encrypted" in str(words) for words in mail.warnings)


def test_containers_in_containers_are_opened_three_deep() -> None:
    raw = b"Content-Type: text/plain\r\n\r\nDeep."
    for _ in range(5):
        raw = part(b"application/pkcs7-mime", signed(raw))
    mail = read(HEAD + raw)
    assert mail.text == ""
    assert len(mail.attachments) == 4


@pytest.mark.parametrize(
    "content", [b"", b"\x30", b"\x30\x80" * 5000, b"\x00" * 50, b"\x78\x9f\x3e\x22" + b"\x01" * 90]
)
def test_a_broken_container_is_a_file(content: bytes) -> None:
    assert (signed_content(content), outlook_content(content)) == (None, None)


def test_a_file_of_outlook_with_too_many_pieces_costs_little_time() -> None:
    started = time.process_time()
    assert outlook_content(b"\x78\x9f\x3e\x22\x01\x00" + b"\x01" + b"\x00" * 8_000_000) is None
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        (
            b"text/calendar; method=REQUEST",
            INVITATION,
            "Review of the outage\n2026-11-24 10:00 Europe/Berlin – 2026-11-24 11:00 Europe/Berlin\n"
            "Room 4, first floor\nAna Ruiz <ana@acme.example>\nPlease bring the logs.\nAna",
        ),
        (b"text/vcard; name=ana.vcf", CARD, "Ana Ruiz\nAcme, IT\n+34 1"),
        (b"text/x-vcard", OLD_CARD, "Jürgen Weiß"),
    ],
)
def test_an_invitation_or_card_alone_is_told_and_kept(kind: bytes, content: bytes, text: str) -> None:
    mail = read(HEAD + part(kind, content))
    assert mail.text == text
    assert mail.attachments[0].content == content


def test_an_invitation_beside_words_stays_a_file() -> None:
    mail = read(multipart(b"Content-Type: text/plain\r\n\r\nSee you there.", part(b"text/calendar", INVITATION)))
    assert (mail.text, len(mail.attachments)) == ("See you there.", 1)


@pytest.mark.parametrize("case", ["smime-opaque/opaque.eml", "winmail-dat/winmail.eml"])
def test_the_containers_from_practice_show_their_words(shared: Path, case: str) -> None:
    mail = read((shared / "cases" / case).read_bytes())
    assert mail.text in {"The licence server refuses our key.", "The contract is in the attachment."}
    assert mail.attachments[0].filename in {"smime.p7m", "contract.txt"}


def test_a_body_that_outlook_wrote_as_rtf_is_read() -> None:
    rtf = compress(rb"{\rtf1\ansi\ansicpg1252 The price is 50 \'80.\par Ana\par}")
    prop = struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, len(rtf)) + rtf + b"\x00" * (-len(rtf) % 4)
    raw = b"\x78\x9f\x3e\x22\x01\x00" + struct.pack("<BHHI", 1, 0x9003, 6, len(prop)) + prop + b"\x00\x00"
    mail = read(HEAD + part(b'application/ms-tnef; name="winmail.dat"', raw))
    assert (mail.text, mail.attachments) == ("The price is 50 €.\nAna", ())
