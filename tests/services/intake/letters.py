"""Letters as they come in, parsed by the real parser from raw bytes."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from firsthand.channels.protocol import Raw
from firsthand.domain.conversation.incoming import Incoming
from firsthand.models.conversation import Message
from firsthand.models.tickets import Ticket
from firsthand.services.channels.queries import ours
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.values import RawFacts, TakenIn
from tests.lighthouse import FRIDAY_1645_PACIFIC

SECRET = settings.SECRET_KEY
SUPPORT = "support@lighthouse.example"


def letter(
    *,
    sender: str = "Ana Costa <ana@acme.example>",
    to: str = SUPPORT,
    subject: str = "Login loops",
    text: str = "The login page loops after the upgrade.",
    message_id: str | None = "<1@acme.example>",
    headers: Sequence[tuple[str, str]] = (),
    file: bytes | None = None,
) -> bytes:
    """A raw letter."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if message_id:
        message["Message-ID"] = message_id
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    if file is not None:
        message.add_attachment(file, maintype="application", subtype="octet-stream", filename="trace.log")
    return message.as_bytes()


def facts(raw: bytes, *, to: str = SUPPORT, at: datetime = FRIDAY_1645_PACIFIC) -> RawFacts:
    """How a raw letter came: by the pipe."""
    return RawFacts(
        channel="email",
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        via="pipe",
        envelope_to=to,
        envelope_from="",
        received_at=at,
    )


def parsed(raw: bytes, *, to: str = SUPPORT, at: datetime = FRIDAY_1645_PACIFIC, sender: str | None = None) -> Incoming:
    """The letter as its channel reads it. `sender` is the one of the envelope."""
    digest = hashlib.sha256(raw).hexdigest()
    whole = Raw(content=raw, sha256=digest, received_at=at, via="pipe", to=to, sender=sender)
    return channel_of("email").read(whole, ours("email"))


def arrive(
    raw: bytes,
    *,
    folder: Path,
    to: str = SUPPORT,
    at: datetime = FRIDAY_1645_PACIFIC,
    read_at: datetime | None = None,
    sender: str | None = None,
) -> TakenIn:
    """The letter is parsed and taken in: as it comes, or later."""
    return take_in(
        incoming=parsed(raw, to=to, at=at, sender=sender),
        raw=facts(raw, to=to, at=at),
        at=read_at or at,
        data=folder,
    )


def ticket_of(taken: TakenIn) -> Ticket:
    """The ticket that a letter went to."""
    assert taken.ticket_id is not None
    return Ticket.objects.get(pk=taken.ticket_id)


def message_of(taken: TakenIn) -> Message:
    """The message that a letter became."""
    assert taken.message_id is not None
    return Message.objects.get(pk=taken.message_id)
