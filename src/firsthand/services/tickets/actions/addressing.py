"""Whom an answer goes to, and by which of the desk's addresses it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.channels.protocol import Channel
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import messages_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.handles import Correspondent, correspondents
from firsthand.services.channels.registry import channel_of, channels, first_channel

MOST_PEOPLE = 50
_NEWEST = 30


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """How an answer leaves: the channel, the desk's address on it (None while there is none: it waits), whom it is to
    and who gets a copy, by their addresses on the channel."""

    channel: Channel
    endpoint: Endpoint | None
    to: tuple[str, ...]
    copies: tuple[str, ...] = ()


def envelope_for(
    ticket: Ticket, *, endpoint_id: int | None, to: Sequence[str] | None, copies: Sequence[str] | None
) -> Envelope:
    """How an answer on a ticket leaves. Without an endpoint it goes back the way that the customer wrote; without
    people, to those of the conversation. Raises Invalid when that reaches nobody."""
    talk = Message.objects.filter(ticket=ticket).order_by("-at", "-id").defer("html", "text", "quoted")[:_NEWEST]
    newest = list(talk)[::-1]
    writers = {one for one in (ticket.contact_id, *(said.contact_id for said in newest)) if one is not None}
    found = envelopes_for(ticket, talk=newest, writers=correspondents(writers), endpoints=own_endpoints())
    usual = _wanted(found, endpoint_id)
    channel = usual.channel
    wanted = usual.to if to is None else checked(to, channel, field="to")
    also = usual.copies if copies is None else checked(copies, channel, field="copies")
    if not wanted:
        raise Invalid(
            "nobody_to_write_to",
            say("This ticket has no customer's address to reply to; say whom to write to."),
            field="to",
        )
    copied = tuple(one for one in also if one not in wanted)
    return Envelope(channel=channel, endpoint=usual.endpoint, to=wanted, copies=copied)


def _wanted(found: Sequence[Envelope], endpoint_id: int | None) -> Envelope:
    if endpoint_id is None:
        return found[0]
    wanted = next((one for one in found if one.endpoint is not None and one.endpoint.pk == endpoint_id), None)
    if wanted is None:
        raise Invalid("no_endpoint", say("The customer cannot be answered from there."), field="endpoint")
    return wanted


def own_endpoints() -> list[Endpoint]:
    """The desk's addresses on every channel, those that are not in use any more as well."""
    rows = Endpoint.objects.filter(channel__in=list(channels()))
    return list(rows.defer("settings", "secrets", "cursor").order_by("id"))


def envelopes_for(
    ticket: Ticket, *, talk: Sequence[Message], writers: Mapping[int, Correspondent], endpoints: Sequence[Endpoint]
) -> tuple[Envelope, ...]:
    """The ways by which an answer may leave, the usual one first, and whom it goes to by each: whoever wrote last, and
    in copy all whom the last message knew, but the desk itself. `talk` is the newest of the conversation, oldest first,
    `writers` the ticket's contact and those who wrote it. One way without an endpoint where the desk has none."""
    contact = writers.get(ticket.contact_id or 0)
    able = [
        one
        for one in endpoints
        if one.is_active
        and (
            channel_of(one.channel).by_hand
            or one.pk == ticket.endpoint_id
            or (contact is not None and contact.on(one.channel))
        )
    ]
    able.sort(key=lambda one: (one.pk != ticket.endpoint_id, channel_of(one.channel).by_hand, one.pk))
    own = frozenset((one.channel, one.address) for one in endpoints)
    ways: list[tuple[Channel, Endpoint | None]] = [(channel_of(one.channel), one) for one in able]
    theirs = _Talk(ticket=ticket, messages=talk, writers=writers, own=own)
    return tuple(theirs.envelope(channel, way) for channel, way in ways or [(_channel_of(contact), None)])


@dataclass(frozen=True, kw_only=True)
class _Talk:
    ticket: Ticket
    messages: Sequence[Message]
    writers: Mapping[int, Correspondent]
    own: frozenset[tuple[str, str]]

    def envelope(self, channel: Channel, endpoint: Endpoint | None) -> Envelope:
        """Those of the conversation on a channel. Where answers are given by mouth, the customer is named."""
        contact = self._writer(self.ticket.contact_id)
        first = contact.on(channel.name) if contact is not None else ""
        if channel.by_hand:
            named = first or (str(contact) if contact is not None else "")
            return Envelope(channel=channel, endpoint=endpoint, to=(named,) if named else ())
        said = [one for one in self.messages if self._is_of(one, channel)]
        last, newest = (said[-1] if said else None), next((one for one in said[::-1] if one.contact_id), None)
        writer = self._writer(newest.contact_id) if newest is not None else None
        author = writer.on(channel.name) if writer is not None else ""
        known = (author, first, *(last.recipients if last is not None else ()), *(last.copies if last else ()))
        everybody = [one for one in dict.fromkeys(known) if one and not self._is_own(channel, one)]
        return Envelope(
            channel=channel, endpoint=endpoint, to=tuple(everybody[:1]), copies=tuple(everybody[1:MOST_PEOPLE])
        )

    def _is_of(self, message: Message, channel: Channel) -> bool:
        """Whether it was said to all on the channel: no note, no machine's, none that never left, none of a ticket that
        was merged into this one."""
        return (
            message.ticket_id == self.ticket.pk
            and message.channel == channel.name
            and message.direction != Direction.note
            and not message.automatic
            and message.taken_back_at is None
        )

    def _writer(self, number: int | None) -> Correspondent | None:
        found = self.writers.get(number or 0)
        return found if found is not None and found.erased_at is None else None

    def _is_own(self, channel: Channel, address: str) -> bool:
        """Whether it is one of the desk's, signed for a ticket or not."""
        local, at, domain = address.partition("@")
        plain = f"{local.partition('+')[0]}{at}{domain}"
        return (channel.name, address) in self.own or (channel.name, plain) in self.own


def _channel_of(contact: Correspondent | None) -> Channel:
    handles = contact.handles if contact is not None else ()
    return next((channel_of(one.channel) for one in handles if one.channel in channels()), first_channel())


def newcomers(*, viewer: Viewer, ticket_id: int, addresses: Iterable[str]) -> tuple[str, ...]:
    """Which of these addresses were on no message of the conversation so far: they would see it newly. One query."""
    wanted = dict.fromkeys(addresses)
    if not wanted:
        return ()
    said = messages_for(viewer).filter(ticket=ticket_id, taken_back_at=None).exclude(direction=Direction.note)
    known: set[str] = set()
    for to, copies, theirs in said.values_list("recipients", "copies", "contact__handles__address"):
        known.update((*to, *copies, theirs or ""))
    return tuple(one for one in wanted if one not in known)


def checked(addresses: Sequence[str], channel: Channel, *, field: str) -> tuple[str, ...]:
    """Addresses as the channel keeps them, each once. Raises Invalid at the field."""
    found: dict[str, None] = {}
    for one in addresses:
        if not one.strip():
            continue
        address = channel.checked_handle(one)
        if address is None:
            raise Invalid(
                "address_wrong",
                say("{address} is no address that can be written to.", address=repr(one.strip())),
                field=field,
            )
        found[address] = None
    if len(found) > MOST_PEOPLE:
        raise Invalid(
            "too_many",
            say("At most {most} people fit here; there are {found}.", most=MOST_PEOPLE, found=len(found)),
            field=field,
        )
    return tuple(found)
