"""Messages the tests of this folder share."""

from firsthand.channels.email.parse import parse
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail

OWN = OwnMarks(domains=frozenset({"desk.example"}), loop_mark="ourmark")
HEAD = (
    b"From: Ana <ana@acme.example>\r\nTo: support@desk.example\r\nSubject: Export fails\r\n"
    b"Message-ID: <1@acme.example>\r\nDate: Fri, 06 Aug 2021 16:45:00 -0700\r\nMIME-Version: 1.0\r\n"
)
SMALL = HEAD + b"\r\nThe export stops at 90 percent.\r\n"


def read(raw: bytes, *, envelope_from: str | None = None) -> InboundMail:
    """Parse without a process around it."""
    return parse(raw, own=OWN, envelope_to="support@desk.example", envelope_from=envelope_from)
