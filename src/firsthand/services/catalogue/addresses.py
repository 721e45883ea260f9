"""The desk's addresses on its channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from firsthand.domain.acts import Id, Others, Text, WhenSaid
from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act
from firsthand.services.channels import actions
from firsthand.services.channels.actions import EndpointWanted
from firsthand.services.channels.queries import EndpointRow, endpoints
from firsthand.services.channels.registry import channel_of

_CHECKED = (
    *("address_missing", "address_wrong", "address_taken", "text_wrong", "number_wrong", "too_long", "choose"),
    *("email_wrong", "host_missing", "host_wrong", "folder_wrong", "secret_again"),
)
_SETTINGS = Place(kind="settings")


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address of the desk, the name on replies, what the book calls it, from when on what is fetched from it is
    answered, and what its channel asks for; a secret is sent as `secret_NAME`."""

    address: Annotated[str, Text(at_most=actions.LONGEST_ADDRESS)]
    shown_name: Annotated[str, Text(at_most=actions.LONGEST_NAME)] = ""
    called: Annotated[str, Text(at_most=actions.LONGEST_CALLED)] = ""
    since: Annotated[datetime | None, WhenSaid()] = None
    values: Annotated[Mapping[str, str], Others("its channel")] = field(default_factory=dict, repr=False)


def endpoint_wanted(channel: str, wanted: Address, *, is_active: bool = True) -> EndpointWanted:
    """The address as its channel keeps it. Raises Missing for a channel that the desk does not have."""
    names = {f"secret_{one.name}" if one.secret else one.name: one.name for one in channel_of(channel).fields}
    return EndpointWanted(
        channel=channel,
        address=wanted.address,
        name=wanted.shown_name,
        called=wanted.called,
        is_active=is_active,
        since=wanted.since,
        values={names[sent]: text for sent, text in wanted.values.items() if sent in names},
    )


@dataclass(frozen=True, kw_only=True)
class Add(Address):
    """A new address, on which channel."""

    channel: Annotated[str, Text(at_most=64)]


@act(
    "addresses.add",
    say("Add an address of the desk"),
    right=Right.run_desk,
    refusals=("no_channel", "not_yours", *_CHECKED),
)
def add(doer: Doer, wanted: Add) -> Done:
    """Customers reach the desk there from then on. Nothing is connected to before that."""
    made = actions.add_endpoint(viewer=doer.viewer, wanted=endpoint_wanted(wanted.channel, wanted), at=doer.at)
    return Done(said=say("{address} is an address of this desk now.", address=made.address), goes_to=_SETTINGS)


@dataclass(frozen=True, kw_only=True)
class Save(Address):
    """An address, as it shall be. A secret that is left empty stays."""

    endpoint: Annotated[int, Id("address")]


@act(
    "addresses.save",
    say("Change an address of the desk"),
    right=Right.run_desk,
    refusals=("no_endpoint", *_CHECKED),
)
def save(doer: Doer, wanted: Save) -> Done:
    """Its channel stays. Another place to read is read from its beginning; what is known is recognised."""
    row = _found(doer, wanted.endpoint)
    made = endpoint_wanted(row.channel, wanted, is_active=row.is_active)
    actions.change_endpoint(viewer=doer.viewer, endpoint_id=row.id, wanted=made, at=doer.at)
    return Done(said=say("{address} is saved.", address=made.address), goes_to=_SETTINGS)


@dataclass(frozen=True, kw_only=True)
class OnAddress:
    """An address of the desk."""

    endpoint: Annotated[int, Id("address")]


@act(
    "addresses.pause",
    say("Pause an address of the desk"),
    right=Right.run_desk,
    refusals=("no_endpoint", *_CHECKED),
    undone_by="addresses.resume",
)
def pause(doer: Doer, wanted: OnAddress) -> Done:
    """Nothing is fetched from it, and nothing leaves by it, until it is resumed."""
    row = _set_active(doer, wanted.endpoint, is_active=False)
    said = say("{address} is paused: nothing is fetched until you resume it.", address=row.address)
    return Done(said=said, goes_to=_SETTINGS, undo=_undo("addresses.resume", row) if row.is_active else None)


@act(
    "addresses.resume",
    say("Use a paused address again"),
    right=Right.run_desk,
    refusals=("no_endpoint", *_CHECKED),
    undone_by="addresses.pause",
)
def resume(doer: Doer, wanted: OnAddress) -> Done:
    """What waited is fetched and leaves."""
    row = _set_active(doer, wanted.endpoint, is_active=True)
    said = say("{address} is used again.", address=row.address)
    return Done(said=said, goes_to=_SETTINGS, undo=None if row.is_active else _undo("addresses.pause", row))


def _set_active(doer: Doer, number: int, *, is_active: bool) -> EndpointRow:
    """The address as it was before."""
    row = _found(doer, number)
    wanted = EndpointWanted(
        channel=row.channel,
        address=row.address,
        name=row.name,
        called=row.called,
        is_active=is_active,
        values=row.settings,
    )
    actions.change_endpoint(viewer=doer.viewer, endpoint_id=row.id, wanted=wanted, at=doer.at)
    return row


def _undo(act_name: str, row: EndpointRow) -> Undo:
    return Undo(act=act_name, sent={"endpoint": str(row.id)})


def _found(doer: Doer, number: int) -> EndpointRow:
    found = next((one for one in endpoints(viewer=doer.viewer) if one.id == number), None)
    if found is None:
        raise Missing("no_endpoint", say("The desk has no such address."))
    return found
