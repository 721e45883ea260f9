"""What the desk knows already about the messages of a batch, read in a few queries for all of them.

It is kept up to date while the batch is taken in. It may be older than what another process commits meanwhile; then
a unique column refuses the write, and the message is taken in again with what is known by then.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from firsthand.domain.conversation.incoming import Authorship, Incoming
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.models.blocking import Block
from firsthand.models.channels import Endpoint, Handle
from firsthand.models.conversation import Direction, Message
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.services.accounts.erasing import erased_again
from firsthand.services.book.desk import Desk
from firsthand.services.channels.handles import handles_of
from firsthand.services.channels.holding import MOST_MERGES, hold
from firsthand.services.channels.own import OwnAddresses
from firsthand.services.intake.blocking import blocks_of
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn

_AT_ONCE = 500
RawHere = tuple[int, int | None, int | None]  # the raw row, its ticket, its message


@dataclass(frozen=True, kw_only=True)
class KnownMessage:
    """A message that the desk has under an external id: on which ticket, and whether the desk itself sent it.
    `is_notice`: it went to teammates and is no message of a conversation."""

    ticket_id: int | None
    message_id: int | None
    content_digest: str
    ours: bool
    is_notice: bool = False


def own_addresses(channel: str) -> OwnAddresses:
    """Those of the desk on a channel."""
    return OwnAddresses(Endpoint.objects.filter(channel=channel).order_by("id"))


def answered_since(raw: RawFacts, own: OwnAddresses) -> datetime | None:
    """From when on the desk answers what comes to the address of a raw message, where that came before; None for what
    it answers."""
    came_to = own.endpoint(raw.channel, raw.envelope_to)
    since = came_to.answers_since if came_to is not None else None
    return since if since is not None and raw.received_at < since else None


class Lookup:
    """The desk at the batch's instant, its own addresses, and the raw messages, messages, people and domains that the
    batch names. All messages of a batch are of one channel."""

    def __init__(self, *, desk: Desk, items: Sequence[tuple[Incoming, RawFacts]]) -> None:
        self.desk = desk
        self._items = items
        self.read_again()

    def read_again(self) -> None:
        """Forget what was learnt and read everything anew: another process wrote, or a savepoint was rolled back."""
        messages = [incoming for incoming, _ in self._items]
        self.channel = messages[0].channel if messages else ""
        authors = {one.author.address for one in messages if one.author.address}
        authors |= {one.forwarded.author.address for one in messages if one.forwarded is not None}
        self._own = own_addresses(self.channel)
        self._raws = raws_here(raw.sha256 for _, raw in self._items)
        self._messages = _messages(self.channel, (name for one in messages for name in names_in(one)))
        self._new: dict[str, Contact] = {}
        self._blocks = blocks_of(authors, at=self.desk.at)
        self._read_customers(authors, authors.union(*((*one.to, *one.cc) for one in messages)))

    def _read_customers(self, authors: Collection[str], addresses: Collection[str]) -> None:
        """Who has these addresses, and whose their domains are. They are held until the batch is in, so that no merge
        leaves a ticket where it was; what was merged meanwhile is read again. Held as a merge holds them, accounts
        first, so that neither waits for the other for ever."""
        for _ in range(MOST_MERGES):
            self._handles = handles_of(self.channel, addresses)
            self._accounts = _accounts({_domain(address) for address in authors})
            contacts = [one.contact for one in self._handles.values() if one.contact is not None]
            theirs = {one.account_id for one in contacts if one.account_id is not None}
            merged = hold(Account, theirs | {one.pk for one in self._accounts.values()})
            merged += hold(Contact, {one.pk for one in contacts})
            if not merged:
                return

    def block(self, address: str) -> Block | None:
        """The entry of the block list by which mail from an address is held now."""
        return self._blocks.get(address)

    def endpoint(self, address: str) -> Endpoint | None:
        """Which of the desk's it is, under its own address or another of its names; None for none."""
        return self._own.endpoint(self.channel, address)

    def answered_since(self, raw: RawFacts) -> datetime | None:
        """As the function of that name."""
        return answered_since(raw, self._own)

    def count_copy(self, raw: RawFacts) -> TakenIn | None:
        """Count one more copy of a raw message that is here already; None when it is new."""
        return count_copy(self._raws.get(raw.sha256))

    def message(self, name: str | None) -> KnownMessage | None:
        """The message under an external id, received or sent."""
        return self._messages.get(name) if name else None

    def sender(self, incoming: Incoming, *, at: datetime) -> Sender:
        """Who wrote a message: the contact by address, and the account: the contact's, else the domain's."""
        author, handle = incoming.author, self._handles.get(incoming.author.address)
        if not author.address:
            return Sender(channel=self.channel, address="", contact=None, account=None)
        if handle is not None and handle.person is not None and handle.person.is_active:
            return self._colleague(handle.person, incoming)
        account, contact = self._accounts.get(_domain(author.address)), self._contact(author.address, handle)
        if contact is None:
            contact = Contact(name=author.name[:200], account=account, created_at=at)
            self._new[author.address] = contact
        elif contact.account is not None:
            account = contact.account
        elif account is not None:
            contact.account = account
            if contact.pk is not None:
                contact.save(update_fields=["account"])
        return Sender(channel=self.channel, address=author.address, contact=contact, account=account)

    def _colleague(self, person: Person, incoming: Incoming) -> Sender:
        """A teammate, who writes for nobody's account but that of whose message they forward."""
        is_proven = incoming.authorship is Authorship.proven
        forwarded = incoming.forwarded
        return Sender(
            channel=self.channel,
            address=incoming.author.address,
            contact=None,
            account=self.account_of(forwarded.author.address) if forwarded is not None else None,
            teammate=person if is_proven else None,
            claims=None if is_proven else person,
        )

    def is_customer(self, address: str) -> bool:
        """Whether an address that the batch names is a customer's, as far as the desk knows."""
        handle = self._handles.get(address)
        if handle is None or handle.contact is None:
            return False
        return handle.person is None or not handle.person.is_active

    def account_of(self, address: str) -> Account | None:
        """The account of somebody whom the batch names: of who is known by the address, else of its domain."""
        handle = self._handles.get(address)
        known = handle.contact.account if handle is not None and handle.contact is not None else None
        return known or self._accounts.get(_domain(address))

    def _contact(self, address: str, handle: Handle | None) -> Contact | None:
        return handle.contact if handle is not None and handle.contact is not None else self._new.get(address)

    def learn(self, raw: RawMessage, message: Message | None) -> None:
        """Another message of the batch is in."""
        self._raws[raw.sha256] = (raw.pk, raw.ticket_id, raw.message_id)
        if message is not None and message.external_id is not None:
            self._messages[message.external_id] = KnownMessage(
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
        reason=say("The same message, byte for byte, came before."),
    )


