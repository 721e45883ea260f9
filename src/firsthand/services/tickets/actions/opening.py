"""A customer's message becomes a ticket, or joins one."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from firsthand.domain.ownership import MessageFacts, propose_kind, triage
from firsthand.domain.tickets import OnCustomerReply, Role, Stage, TicketKind, TicketStatus, on_customer_reply
from firsthand.models.accounts import Account, Contact
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import NO_CLOCK, apply_decision, follow_status
from firsthand.services.clocks.straddling import restraddle_ticket
from firsthand.services.policy.deciding import decide_ticket, keep_decision
from firsthand.services.policy.queries import edition


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A message from a customer, as intake hands it over. `notes` say what a reader should know of how it came."""

    subject: str
    text: str
    message_id: str
    sender: str
    received_at: datetime
    contact: Contact | None
    account: Account | None
    quoted: str = ""
    html: str = ""
    content_digest: str = ""
    recipients: tuple[str, ...] = ()
    channel: str = "email"
    to_address: str = ""
    automatic: str = ""
    warnings: tuple[str, ...] = ()
    form: str | None = None
    follows: Ticket | None = None
    related: Ticket | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageAdded:
    """Where a message went: on the ticket that was meant, or on a new one."""

    message: Message
    ticket: Ticket
    opened_new: bool


def open_ticket(*, opening: Opening, at: datetime) -> MessageAdded:
    """Open a ticket: the triage role is responsible from the instant of receipt and its clocks run (invariant 1).

    The kind is only proposed. Without an account the sender counts as a prospect: the stricter promise holds.
    """
    with transaction.atomic():
        book = edition(known_at=at)
        facts = MessageFacts(
            to_address=opening.to_address, subject=opening.subject, body=opening.text, form=opening.form
        )
        proposal = propose_kind(book, facts, opening.received_at)
        held = triage(book, opening.received_at)
        ticket = _ticket(opening, kind=proposal.kind or held.clocks_as, role=held.role, at=at)
        message = _add(ticket=ticket, opening=opening)
        decision = decide_ticket(ticket=ticket, kind=held.clocks_as, book=book)
        row = keep_decision(
            ticket=ticket,
            decision=decision,
            occasion="received",
            kind=held.clocks_as,
            known_at=at,
            triage=held,
            proposal=proposal,
        )
        record(
            ticket=ticket,
            at=opening.received_at,
            actor_id=None,
            verb="received",
            why=" ".join(opening.notes),
            detail={"from": opening.sender, "to": opening.to_address, "responsible_role": held.role.value},
            decision=row,
        )
        apply_decision(ticket=ticket, row=row, clocks=decision.clocks, at=at, actor_id=None, is_first=True)
        restraddle_ticket(ticket=ticket, at=at)
        _link(ticket, to=opening.follows, kind=LinkKind.follows, at=at)
        _link(ticket, to=opening.related, kind=LinkKind.related, at=at)
    return MessageAdded(message=message, ticket=ticket, opened_new=True)


def _ticket(opening: Opening, *, kind: TicketKind, role: Role, at: datetime) -> Ticket:
    account = opening.account
    return Ticket.objects.create(
        subject=opening.subject,
        status=TicketStatus.new,
        kind=kind,
        channel=opening.channel,
        to_address=opening.to_address,
        account=account,
        contact=opening.contact,
        stage=account.stage if account else Stage.prospect,
        strategic=bool(account and account.strategic),
        plan=account.plan if account else "",
        contract=account.contract if account else "",
        responsible_role=role,
        received_at=opening.received_at,
        updated_at=at,
        order_at=NO_CLOCK,
    )


def _link(ticket: Ticket, *, to: Ticket | None, kind: LinkKind, at: datetime) -> None:
    if to is not None:
        TicketLink.objects.create(source=ticket, target=to, kind=kind, at=at)
        detail = {"ticket": ticket.pk, "kind": kind.value}
        record(ticket=to, at=at, actor_id=None, verb="linked", detail=detail)


def add_customer_message(*, ticket_id: int, incoming: Opening, at: datetime) -> MessageAdded:
    """Add a customer's message to a ticket: it follows a merge, reopens a ticket that waited or was solved, and
    starts a new, linked ticket on a closed one. Automatic mail is kept and changes no status."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        if merged := ticket.links.filter(kind=LinkKind.merged_into).first():
            return add_customer_message(ticket_id=merged.target_id, incoming=incoming, at=at)
        effect = on_customer_reply(TicketStatus(ticket.status))
        if effect is OnCustomerReply.starts_a_linked_ticket and not incoming.automatic:
            note = f"This answers #{ticket.pk}, which is closed."
            new = replace(
                incoming,
                follows=ticket,
                account=incoming.account or ticket.account,
                notes=(*incoming.notes, note),
            )
            return open_ticket(opening=new, at=at)
        message = _add(ticket=ticket, opening=incoming)
        event = record(
            ticket=ticket,
            at=incoming.received_at,
            actor_id=None,
            verb="automatic_message_received" if incoming.automatic else "message_received",
            why=" ".join(incoming.notes),
            detail={"from": incoming.sender, "was": ticket.status},
        )
        if effect is OnCustomerReply.reopens and not incoming.automatic:
            ticket.status, ticket.solved_at, ticket.closes_at = TicketStatus.open, None, None
        ticket.updated_at = max(ticket.updated_at, at)
        ticket.save()
        follow_status(ticket=ticket, event=event, at=max(incoming.received_at, ticket.received_at))
    return MessageAdded(message=message, ticket=ticket, opened_new=False)


def _add(*, ticket: Ticket, opening: Opening) -> Message:
    return Message.objects.create(
        ticket=ticket,
        direction=Direction.inbound,
        at=opening.received_at,
        contact=opening.contact,
        sender=opening.sender,
        recipients=list(opening.recipients),
        subject=opening.subject,
        text=opening.text,
        quoted=opening.quoted,
        html=opening.html,
        message_id=opening.message_id,
        content_digest=opening.content_digest,
        automatic=opening.automatic,
        warnings=list(opening.warnings),
    )
