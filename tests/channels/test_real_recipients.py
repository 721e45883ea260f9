"""Random conversations of six people over Postfix and Dovecot: who finds an answer in their mailbox is who should."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import getaddresses
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from imapclient import IMAPClient

from firsthand.channels.email.channel import Email
from firsthand.channels.email.servers import LineSecurity, SmtpServer
from firsthand.channels.email.smtp import deliver
from firsthand.channels.protocol import Listening
from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.mail.addresses import domain_of
from firsthand.engine.outbox import Outbox
from firsthand.engine.spooled import SpooledMessages
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage
from firsthand.services.desk.folders import spool_folder
from firsthand.services.intake.values import IntakeOutcome, TakenIn
from tests.channels import real_servers
from tests.channels.real_servers import PASSWORD, RealServers
from tests.lighthouse import light_up
from tests.stories.test_people_of_conversations import ELSEWHERE, PEOPLE, Conversations

pytestmark = [
    pytest.mark.real_mail,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(real_servers.why_not()), reason=real_servers.why_not() or "they are here"),
]
VOUCHING = "mx.lighthouse.example"


@dataclass(kw_only=True)
class RealConversations(Conversations):
    """Conversations each letter of which goes from server to server."""

    servers: RealServers
    inbox: SpooledMessages
    outbox: Outbox
    answers: int = 0

    def come(self, raw: bytes, *, authorship: Authorship) -> TakenIn:
        """A letter goes to all whom it names; the desk has it from Postfix."""
        mail = message_from_bytes(raw, _class=EmailMessage, policy=SMTP)
        if authorship is Authorship.proven:
            mail["Authentication-Results"] = f"{VOUCHING}; dmarc=pass header.from={domain_of(str(mail['From']))}"
        server = SmtpServer(host="127.0.0.1", port=self.servers.smtp, security=LineSecurity.plain, timeout_seconds=10)
        recipients = tuple({*named(mail)})
        sent = deliver(mail.as_bytes(), server=server, sender=str(mail["From"]), recipients=recipients)
        assert sent.outcome == "delivered", sent.reason
        for _ in range(100):
            self.inbox.round(self.now)
            if found := Message.objects.filter(external_id=str(mail["Message-ID"])).first():
                row = RawMessage.objects.filter(message=found).earliest("id")
                outcome = IntakeOutcome.joined
                return TakenIn(outcome=outcome, raw_id=row.pk, ticket_id=found.ticket_id, message_id=found.pk)
            time.sleep(0.1)
        raise AssertionError(f"it did not come:\n{self.servers.log()[-3000:]}")

    def leave(self, said: Message, *, wanted: set[str]) -> None:
        """An answer lies once in the mailbox of each who is wanted, in nobody else's, and names them all once."""
        self.answers += 1
        assert self.outbox.round(self.now + timedelta(seconds=11)) == 1
        for _ in range(100):
            got = {who: mails for who in (*PEOPLE, ELSEWHERE) if (mails := self.lying(who, str(said.external_id)))}
            if {*got} == wanted:
                break
            time.sleep(0.1)
        assert {*got} == wanted, self.servers.log()[-3000:]
        for (mail,) in got.values():
            assert sorted(named(mail)) == sorted(wanted)

    def lying(self, who: str, name: str) -> list[EmailMessage]:
        """The mails of that name in somebody's mailbox."""
        with IMAPClient("127.0.0.1", port=self.servers.imap, ssl=False) as client:
            client.login(who, PASSWORD)
            client.select_folder("INBOX", readonly=True)
            found = client.fetch(client.search(["HEADER", "Message-ID", name]), ["RFC822"]).values()
        return [message_from_bytes(one[b"RFC822"], _class=EmailMessage, policy=default) for one in found]


def named(mail: EmailMessage) -> list[str]:
    """Whom a mail is to, with copies."""
    fields = [str(mail[name]) for name in ("To", "Cc") if mail[name]]
    return [address for _, address in getaddresses(fields)]


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealConversations]:
    """Everything runs."""
    desk = light_up()
    with real_servers.running() as servers:
        by = {"smtp_host": "127.0.0.1", "smtp_port": servers.smtp, "smtp_security": "plain"}
        desk.mailbox.settings = {**desk.mailbox.settings, **by, "aliases": "hello@lighthouse.example"}
        desk.mailbox.save()
        talk = RealConversations(
            lighthouse=desk,
            folder=tmp_path,
            dice=random.Random(),
            servers=servers,
            inbox=SpooledMessages(data=tmp_path),
            outbox=Outbox(data=settings.ENVIRONMENT.data, worker="one"),
        )
        listener: Listening | None = Email().listening(
            spool_folder=spool_folder(tmp_path), now=lambda: talk.now, port=servers.desk_lmtp, most_bytes=10_000_000
        )
        assert listener is not None
        listener.start()
        vouched = replace(settings.ENVIRONMENT, mail_authorities=frozenset({VOUCHING}))
        with override_settings(ENVIRONMENT=vouched):
            yield talk
        talk.inbox.close()
        listener.stop()


@pytest.mark.parametrize("seed", [3, 5])
def test_an_answer_lies_once_with_everybody_of_a_conversation(real: RealConversations, seed: int) -> None:
    real.dice = random.Random(seed)
    while real.answers < 4:
        real.step()
        real.check()
