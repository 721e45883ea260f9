"""A conversation of four people over Postfix and Dovecot: somebody joins, somebody leaves, with files and a picture in
the text each way. What each of them got is fetched by IMAP and read."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from django.conf import settings
from imapclient import IMAPClient

from firsthand.channels.email.channel import Email
from firsthand.channels.email.servers import LineSecurity, SmtpServer
from firsthand.channels.email.smtp import deliver
from firsthand.channels.protocol import Listening
from firsthand.domain.conversation.files import AttachedFile, attached
from firsthand.engine.outbox import Outbox
from firsthand.engine.spooled import SpooledMessages
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.desk.folders import spool_folder
from firsthand.services.tickets.actions.addressing import envelope_for
from firsthand.services.tickets.actions.conversation import reply
from tests.channels import real_servers
from tests.channels.real_servers import PASSWORD, RealServers
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, light_up, mailbox
from tests.services.pictures import picture

pytestmark = [
    pytest.mark.real_mail,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(real_servers.why_not()), reason=real_servers.why_not() or "they are here"),
]
DESK = "support@desk.example"
ANA, BEN, CEM, DORA = (f"{name}@acme.example" for name in ("ana.four", "ben.four", "cem.four", "dora.four"))


@dataclass(frozen=True, kw_only=True)
class World:
    """The desk between the two real servers, and those who write to it."""

    desk: Lighthouse
    servers: RealServers
    data: Path

    def write(self, *, sender: str, to: list[str], cc: list[str], answering: Message | None, text: str) -> None:
        """Somebody writes a mail with two files and a picture in its text, to everybody at once."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = f"{sender.split('.', maxsplit=1)[0].title()} Four <{sender}>", ", ".join(to)
        if cc:
            message["Cc"] = ", ".join(cc)
        message["Subject"], message["Message-ID"] = "Export stops", f"<{time.time_ns()}@acme.example>"
        if answering is not None:
            message["In-Reply-To"] = message["References"] = answering.external_id
        message.set_content(text)
        message.add_alternative(f'<p>{text}</p><img src="cid:shot@acme">', subtype="html")
        *_, html = message.iter_parts()
        html.add_related(picture().content, "image", "png", cid="<shot@acme>", filename="shot.png")
        for name in ("a.log", "b.log"):
            message.add_attachment(f"the bytes of {name}".encode(), "text", "x-log", filename=name)
        server = SmtpServer(host="127.0.0.1", port=self.servers.smtp, security=LineSecurity.plain, timeout_seconds=10)
        sent = deliver(message.as_bytes(), server=server, sender=sender, recipients=tuple({*to, *cc}))
        assert sent.outcome == "delivered", sent.reason

    def take_in(self, wanted: int, *, at: datetime) -> Message:
        """The newest of so many messages that came in."""
        inbox = SpooledMessages(data=self.data)
        for _ in range(100):
            inbox.round(at)
            came = Message.objects.filter(direction=Direction.inbound).order_by("id")
            if came.count() == wanted:
                inbox.close()
                return came.last()  # type: ignore[return-value]
            time.sleep(0.2)
        raise AssertionError(f"it did not come:\n{self.servers.log()[-3000:]}")

    def answer(self, *, to: list[str] | None, copies: list[str] | None, text: str, at: datetime) -> Message:
        """Mira answers with two files and a picture in the text."""
        names = ("c.log", "d.log")
        files = [attached(filename=one, content_type="text/plain", content=one.encode(), number=1) for one in names]
        files.append(in_text())
        message = reply(
            viewer=self.desk.viewer(self.desk.mira, at=at),
            ticket_id=Ticket.objects.get().pk,
            text=text,
            substantive=True,
            at=at,
            to=to,
            copies=copies,
            files=files,
        ).message
        assert Outbox(data=settings.ENVIRONMENT.data, worker="one").round(at + timedelta(seconds=11)) == 1
        return message

    def got(self, who: str, *, count: int) -> list[EmailMessage]:
        """The mails of the desk's in somebody's mailbox, parsed, once there are so many."""
        for _ in range(100):
            with IMAPClient("127.0.0.1", port=self.servers.imap, ssl=False) as client:
                client.login(who, PASSWORD)
                client.select_folder("INBOX", readonly=True)
                found = client.fetch(client.search(), ["RFC822"]).values()
            mails = [message_from_bytes(one[b"RFC822"], policy=default) for one in found]
            ours = [one for one in mails if isinstance(one, EmailMessage) and DESK in str(one["From"])]
            if len(ours) >= count:
                return ours
            time.sleep(0.2)
        raise AssertionError(f"{who} did not get it:\n{self.servers.log()[-3000:]}")


