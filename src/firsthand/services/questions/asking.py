"""Whether somebody may ask about a ticket in an open channel, and which way is right if not (S35–S40)."""

from dataclasses import dataclass

from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, NameFamily
from firsthand.domain.ownership import route
from firsthand.domain.questions import OpenChannel, open_channel, open_channels
from firsthand.domain.sentences import Name, Sentence, either, named, say
from firsthand.domain.tickets import Phase
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk

NO_CHANNEL = say("The book opens no channel in which questions are asked.")


@dataclass(frozen=True, kw_only=True)
class MayAsk:
    """The channel in which the viewer may ask about a ticket; without one why not, which names the right way where the
    book has one."""

    channel: OpenChannel | None = None
    refused: Refused | None = None


def may_ask(viewer: Viewer, ticket: Ticket, *, desk: Desk) -> MayAsk:
    """Whether the viewer may ask about the ticket."""
    channels = open_channels(desk.edition, at=desk.at)
    channel = open_channel(desk.edition, Kind(ticket.kind), at=desk.at)
    if not channels:
        no = Refused("no_open_channel", NO_CHANNEL)
    elif ticket.phase == Phase.closed:
        no = Refused("closed", say("#{number} is closed: nobody waits for an answer on it.", number=ticket.pk))
    elif not any(one.asked_by & viewer.roles for one in channels):
        no = Refused("not_yours", _whose(channels))
    elif ticket.kind_confirmed_at is None:
        no = Refused("not_confirmed", say("Confirm first what it is; what may be asked depends on that."))
    elif channel is None:
        no = Refused("not_for_this", _other_way(viewer, ticket, channels, desk=desk))
    elif not channel.asked_by & viewer.roles:
        no = Refused("not_yours", _whose((channel,)))
    else:
        return MayAsk(channel=channel)
    return MayAsk(refused=no)


def sees_channels(viewer: Viewer, *, desk: Desk) -> bool:
    """Whether the viewer asks in a channel that the book opens, or watches one."""
    channels = open_channels(desk.edition, at=desk.at)
    return any((one.asked_by | one.watched_by) & viewer.roles for one in channels)


def _whose(channels: tuple[OpenChannel, ...]) -> Sentence:
    askers = either(named(sorted({role for one in channels for role in one.asked_by}), NameFamily.role))
    return say("Only {roles} asks in {channel}.", roles=askers, channel=either(sorted({one.name for one in channels})))


def _other_way(viewer: Viewer, ticket: Ticket, channels: tuple[OpenChannel, ...], *, desk: Desk) -> Sentence:
    """That a kind is not asked about, with the way that the book has instead to whoever watches."""
    kind = Kind(ticket.kind)
    no = say(
        "{channel} is not for what is a {kind}.",
        channel=either(sorted({one.name for one in channels})),
        kind=Name(kind, NameFamily.kind),
    )
    for one in channels:
        for asker in sorted(one.asked_by & viewer.roles):
            for watcher in sorted(one.watched_by):
                way = route(desk.edition, asker, watcher, kind=kind, at=desk.at)
                if not way.allowed:
                    return no.followed_by(way.text)
    return no
