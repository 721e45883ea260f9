"""Whom an answer goes to, and by which of the desk's addresses it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.channels.protocol import Channel
from firsthand.domain.errors import Invalid
from firsthand.domain.mail.addresses import without_plus
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import messages_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.handles import Correspondent, correspondents
from firsthand.services.channels.registry import channel_of, channels, first_channel
from firsthand.services.tickets.actions.locking import merged_here

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
    merges = merged_here(ticket.pk)
    talk = (
        Message.objects.filter(ticket__in=(ticket.pk, *merges))
        .order_by("-at", "-id")
        .defer("html", "text", "quoted")[:_NEWEST]
    )
    newest = list(talk)[::-1]
    writers = {one for one in (ticket.contact_id, *(said.contact_id for said in newest)) if one is not None}
    found = envelopes_for(ticket, talk=newest, merges=merges, writers=correspondents(writers))
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


def _own_endpoints() -> list[Endpoint]:
    """The desk's addresses on every channel, those that are not in use any more as well."""
    rows = Endpoint.objects.filter(channel__in=list(channels()))
    return list(rows.defer("settings", "secrets", "cursor").order_by("id"))


def envelopes_for(
    ticket: Ticket, *, talk: Sequence[Message], merges: Mapping[int, datetime], writers: Mapping[int, Correspondent]
) -> tuple[Envelope, ...]:
    """The ways by which an answer may leave, the usual one first, and whom it goes to by each: whoever wrote last, and
    in copy all whom the last message knew, but the desk itself; with them those of each ticket that was merged into it,
    until an answer left since. `talk` is the newest of the conversation, oldest first, `merges` when each merged ticket
    came, `writers` the ticket's contact and those who wrote it. One way without an endpoint where the desk has none."""
    endpoints = _own_endpoints()
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
    theirs = _Talk(ticket=ticket, messages=talk, merges=merges, writers=writers, own=own)
    return tuple(theirs.envelope(channel, way) for channel, way in ways or [(_channel_of(contact), None)])


@dataclass(frozen=True, kw_only=True)
class _Talk:
    ticket: Ticket
    messages: Sequence[Message]
    merges: Mapping[int, datetime]
    writers: Mapping[int, Correspondent]
    own: frozenset[tuple[str, str]]

    def envelope(self, channel: Channel, endpoint: Endpoint | None) -> Envelope:
        """Those of the conversation on a channel. Where answers are given by mouth, the customer is named."""
        contact = self._writer(self.ticket.contact_id)
        first = contact.on(channel.name) if contact is not None else ""
        if channel.by_hand:
            named = first or (str(contact) if contact is not None else "")
            return Envelope(channel=channel, endpoint=endpoint, to=(named,) if named else ())
        talks = [self._said(number, channel) for number in (self.ticket.pk, *self.merges)]
        answered_at = max((one.at for one in talks[0] if one.direction == Direction.outbound), default=None)
        unanswered = [
            said
            for said, came_at in zip(talks[1:], self.merges.values(), strict=True)
            if said and (answered_at is None or answered_at <= came_at)
        ]
        here = self._people_of(talks[0], channel, also=first)
        people = [(talks[0], here), *((said, self._people_of(said, channel)) for said in unanswered)]
        people.sort(key=lambda one: _last_written(one[0]), reverse=True)
        known = [address for _, addresses in people for address in addresses]
        everybody = [one for one in dict.fromkeys(known) if one and not self._is_own(channel, one)]
        return Envelope(
            channel=channel, endpoint=endpoint, to=tuple(everybody[:1]), copies=tuple(everybody[1:MOST_PEOPLE])
        )

    def _said(self, ticket_id: int, channel: Channel) -> list[Message]:
        """What was said to all on a ticket and a channel: no note, no machine's, none that never left."""
        return [
            one
            for one in self.messages
            if one.ticket_id == ticket_id
            and one.channel == channel.name
            and one.direction != Direction.note
            and not one.automatic
            and one.taken_back_at is None
        ]

    def _people_of(self, said: Sequence[Message], channel: Channel, *, also: str = "") -> list[str]:
        """Whoever wrote last, somebody also, and all whom the last message knew."""
        if not said:
            return [also]
        newest = next((one for one in said[::-1] if one.contact_id), None)
        writer = self._writer(newest.contact_id) if newest is not None else None
        author = writer.on(channel.name) if writer is not None else ""
        return [author, also, *said[-1].recipients, *said[-1].copies]

    def _writer(self, number: int | None) -> Correspondent | None:
        found = self.writers.get(number or 0)
        return found if found is not None and found.erased_at is None else None

    def _is_own(self, channel: Channel, address: str) -> bool:
        """Whether it is one of the desk's, signed for a ticket or not."""
        return (channel.name, address) in self.own or (channel.name, without_plus(address)) in self.own


def _last_written(said: Sequence[Message]) -> datetime:
    """When a customer wrote last."""
    written = (one.at for one in said if one.direction == Direction.inbound)
    return max(written, default=datetime.min.replace(tzinfo=UTC))


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
