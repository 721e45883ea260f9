"""What a customer's mail server is handed: the desk's answers over a real SMTP connection, as bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings

from firsthand.domain.conversation.outgoing import SendOutcome
from firsthand.models.channels import Endpoint
from firsthand.services.delivery.actions import delivery_left
from firsthand.services.delivery.sending import Senders
from firsthand.services.outbox.actions import claim_due
from tests.channels.test_smtp import Desk, serving

ANSWER = """Hello Ana,

the lock was stale. Run this **once**:

```sh
rm /var/lock/firsthand_db.lock  # <not> the folder
```

| host | load |
|:-----|-----:|
| db_1 |  0.4 |

[picture-1.png]

More in https://docs.example/locks_(2). Next, I look at 17:00."""


@contextmanager
def customers_server(mailbox: Endpoint) -> Iterator[Desk]:
    """A mail server that takes everything that leaves from a mailbox."""
    taking = Desk()
    with serving(taking) as server:
        mailbox.settings |= {"smtp_host": server.host, "smtp_port": server.port, "smtp_security": "plain"}
        mailbox.save()
        yield taking


def send_all(server: Desk, *, at: datetime) -> list[EmailMessage]:
    """Everything that is due leaves; the mails as a mail program reads them, with the standard library."""
    before, senders = len(server.taken), Senders(data=settings.ENVIRONMENT.data)
    for claim in claim_due(at, "the engine"):
        sent = senders.send(claim)
        assert sent is not None
        assert sent.outcome is SendOutcome.delivered, sent.reason
        delivery_left(claim, at=at)
    return [message_from_bytes(raw, EmailMessage, policy=policy.default) for _, raw in server.taken[before:]]


def shape(part: EmailMessage) -> str:
    """The structure of a mail, as `mixed(alternative(plain, html), sh)`."""
    if not part.is_multipart():
        return part.get_content_subtype()
    inside = ", ".join(shape(one) for one in part.iter_parts() if isinstance(one, EmailMessage))
    return f"{part.get_content_subtype()}({inside})"
