"""What a channel is: a way for customers to write to the desk and to be answered. The rest of the desk knows this file.

A channel is a folder with a class that keeps this protocol, and a line in `config/channels.py`. It knows no other
channel, no page and no ticket: what comes in it reads into an `Incoming`, what goes out it is given as an `Outgoing`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.conversation.outgoing import Outgoing, Sent
from firsthand.domain.errors import Invalid, Worded
from firsthand.domain.sentences import Sentence, say

Cursor = Mapping[str, Any]
"""How far an endpoint was read, as its channel keeps it; empty before the first time."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value that a setting may have, in words."""

    value: str
    words: str
    explained: str = ""


@dataclass(frozen=True, kw_only=True)
class SettingField:
    """A setting of an endpoint, as a form asks for it: a text, a whole number (`lowest` to `highest`), one of
    `choices`, or a secret that is never shown again. `part` is the heading that it stands under; `only` names another
    setting and the value of it with which this one matters. Words are messages to translate."""

    name: str
    label: str
    kind: type[str] | type[int] = str
    default: str | int = ""
    choices: tuple[Choice, ...] = ()
    at_most: int = 400
    lowest: int = 0
    highest: int = 0
    secret: bool = False
    part: str = ""
    only: tuple[str, str] | None = None
    help: str = ""

    @property
    def attributes(self) -> Mapping[str, int]:
        """Its bounds as attributes of an input of a form."""
        return {"min": self.lowest, "max": self.highest} if self.kind is int else {"maxlength": self.at_most}


@dataclass(frozen=True, kw_only=True)
class Host:
    """Where the desk runs: the start of its command, with its data folder, and the port on which it listens to LMTP (0:
    it does not)."""

    command: str
    lmtp_port: int = 0


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """What an operator copies into another program, and where."""

    words: str
    command: str


@dataclass(frozen=True, kw_only=True)
class EndpointSettings:
    """An address of the desk on a channel, with the values of its fields. What came before `since` is history."""

    address: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    since: datetime | None = None

    def text(self, name: str) -> str:
        """A setting as text; empty where it has none."""
        return str(self.settings.get(name, ""))

    def whole(self, name: str) -> int:
        """A setting as a whole number; 0 where it has none."""
        return int(self.settings.get(name) or 0)


@dataclass(frozen=True, kw_only=True)
class Ours:
    """What a channel knows of the desk: all its addresses on the channel, and the secret with which it signs. It takes
    the word of the `authorities`, servers of the desk's own, on who wrote a message; `may_ask`: it may ask the network
    itself, for a moment."""

    addresses: tuple[str, ...]
    secret: str = field(repr=False)
    authorities: frozenset[str] = frozenset()
    may_ask: bool = False


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A message as it came, durable already: its bytes and their SHA-256, when it was received, how, for which address
    and from whom as far as the line said it (`sender` is None when unknown)."""

    content: bytes = field(repr=False)
    sha256: str
    received_at: datetime
    via: str
    to: str = ""
    sender: str | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What came of trying an endpoint out. `field` is the setting that is most likely wrong; `tried` is False where
    there was nothing to try."""

    ok: bool
    what: Sentence
    words: Sentence
    field: str = ""
    tried: bool = True


class NotReceived(Worded):
    """An endpoint could not be read. The words say what happened and what to do; `cursor` is how far it got."""

    def __init__(self, words: Sentence, *, cursor: Cursor) -> None:
        super().__init__(words)
        self.cursor = cursor


class Unreadable(Worded):
    """A message cannot be read, or only at a price that is too high; the words say why. It waits for a person, and its
    bytes are kept."""


class Listening(Protocol):
    """Something that takes messages from the network, durably, from its start until it is stopped."""

    @property
    def port(self) -> int:
        """Where it listens."""

    def start(self) -> None:
        """Listen. Raises OSError when that cannot be."""

    def stop(self) -> None:
        """Stop listening; what was accepted is durable already."""


class Keep(Protocol):
    """Makes a raw message durable; only when it returns may the channel say yes to whoever sent it."""

    def __call__(self, content: bytes, *, received_at: datetime | None = None) -> None:
        """`received_at` is when a server of ours had it; None where none says so: it is received now."""