def in_text() -> AttachedFile:
    """A picture that stands in the text of an answer."""
    content = picture(red=20).content
    return attached(
        filename="picture-1.png",
        content_type="image/png",
        content=content,
        number=3,
        inline=True,
        content_id="3.abc@picture",
    )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Everything runs."""
    desk = light_up()
    with real_servers.running() as servers:
        Endpoint.objects.filter(pk=desk.mailbox.pk).update(is_active=False)
        mailbox(DESK, name="Desk support", smtp_host="127.0.0.1", smtp_port=servers.smtp, smtp_security="plain")
        listener: Listening | None = Email().listening(
            spool_folder=spool_folder(tmp_path), now=lambda: NOW, port=servers.desk_lmtp, most_bytes=10_000_000
        )
        assert listener is not None
        listener.start()
        yield World(desk=desk, servers=servers, data=tmp_path)
        listener.stop()


def names_of(mail: EmailMessage) -> list[str | None]:
    """The names of the files of a mail, those in its text first."""
    return [one.get_filename() for one in mail.walk() if one.get_filename()]


def test_four_people_with_files_and_pictures_each_way(world: World) -> None:
    world.write(sender=ANA, to=[DESK], cc=[BEN, CEM], answering=None, text="The export stops at 4 GB.")
    first = world.take_in(1, at=NOW)
    ticket = first.ticket
    assert (first.copies, first.contact.name if first.contact else "") == ([BEN, CEM], "Ana Four")
    assert sorted(one.filename for one in first.attachments.all()) == ["a.log", "b.log", "shot.png"]
    assert 'data-cid="shot@acme"' in first.html

    text = "We found the lock and rebuilt the index:\n[picture-1.png]\nTell us if it comes back."
    told = world.answer(to=None, copies=[BEN, DORA], text=text, at=NOW + timedelta(minutes=1))
    for who in (ANA, BEN, DORA):
        (mail,) = world.got(who, count=1)
        assert (mail["Message-ID"], mail["In-Reply-To"]) == (told.external_id, first.external_id)
        assert (str(mail["From"]), mail["To"], mail["Cc"]) == (f"Desk support <{DESK}>", ANA, f"{BEN}, {DORA}")
        assert names_of(mail) == ["picture-1.png", "c.log", "d.log"]
        html, plain = mail.get_body(("html",)), mail.get_body(("plain",))
        assert html is not None
        assert plain is not None
        assert re.search(r'rebuilt the index:<br>\s+<img [^>]*src="cid:3\.abc@picture"', html.get_content())
        assert "[picture-1.png]" in plain.get_content()
        shown = next(one for one in mail.walk() if one.get_content_type() == "image/png")
        assert (shown["Content-ID"], shown.get_content_disposition()) == ("<3.abc@picture>", "inline")
        assert shown.get_payload(decode=True) == in_text().content
    assert world.got(CEM, count=0) == []  # was taken off

    signed = str(world.got(BEN, count=1)[0]["Reply-To"])
    world.write(sender=BEN, to=[signed], cc=[ANA, DORA], answering=told, text="It works for me.")
    second = world.take_in(2, at=NOW + timedelta(minutes=2))
    assert (second.ticket, second.contact.name if second.contact else "") == (ticket, "Ben Four")
    usual = envelope_for(ticket, endpoint_id=None, to=None, copies=None)
    assert (usual.to, set(usual.copies)) == ((BEN,), {ANA, DORA})

    again = world.answer(to=None, copies=None, text="Then we close it.", at=NOW + timedelta(minutes=3))
    mail = next(one for one in world.got(DORA, count=2) if one["Message-ID"] == again.external_id)
    assert mail["In-Reply-To"] == second.external_id
    for one in (first, told, second):
        assert str(one.external_id) in str(mail["References"])

    world.write(sender=DORA, to=[DESK], cc=[], answering=again, text="Thank you all.")
    third = world.take_in(3, at=NOW + timedelta(minutes=4))
    assert (third.ticket, Ticket.objects.count()) == (ticket, 1)  # whoever was written to may answer
