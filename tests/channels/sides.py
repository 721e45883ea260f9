"""The customer's side of each channel, so that one contract can be held against all of them."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from firsthand.channels.spool import spool
from firsthand.engine.receiving import Receiving
from firsthand.engine.spooled import SpooledMessages
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.channels.customers import Customer
from firsthand.services.desk.folders import spool_folder
from firsthand.services.intake.entering import Entry, enter
from tests.channels.chat import ROOM
from tests.engine.post import Post
from tests.lighthouse import LONG_AGO
from tests.services.intake.letters import letter

CHANNELS = ("email", "console", "chat")


class Side(ABC):
    """Dora at a customer, by one channel. `says` comes in at an instant; `got` are the texts that reached her."""

    by_hand = False

    def __init__(self, data: Path) -> None:
        self.data = data

    @abstractmethod
    def says(self, text: str, *, number: int, at: datetime, answering: Message | None = None) -> None:
        """She says something, on a thread where she answers; the same number again is the same message."""

    @abstractmethod
    def got(self) -> list[str]:
        """What reached her, in order."""

    @abstractmethod
    def be(self, mood: str) -> None:
        """What the service says to the desk's next message: "refuses", "busy", or takes it."""

    def take_in(self, at: datetime) -> None:
        """The desk takes in what came."""
        inbox = SpooledMessages(data=self.data)
        while inbox.round(at):
            pass
        inbox.close()


class Mail(Side):
    """By mail, to a real SMTP server and from the spool."""

    def __init__(self, data: Path, post: Post) -> None:
        super().__init__(data)
        self.post = post
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "plain"}
        Endpoint.objects.filter(channel="email").update(settings={"mode": "handed_over", **smtp})

    def says(self, text: str, *, number: int, at: datetime, answering: Message | None = None) -> None:
        headers = [("In-Reply-To", answering.external_id or "")] if answering is not None else []
        raw = letter(
            sender="Dora Lin <dora@delta.example>",
            subject="Export",
            text=text,
            message_id=f"<{number}@delta.example>",
            headers=headers,
        )
        spool(
            raw,
            folder=spool_folder(self.data),
            to="support@lighthouse.example",
            via="pipe",
            envelope_from="dora@delta.example",
            received_at=at,
        )
        self.take_in(at)

    def got(self) -> list[str]:
        mails = [message_from_bytes(raw, policy=default) for raw in self.post.taken]
        bodies = [mail.get_body(("plain",)) for mail in mails if isinstance(mail, EmailMessage)]
        return [str(body.get_content()).strip() for body in bodies if body is not None]

    def be(self, mood: str) -> None:
        self.post.answer = {"refuses": "550 5.1.1 No such person", "busy": "451 4.3.0 Later"}.get(mood, "250 OK")


class ByHand(Side):
    """On the phone: Mira enters what Dora says, and tells her."""

    by_hand = True

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.phone, _ = Endpoint.objects.get_or_create(
            channel="console", address="Phone", defaults={"name": "Phone", "called": "phone", "created_at": LONG_AGO}
        )

    def says(self, text: str, *, number: int, at: datetime, answering: Message | None = None) -> None:
        entry = Entry(
            endpoint_id=self.phone.pk,
            customer=Customer(name="Dora Lin") if answering is None else Customer(),
            text=text,
            received_at=at,
            token=f"form-{number}",
            ticket_id=answering.ticket_id if answering is not None else None,
        )
        mira = viewer_of(Person.objects.get(name="Mira Lindqvist"), at=at)
        enter(viewer=mira, entry=entry, at=at)

    def got(self) -> list[str]:
        told = Message.objects.filter(channel="console", direction="outbound", taken_back_at=None)
        return list(told.filter(deliveries__state="sent").order_by("id").values_list("text", flat=True))

    def be(self, mood: str) -> None:
        """Nobody stands between the writer and the customer."""


class InTheRoom(Side):
    """In the chat in memory."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        ROOM.posts.clear()
        ROOM.mood = ""
        self.room, _ = Endpoint.objects.get_or_create(
            channel="chat",
            address="#help",
            defaults={"name": "Help", "called": "chat", "settings": {"bot": "desk"}, "created_at": LONG_AGO},
        )
        self._ids: dict[int, str] = {}

    def says(self, text: str, *, number: int, at: datetime, answering: Message | None = None) -> None:
        if number not in self._ids:
            thread = ROOM.thread_of(answering.external_id or "") if answering is not None else ""
            self._ids[number] = ROOM.post("dora", text, thread=thread)
        else:  # the service sends the same post once more
            again = next(one for one in ROOM.posts if one["id"] == self._ids[number])
            folder = spool_folder(self.data)
            raw = json.dumps(again).encode()
            spool(raw, folder=folder, channel="chat", to="#help", via="fetched", envelope_from=None, received_at=at)
        Endpoint.objects.filter(pk=self.room.pk).update(polled_at=None)
        Receiving(data=self.data, most_bytes=1_000_000).round(at)
        self.take_in(at)

    def got(self) -> list[str]:
        return [one["text"] for one in ROOM.posts if one["author"] == "desk"]

    def be(self, mood: str) -> None:
        ROOM.mood = mood


@contextmanager
def side_of(channel: str, data: Path) -> Iterator[Side]:
    """Dora's side of a channel."""
    if channel == "email":
        with Post() as post:
            yield Mail(data, post)
    else:
        yield ByHand(data) if channel == "console" else InTheRoom(data)


def tickets() -> list[Ticket]:
    """The tickets of the desk, oldest first."""
    return list(Ticket.objects.order_by("id"))
