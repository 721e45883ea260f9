"""What a claimed delivery is as an outgoing message, and which of the desk's addresses sends it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from firsthand.channels.protocol import Channel
from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.conversation.outgoing import Earlier, Outgoing, Sent, Unsendable
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Attachment, Direction, Message, Scan
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.access.contacts import contact_viewer_of
from firsthand.services.access.doors import messages_for
from firsthand.services.channels.own import leaves_as
from firsthand.services.channels.queries import desk_name, ours, settings_of
from firsthand.services.channels.registry import channel_of, channels
from firsthand.services.desk.folders import attachment_file
from firsthand.services.outbox.values import OF_A_DAY, ClaimedDelivery, Purpose
from firsthand.services.writing.attaching import pictures_of
from firsthand.services.writing.below import below_laid_out
from firsthand.services.writing.layout import laid_out

NO_SERVER = say(
    "No mail server is configured. The mail waits; name an SMTP server in a mailbox's settings and it leaves."
)


class Senders:
    """The desk's addresses as they are now. A message leaves by its own address's service, else by that of the first
    of its channel that can send, under its own name."""

    def __init__(self, *, data: Path) -> None:
        self._data = data
        self._rows = list(Endpoint.objects.order_by("-is_active", "id"))

    @property
    def able(self) -> frozenset[str]:
        """The channels by which an address of the desk can send now."""
        return frozenset(name for name, channel in channels().items() if self._able(channel) is not None)

    def send(self, claim: ClaimedDelivery) -> Sent | None:
        """Hand a claimed message to a service; None when no address of its channel can send. Raises Unsendable for one
        that cannot be made."""
        channel = channel_of(claim.channel)
        able = self._able(channel, first=claim.endpoint_id)
        if able is None:
            return None
        own = next((one for one in self._rows if one.pk == claim.endpoint_id), able)
        return channel.send(self._outgoing(claim, own), settings_of(able), ours(channel.name))

    def _able(self, channel: Channel, *, first: int | None = None) -> Endpoint | None:
        own = [one for one in self._rows if one.channel == channel.name and channel.sends(settings_of(one))]
        return next((one for one in own if one.pk == first), own[0] if own else None)

    def _outgoing(self, claim: ClaimedDelivery, own: Endpoint) -> Outgoing:
        answers = claim.purpose.is_of_the_conversation
        files = self._files(claim.message_id)
        return Outgoing(
            external_id=claim.external_id,
            from_name=own.name or desk_name(),
            from_address=_sender(claim, own),
            to=claim.recipients,
            copies=claim.copies,
            only_for=claim.only_for,
            subject=claim.subject,
            text=claim.text,
            html=_laid_out(claim, files) if claim.purpose is Purpose.reply else "",
            ticket=claim.ticket_id if answers else None,
            thread=_thread(claim) if answers else _day(claim),
            automatic=claim.purpose.automatic,
            written_at=claim.created_at,
            files=files,
        )

    def _files(self, message_id: int | None) -> tuple[AttachedFile, ...]:
        files = Attachment.objects.filter(message=message_id).order_by("id") if message_id is not None else ()
        return tuple(
            AttachedFile(
                filename=one.filename,
                content_type=one.content_type,
                size=one.size,
                sha256=one.sha256,
                inline=one.inline,
                content_id=one.content_id,
                content=self._content(one),
            )
            for one in files
        )

    def _content(self, file: Attachment) -> bytes:
        if file.scan == Scan.infected:
            raise Unsendable(say("{file} is infected ({what})", file=file.filename, what=file.infection))
        try:
            return attachment_file(self._data, file.sha256).read_bytes()
        except OSError as error:
            lost = say("{file} is not in the data folder; restore it from a backup", file=file.filename)
            raise Unsendable(lost) from error


def _laid_out(claim: ClaimedDelivery, files: Sequence[AttachedFile]) -> str:
    """The message as it was laid out when it was written; one that was written before messages were, as it would be."""
    sent = Message.objects.filter(pk=claim.message_id or 0).values_list("html", "quoted").first()
    html, quoted = sent or ("", "")
    return f"{html}{below_laid_out(quoted)}" if html else laid_out(claim.text, pictures_of(files))


def _sender(claim: ClaimedDelivery, own: Endpoint) -> str:
    """The address that it leaves from: an answer's is the one that was written to."""
    is_reply = claim.purpose is Purpose.reply
    return leaves_as(Ticket.objects.filter(pk=claim.ticket_id or 0).first() if is_reply else None, own)


def _day(claim: ClaimedDelivery) -> tuple[Earlier, ...]:
    """What somebody's notices of one day have in common, so that mail programs show them together: a name that no mail
    has, because an answer to a notice belongs to what that one tells of and to no other."""
    if claim.purpose is not Purpose.notice or "@" not in claim.external_id or not claim.key.startswith(OF_A_DAY):
        return ()
    day = hashlib.sha256(claim.key.rsplit(":", 2)[0].encode()).hexdigest()[:24]
    return (Earlier(external_id=f"<notices.{day}@{claim.external_id.rpartition('@')[2]}", is_theirs=False),)


def _thread(claim: ClaimedDelivery) -> tuple[Earlier, ...]:
    """What the customer knows of the conversation before this message, by external ids of the same channel."""
    ticket = Ticket.objects.select_related("contact").filter(pk=claim.ticket_id or 0).first()
    reader = contact_viewer_of(ticket.contact) if ticket is not None and ticket.contact is not None else None
    if reader is None:
        return ()
    seen = messages_for(reader).filter(ticket=claim.ticket_id, channel=claim.channel, external_id__isnull=False)
    before = Message.objects.filter(pk=claim.message_id or 0).values_list("at", flat=True).first()
    if before is not None:
        seen = seen.filter(at__lte=before).exclude(pk=claim.message_id or 0)
    rows = seen.order_by("at", "id").values_list("external_id", "direction")
    return tuple(Earlier(external_id=name or "", is_theirs=way == Direction.inbound) for name, way in rows)


def explain_waiting(*, able: frozenset[str]) -> int:
    """Say on every queued message of other channels that no service is configured; how many did not say so yet."""
    waiting = Delivery.objects.filter(state=OutboxState.queued).exclude(channel__in=able)
    queued = waiting.exclude(last_error=NO_SERVER)
    return queued.update(last_error=NO_SERVER) if queued.exists() else 0
