"""Whom an answer goes to, and by which of the desk's addresses it leaves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.channels.protocol import Channel
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import messages_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.handles import Correspondent, correspondents
from firsthand.services.channels.own import OwnAddresses, leaves_as
from firsthand.services.channels.registry import channel_of, channels, first_channel
from firsthand.services.tickets.actions.locking import Merge, merges_of

MOST_PEOPLE = 50
_NEWEST = 30


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """How an answer leaves: the channel, the desk's address on it (None while there is none: it waits) and under which
    of its names, whom it is to and who gets a copy, by their addresses on the channel."""

    channel: Channel
    endpoint: Endpoint | None
    sender: str = ""
    to: tuple[str, ...]
    copies: tuple[str, ...] = ()
    because: Sentence = NOTHING_SAID


def envelope_for(
    ticket: Ticket, *, endpoint_id: int | None, to: Sequence[str] | None, copies: Sequence[str] | None
) -> Envelope:
    """How an answer on a ticket leaves. Without an endpoint it goes back the way that the customer wrote; without
    people, to those of the conversation. Raises Invalid when that reaches nobody."""
    others = merged_tickets(merges_of(ticket.pk))
    talk = Message.objects.filter(ticket__in=[ticket.pk, *(one.ticket_id for one in others)])
    newest = list(talk.order_by("-at", "-id").defer("html", "text", "quoted")[:_NEWEST])[::-1]
    writers = correspondents(who_is_known(ticket, others, newest))
    found = envelopes_for(ticket, merged=others, talk=newest, writers=writers, endpoints=own_endpoints())
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
    return replace(usual, to=wanted, copies=copied)


@dataclass(frozen=True, kw_only=True)
class MergedTicket:
    """A ticket that was merged into another, who had asked there, and its `way`: each ticket into which it went, since
    when, one after the other."""

    ticket_id: int
    contact_id: int | None
    way: tuple[tuple[int, datetime], ...]


def merged_tickets(merges: Sequence[Merge]) -> tuple[MergedTicket, ...]:
    """The tickets that were merged into one, by what is known of each step, the first merged first."""
    steps = {one.source: (one.target, one.at) for one in merges}
    return tuple(
        MergedTicket(ticket_id=one.source, contact_id=one.contact, way=tuple(_way(one.source, steps)))
        for one in sorted(merges, key=lambda one: one.at)
    )


def _way(number: int, steps: Mapping[int, tuple[int, datetime]]) -> Iterator[tuple[int, datetime]]:
    while number in steps:
        number, at = steps[number]
        yield number, at


def who_is_known(ticket: Ticket, merged: Sequence[MergedTicket], talk: Sequence[Message]) -> set[int]:
    """The contacts of a conversation: who asked, here and on what was merged, and who wrote."""
    asked = (ticket.contact_id, *(one.contact_id for one in merged))
    return {one for one in (*asked, *(said.contact_id for said in talk)) if one is not None}


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
    return list(rows.defer("secrets", "cursor").order_by("id"))


def envelopes_for(
    ticket: Ticket,
    *,
    merged: Sequence[MergedTicket] = (),
    talk: Sequence[Message],
    writers: Mapping[int, Correspondent],
    endpoints: Sequence[Endpoint],
) -> tuple[Envelope, ...]:
    """The ways by which an answer may leave, the usual one first, and whom it goes to by each: whoever wrote last, at
    the address where they want to be answered, and in copy all whom the last message knew, here and on what was
    `merged`, and who had asked, but the desk itself. `talk` is the newest of the conversation, oldest first, `writers`
    those who are known of it. One way without an endpoint where the desk has none."""
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
    own = OwnAddresses(endpoints)
    ways: list[tuple[Channel, Endpoint | None]] = [(channel_of(one.channel), one) for one in able]
    theirs = _Talk(ticket=ticket, merged=merged, messages=talk, writers=writers, own=own)
    return tuple(theirs.envelope(channel, way) for channel, way in ways or [(_channel_of(contact), None)])


@dataclass(frozen=True, kw_only=True)
class _Talk:
    ticket: Ticket
    merged: Sequence[MergedTicket]
    messages: Sequence[Message]
    writers: Mapping[int, Correspondent]
    own: OwnAddresses

    def envelope(self, channel: Channel, endpoint: Endpoint | None) -> Envelope:
        """Those of the conversation on a channel. Where answers are given by mouth, the customer is named."""
        if channel.by_hand:
            contact = self._writer(self.ticket.contact_id)
            named = (contact.on(channel.name) or str(contact)) if contact is not None else ""
            return Envelope(channel=channel, endpoint=endpoint, to=(named,) if named else ())
        said = [one for one in self.messages if self._is_of(one, channel)]
        newest = next((one for one in said[::-1] if one.contact_id), None)
        writer = self._answered_at(channel, newest.contact_id, said) if newest is not None else []
        known = [*writer, *self._known(channel, said)]
        everybody = [one for one in dict.fromkeys(known) if one and not self._is_own(channel, one)]
        to = [one for one in everybody if one in writer] or everybody[:1]
        return Envelope(
            channel=channel,
            endpoint=endpoint,
            sender=leaves_as(self.ticket, endpoint) if endpoint is not None else "",
            to=tuple(to),
            copies=tuple([one for one in everybody if one not in to][: MOST_PEOPLE - len(to)]),
            because=self._because(channel, newest),
        )

    def _known(self, channel: Channel, said: Sequence[Message]) -> list[str]:
        """Who asked, and whom the last message on the ticket knew; the same of each that was merged into it, of which
        the last message counts until an answer of ours came after both."""
        ours = [(one.ticket_id, one.at) for one in said if one.direction == Direction.outbound]
        here = MergedTicket(ticket_id=self.ticket.pk, contact_id=self.ticket.contact_id, way=())
        found: list[str] = []
        for one in (here, *self.merged):
            found += self._answered_at(channel, one.contact_id, said)
            last = next((word for word in said[::-1] if word.ticket_id == one.ticket_id), None)
            is_over = any(number == into and at >= since for number, at in ours for into, since in one.way)
            if last is not None and not is_over:
                found += [*self._answered_at(channel, last.contact_id, [last]), *last.recipients, *last.copies]
        return found

    def _answered_at(self, channel: Channel, contact: int | None, said: Sequence[Message]) -> list[str]:
        """Where somebody is answered: as their last message wants it, else at their address."""
        writer = self._writer(contact)
        if writer is None:
            return []
        last = next((one for one in said[::-1] if one.contact_id == contact), None)
        wanted = [one for one in (last.answer_to or ()) if not self._is_own(channel, one)] if last is not None else []
        return wanted or [writer.on(channel.name)]

    def _because(self, channel: Channel, newest: Message | None) -> Sentence:
        writer = self._writer(newest.contact_id) if newest is not None else None
        wanted = [one for one in (newest.answer_to or ()) if not self._is_own(channel, one)] if newest else []
        if writer is None or not wanted:
            return NOTHING_SAID
        return say(
            "{name} asks to be answered at {addresses} (Reply-To).", name=str(writer), addresses=", ".join(wanted)
        )

    def _is_of(self, message: Message, channel: Channel) -> bool:
        """Whether it was said to all on the channel: no note, no machine's, none that never left."""
        return (
            message.channel == channel.name
            and message.direction != Direction.note
            and not message.automatic
            and message.taken_back_at is None
        )

    def _writer(self, number: int | None) -> Correspondent | None:
        found = self.writers.get(number or 0)
        return found if found is not None and found.erased_at is None else None

    def _is_own(self, channel: Channel, address: str) -> bool:
        """Whether it is one of the desk's, signed for a ticket or not."""
        return (channel.name, address) in self.own


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
