"""What is changed on the desk itself: its settings, its addresses, its book."""

from typing import ClassVar

from firsthand.domain.events.payload import Address, Payload, event
from firsthand.domain.sentences import Name, Sentence, say


@event
class SettingChanged(Payload):
    """A setting of the desk, or of one of its addresses, got another value. Of a secret only that it changed."""

    verb: ClassVar[str] = "setting_changed"
    field: str
    before: Address = ""
    after: Address = ""

    @property
    def sentence(self) -> Sentence:
        if not (self.before or self.after):
            return say("changed {field}", field=Name(self.field))
        return say(
            "changed {field} from {before} to {after}",
            field=Name(self.field),
            before=said_value(self.before),
            after=said_value(self.after),
        )


def said_value(value: str) -> str | Name:
    """A value of a field as it is said: yes, no and none are words of ours, all else stands as it is."""
    return Name(value) if value in ("", "yes", "no") else value


@event
class DeskSetUp(Payload):
    """The desk was set up: its first settings."""

    verb: ClassVar[str] = "desk_set_up"
    name: Address = ""
    base_url: Address = ""
    zone: str = ""

    @property
    def sentence(self) -> Sentence:
        return say("set up {name}", name=self.name)


@event
class EndpointAdded(Payload):
    """The desk got another address on a channel, and whether it is used."""

    verb: ClassVar[str] = "endpoint_added"
    channel: str
    address: Address = ""
    is_active: bool = True

    @property
    def sentence(self) -> Sentence:
        return say("added the address {address}", address=self.address)


@event
class AmendmentPublished(Payload):
    """An amendment of the book was published."""

    verb: ClassVar[str] = "amendment_published"
    amendment: str
    book: str

    @property
    def sentence(self) -> Sentence:
        return say("published {amendment}", amendment=self.amendment)