class Channel(ABC):
    """A channel. `name` is how rows, books and settings call it, `title` how a page does, `said` how
    a sentence does. `fields` are the settings of
    an endpoint. `by_hand`: teammates enter what was said, and say what they answered; nothing leaves by itself.
    `subjects`: its messages have a subject. `files`: files go along with an answer. `fetched_when` is the setting, and
    its value, with which messages are fetched, where that is to be chosen."""

    name: ClassVar[str]
    title: ClassVar[str]
    said: ClassVar[str]
    fields: ClassVar[tuple[SettingField, ...]] = ()
    by_hand: ClassVar[bool] = False
    subjects: ClassVar[bool] = False
    files: ClassVar[bool] = False
    fetched_when: ClassVar[tuple[str, str] | None] = None

    def checked_address(self, address: str) -> str:
        """An address of the desk on this channel as it is kept. Raises Invalid on `address`."""
        if not (checked := " ".join(address.split())):
            raise Invalid("address_missing", say("Say under which name or address the desk is found."), field="address")
        return checked

    def names(self, endpoint: EndpointSettings) -> tuple[str, ...]:
        """Every address under which customers write to the endpoint, its own first."""
        return (endpoint.address,)

    def plain(self, address: str) -> str:
        """An address without what whoever writes there may add to it."""
        return address

    def check(self, endpoint: EndpointSettings) -> None:  # noqa: B027 - most channels have nothing to add
        """Raise Invalid, at a setting's name, for values that do not go together. Nothing is connected to."""

    def instructions(self, address: str, host: Host) -> tuple[Instruction, ...]:
        """How messages for an address are handed over to the desk, where they are not fetched."""
        return ()

    def try_out(self, endpoint: EndpointSettings) -> tuple[Check, ...]:
        """Really connect to what the endpoint names, in order to say what works."""
        return ()

    def checked_handle(self, address: str) -> str | None:
        """A person's address on this channel as it is kept; None for one that is none."""
        return " ".join(address.split()) or None

    def fetches(self, endpoint: EndpointSettings) -> bool:
        """Whether `receive` is to be asked; else messages are handed over, or entered."""
        return self.fetched_when is not None and endpoint.text(self.fetched_when[0]) == self.fetched_when[1]

    def secrets_go_to(self, endpoint: EndpointSettings) -> frozenset[tuple[str, ...]]:
        """Where the endpoint's secrets are sent, and how that way is protected. Kept secrets go nowhere else: whoever
        changes it gives them again."""
        return frozenset()

    def reads_anew(self, before: EndpointSettings, after: EndpointSettings) -> bool:
        """Whether other settings mean another place to read, so that its cursor starts again."""
        return False

    def receive(self, endpoint: EndpointSettings, cursor: Cursor, keep: Keep, *, most_bytes: int) -> Cursor:
        """Hand every new message to `keep`, oldest first; the cursor after them. Raises NotReceived with the cursor
        that was reached."""
        return cursor

    def listening(
        self, *, spool_folder: Path, now: Callable[[], datetime], port: int, most_bytes: int
    ) -> Listening | None:
        """What takes messages handed over on a port of this machine into the spool; None where nothing does."""
        return None

    def read(self, raw: Raw, ours: Ours) -> Incoming:
        """Read one message, at a bounded price. Raises Unreadable and nothing else."""
        raise Unreadable(say("This channel takes no raw messages."))

    def sends(self, endpoint: EndpointSettings) -> bool:
        """Whether the endpoint itself can send; one that cannot waits for another of its channel that can."""
        return True

    def external_id(self, address: str, nonce: bytes) -> str:
        """The external id of a message that will leave from `address`, from 20 fresh random bytes; empty where the
        service gives it."""
        return ""

    def reply_address(self, address: str, ticket: int, ours: Ours) -> str:
        """The address that proves a ticket, for answers to what leaves from `address`; `address` itself where nothing
        is proved."""
        return address

    @abstractmethod
    def send(self, outgoing: Outgoing, by: EndpointSettings, ours: Ours) -> Sent:
        """Hand a message to the service of the endpoint `by`. Raises nothing for what a service or a network can do;
        Unsendable, or ValueError of a library, for a message that cannot be made."""

    def close(self) -> None:  # noqa: B027 - most channels hold nothing
        """End what is held open; the channel can be used again."""
