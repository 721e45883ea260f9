"""Every address under which the desk is written to: its own, their aliases, and what a sender adds to one."""

from collections.abc import Iterable

from firsthand.channels.protocol import EndpointSettings
from firsthand.models.channels import Endpoint
from firsthand.models.tickets import Ticket
from firsthand.services.channels.registry import channel_of


def names_of(endpoint: Endpoint) -> tuple[str, ...]:
    """The addresses of an endpoint, its own first, then its aliases."""
    given = EndpointSettings(address=endpoint.address, name=endpoint.name, settings=endpoint.settings)
    return channel_of(endpoint.channel).names(given)


def leaves_as(ticket: Ticket | None, endpoint: Endpoint) -> str:
    """The address from which an answer on a ticket leaves by an endpoint: the one that was written to, if it is one of
    the endpoint's, else the endpoint's own."""
    written_to = ticket.to_address if ticket is not None else ""
    return written_to if written_to in names_of(endpoint) else endpoint.address


class OwnAddresses:
    """The addresses of some endpoints; of two that have the same one, the first has it, and its own before an alias."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        rows = list(endpoints)
        named = [(one.channel, name, one) for one in rows for name in names_of(one)]
        own = {(one.channel, one.address): one for one in rows}
        self._found = {(channel, name): one for channel, name, one in reversed(named)} | own

    def endpoint(self, channel: str, address: str) -> Endpoint | None:
        """Whose address it is, as it stands or without what its sender added; None for somebody else's."""
        plain = channel_of(channel).plain(address)
        return self._found.get((channel, address)) or self._found.get((channel, plain))

    def __contains__(self, address: tuple[str, str]) -> bool:
        return self.endpoint(*address) is not None
