"""What the desk knows already about the messages of a batch, read in a few queries for all of them.

It is kept up to date while the batch is taken in. It may be older than what another process commits meanwhile; then
a unique column refuses the write, and the message is taken in again with what is known by then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.inbound import InboundMail
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.models.conversation import Direction, Message
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import OutboxMail
from firsthand.services.accounts.erasing import erased_again
from firsthand.services.book.desk import Desk
from firsthand.services.intake.mailboxes import own_addresses
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn

_AT_ONCE = 500
RawHere = tuple[int, int | None, int | None]  # the raw row, its ticket, its message


@dataclass(frozen=True, kw_only=True)
class KnownMessage:
    """A message that the desk has under a Message-ID: on which ticket, and whether the desk itself sent it."""

    mail_id: str
    ticket_id: int | None
    message_id: int | None
    content_digest: str
    ours: bool


class Lookup:
    """The desk at the batch's instant, its own addresses, and the raw messages, messages, contacts and domains that the
    batch names."""

    def __init__(self, *, desk: Desk, secret: str, items: Sequence[tuple[InboundMail, RawFacts]]) -> None:
        self.desk = desk
        self.secret = secret
        self._items = items
        self.read_again()

    def read_again(self) -> None:
        """Forget what was learnt and read everything anew: another process wrote, or a savepoint was rolled back."""
        mails = [mail for mail, _ in self._items]
        addresses = {mail.from_address for mail in mails if mail.from_address}
        self.own = tuple(own_addresses())
        self._raws = raws_here(raw.sha256 for _, raw in self._items)
        self._messages = _messages(mail_id for mail in mails for mail_id in ids_of(mail))
        self._contacts = _contacts(addresses)
        self._accounts = _accounts({domain_of(address) for address in addresses})

    def count_copy(self, raw: RawFacts) -> TakenIn | None:
        """Count one more copy of a raw message that is here already; None when it is new."""
        return count_copy(self._raws.get(raw.sha256))

    def message(self, mail_id: str | None) -> KnownMessage | None:
        """The message under a Message-ID, received or sent."""
        return self._messages.get(mail_id) if mail_id else None

    def sender(self, mail: InboundMail, *, at: datetime) -> Sender:
        """Who wrote a mail: the contact by address, and the account: the contact's, else the domain's."""
        address = mail.from_address
        if not address:
            return Sender(address="", contact=None, account=None)
        contact = self._contacts.get(address)
        account = self._accounts.get(domain_of(address))
        if contact is None:
            contact = Contact(email=address, name=mail.from_name[:200], account=account, created_at=at)
            self._contacts[address] = contact
        elif contact.account is not None:
            account = contact.account
        elif account is not None:
            contact.account = account
            if contact.pk is not None:
                contact.save(update_fields=["account"])
        return Sender(address=address, contact=contact, account=account)

    def learn(self, raw: RawMessage, message: Message | None) -> None:
        """Another message of the batch is in."""
        self._raws[raw.sha256] = (raw.pk, raw.ticket_id, raw.message_id)
        if message is not None:
            self._messages[message.message_id] = KnownMessage(
                mail_id=message.message_id,
                ticket_id=message.ticket_id,
                message_id=message.pk,
                content_digest=message.content_digest,
                ours=False,
            )


def count_copy(there: RawHere | None) -> TakenIn | None:
    """Count one more copy of a raw message; None for none."""
    if there is None:
        return None
    raw_id, ticket_id, message_id = there
    RawMessage.objects.filter(pk=raw_id).update(copies=F("copies") + 1)
    if (erased := RawMessage.objects.filter(pk=raw_id, erased_at__isnull=False).first()) is not None:
        erased_again(erased)
    return TakenIn(
        outcome=IntakeOutcome.duplicate,
        raw_id=raw_id,
        ticket_id=ticket_id,
        message_id=message_id,
        reason="The same message, byte for byte, came before.",
    )


def ids_of(mail: InboundMail) -> tuple[str, ...]:
    """Every Message-ID that a mail names: its own, those it answers, the one it reports on."""
    return tuple(one for one in (mail.message_id, *mail.thread_ids, mail.bounce_of) if one)


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), _AT_ONCE):
        yield distinct[start : start + _AT_ONCE]


def raws_here(digests: Iterable[str]) -> dict[str, RawHere]:
    """The raw messages with these SHA-256 that are here already."""
    return {
        sha256: (pk, ticket_id, message_id)
        for some in _portions(digests)
        for sha256, pk, ticket_id, message_id in RawMessage.objects.filter(sha256__in=some).values_list(
            "sha256", "id", "ticket_id", "message_id"
        )
    }


def _messages(mail_ids: Iterable[str]) -> dict[str, KnownMessage]:
    known: dict[str, KnownMessage] = {}
    for some in _portions(mail_ids):
        sent = OutboxMail.objects.filter(mail_id__in=some).values_list("mail_id", "ticket_id", "message_id")
        for mail_id, ticket_id, message_id in sent:
            known[mail_id] = KnownMessage(
                mail_id=mail_id, ticket_id=ticket_id, message_id=message_id, content_digest="", ours=True
            )
        kept = Message.objects.filter(message_id__in=some).values_list(
            "message_id", "ticket_id", "id", "content_digest", "direction"
        )
        for mail_id, ticket_id, pk, digest, direction in kept:
            known[mail_id] = KnownMessage(
                mail_id=mail_id,
                ticket_id=ticket_id,
                message_id=pk,
                content_digest=digest,
                ours=direction == Direction.outbound,
            )
    return known


def _contacts(addresses: Iterable[str]) -> dict[str, Contact]:
    return {
        contact.email: contact
        for some in _portions(addresses)
        for contact in Contact.objects.select_related("account").filter(email__in=some)
    }


def _accounts(domains: Iterable[str]) -> dict[str, Account]:
    return {
        row.domain: row.account
        for some in _portions(domains)
        for row in AccountDomain.objects.select_related("account").filter(domain__in=some)
    }