def names_in(incoming: Incoming) -> tuple[str, ...]:
    """Every external id that a message names: its own, those it answers, those it reports on."""
    about = incoming.report.about if incoming.report is not None else ()
    return tuple(one for one in (incoming.external_id, *incoming.answers, *about) if one)


def _domain(address: str) -> str:
    """The mail domain of an address; empty for one that has none."""
    return address.rpartition("@")[2] if "@" in address else ""


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


def _messages(channel: str, names: Iterable[str]) -> dict[str, KnownMessage]:
    known: dict[str, KnownMessage] = {}
    for some in _portions(names):
        sent = Delivery.objects.filter(channel=channel, external_id__in=some)
        for name, ticket_id, message_id in sent.values_list("external_id", "ticket_id", "message_id"):
            known[name] = KnownMessage(
                ticket_id=ticket_id,
                message_id=message_id,
                content_digest="",
                ours=True,
                is_notice=message_id is None,
            )
        kept = Message.objects.filter(channel=channel, external_id__in=some)
        columns = kept.values_list("external_id", "ticket_id", "id", "content_digest", "direction")
        for found, ticket_id, pk, digest, direction in columns:
            known[found or ""] = KnownMessage(
                ticket_id=ticket_id, message_id=pk, content_digest=digest, ours=direction == Direction.outbound
            )
    return known


def _accounts(domains: Iterable[str]) -> dict[str, Account]:
    return {
        row.domain: row.account
        for some in _portions(domains)
        for row in AccountDomain.objects.select_related("account").filter(domain__in=some)
    }
