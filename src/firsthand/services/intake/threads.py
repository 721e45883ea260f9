"""Which ticket a mail belongs to: by a signed address, else by the messages it answers. Never by subject."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.mail.threading import verify
from firsthand.models.accounts import Account
from firsthand.models.conversation import Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.intake.lookup import Lookup


def signed_ticket(mail: InboundMail, lookup: Lookup) -> int | None:
    """The ticket that a signed address in the envelope, To or Cc proves; None without one."""
    for address in (mail.envelope_to or "", *mail.to, *mail.cc):
        if "+t" not in address:
            continue
        for desk in lookup.own:
            if (number := verify(address, lookup.secret, desk)) is not None:
                return number
    return None


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The ticket that a mail joins, or the one that it named while its sender may not join it."""

    joins: Ticket | None = None
    refused: Ticket | None = None


def find_thread(*, mail: InboundMail, signed: int | None, lookup: Lookup, account: Account | None) -> Thread:
    """The first ticket named by `mail` that its sender may join: the signed address's, then the nearest answered
    message's."""
    refused = None
    for number in dict.fromkeys(_named(mail, signed, lookup)):
        ticket = Ticket.objects.select_related("contact").filter(pk=number).first()
        if ticket is None:
            continue
        if may_join(ticket, address=mail.from_address, account=account):
            return Thread(joins=ticket)
        refused = refused or ticket
    return Thread(refused=refused)


def named_ticket(mail: InboundMail, lookup: Lookup) -> int | None:
    """The first ticket of the desk that a mail names, whoever sent it: by a signed address, as what it answers, or as a
    mail of the desk itself that came back."""
    own = lookup.message(mail.message_id)
    numbers = [*_named(mail, signed_ticket(mail, lookup), lookup), own.ticket_id if own is not None else None]
    wanted = [number for number in numbers if number is not None]
    known = set(Ticket.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return next((number for number in wanted if number in known), None)


def _named(mail: InboundMail, signed: int | None, lookup: Lookup) -> Iterator[int]:
    if signed is not None:
        yield signed
    for mail_id in mail.thread_ids:
        found = lookup.message(mail_id)
        if found is not None and found.ticket_id is not None:
            yield found.ticket_id


def may_join(ticket: Ticket, *, address: str, account: Account | None) -> bool:
    """Whether the sender is the ticket's contact, of its account, wrote on it or was written to on it, or is a
    teammate."""
    if ticket.contact is not None and ticket.contact.email == address:
        return True
    if account is not None and account.pk == ticket.account_id:
        return True
    talk = Message.objects.filter(ticket=ticket).exclude(direction=Direction.note)
    if talk.filter(contact__email=address).exists():
        return True
    if any(address in recipients for recipients in talk.values_list("recipients", flat=True)):
        return True
    return Person.objects.filter(email=address, is_active=True).exists()


def at_end_of_merges(ticket: Ticket) -> Ticket:
    """The ticket that goes on after every merge."""
    while link := TicketLink.objects.select_related("target").filter(source=ticket, kind=LinkKind.merged_into).first():
        ticket = link.target
    return ticket
