"""A customer's message becomes a ticket, or goes to one."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from firsthand.domain.events import Actor
from firsthand.domain.events.actors import contact
from firsthand.domain.events.conversation import (
    Answer,
    AutomaticMessageReceived,
    Begun,
    CarriedClock,
    MessageReceived,
    Received,
    Wait,
)
from firsthand.domain.events.held import HeldClocksTaken
from firsthand.domain.events.tickets import Linked
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.names import Kind, Role, StateName
from firsthand.domain.ownership import MessageFacts, propose_kind, propose_topic, triage
from firsthand.domain.sentences import Sentence, in_a_row, say
from firsthand.domain.tickets import Cause
from firsthand.models.accounts import Account, Contact
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.subjects import Subject
from firsthand.models.tickets import NO_CLOCK, LinkKind, Ticket, TicketLink
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.deciding import decide_ticket, keep_decision
from firsthand.services.book.desk import Desk
from firsthand.services.tickets.actions.locking import locked, merged_into
from firsthand.services.tickets.actions.restricting import inherit
from firsthand.services.tickets.actions.status import move


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A message from a customer, as intake hands it over. `external_id` is its name on its channel, None where it has
    none; `endpoint` the desk's address that it came to, and `to_address` what it was sent to, which may be none of the
    desk's. `notes` say what a reader should know of how it came, `entered_by` is the teammate who heard it.
    `carried` is what was owed to it while it was held."""

    subject: str
    text: str
    channel: str
    external_id: str | None = None
    sender: str
    received_at: datetime
    contact: Contact | None
    account: Account | None
    quoted: str = ""
    html: str = ""
    content_digest: str = ""
    dated_at: datetime | None = None
    answer_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    endpoint: Endpoint | None = None
    to_address: str = ""
    automatic: str = ""
    warnings: tuple[Sentence, ...] = ()
    form: str | None = None
    topic: str = ""
    follows: Ticket | None = None
    related: Ticket | None = None
    notes: tuple[Sentence, ...] = ()
    entered_by: int | None = None
    carried: tuple[CarriedClock, ...] = ()

    @property
    def actor(self) -> Actor:
        """Who wrote it."""
        return contact(self.contact.pk if self.contact else None, via=self.to_address)

    @property
    def called(self) -> str:
        """What the book calls the way by which it came: the name of the desk's address, else the channel's."""
        return self.endpoint.called if self.endpoint is not None else self.channel


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a message that is split off another ticket brings from there: the clocks that it had started, the reply that
    had answered it, and what the ticket waited for since."""

    carried: tuple[CarriedClock, ...] = ()
    answered: Answer | None = None
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageAdded:
    """Where a message went: on the ticket that was meant, or on a new one."""

    message: Message
    ticket: Ticket
    opened_new: bool


def open_ticket(*, opening: Opening, desk: Desk, brought: Brought | None = None) -> MessageAdded:
    """Open a ticket: the triage role is responsible from the instant of receipt and its clocks run (invariant 1).

    The kind is only proposed. Without an account the sender counts as a prospect: the stricter promise holds.
    """
    book, came = desk.edition, brought or Brought()
    with transaction.atomic():
        facts = MessageFacts(
            to_address=opening.to_address, subject=opening.subject, body=opening.text, form=opening.form
        )
        proposal = propose_kind(book, facts, opening.received_at)
        held = triage(book, opening.received_at)
        topic = opening.topic or propose_topic(book, facts, opening.received_at)
        about = replace(opening, topic=topic)
        ticket = make_ticket(about, kind=proposal.kind or held.clocks_as, role=held.role, desk=desk)
        message = add_message(ticket=ticket, opening=opening)
        decision = decide_ticket(ticket=ticket, kind=held.clocks_as, book=book)
        row = keep_decision(
            ticket=ticket,
            decision=decision,
            occasion="received",
            kind=held.clocks_as,
            known_at=desk.at,
            triage=held,
            proposal=proposal,
        )
        with acting_on_ticket(ticket, desk=desk, actor=opening.actor, is_new=True) as act:
            act.append(
                Received(
                    from_=opening.sender,
                    to=opening.to_address,
                    responsible_role=held.role,
                    message=message.pk,
                    notes=in_a_row(opening.notes) or "",
                    entered_by=opening.entered_by,
                    carried=(*came.carried, *opening.carried),
                    answered=came.answered,
                    waits=came.waits,
                ),
                at=opening.received_at,
                decision=row,
            )
            act.apply_due_terms()
        inherit(ticket, of=opening.follows or opening.related, desk=desk)
        _link(ticket, to=opening.follows, kind=LinkKind.follows, desk=desk, actor=opening.actor)
        _link(ticket, to=opening.related, kind=LinkKind.related, desk=desk, actor=opening.actor)
    return MessageAdded(message=message, ticket=ticket, opened_new=True)


def begin_ticket(*, opening: Opening, role: Role | None, actor: Actor, desk: Desk) -> Ticket:
    """Open a ticket without a request, for a conversation that we begin: `role` is responsible, else the triage role,
    and nothing is owed before the customer writes. `opening` says to whom and about what; nobody wrote it."""
    book, at = desk.edition, opening.received_at
    with transaction.atomic():
        facts = MessageFacts(to_address="", subject=opening.subject, body=opening.text, form=None)
        proposal = propose_kind(book, facts, at)
        held = triage(book, at)
        about = replace(opening, topic=propose_topic(book, facts, at))
        ticket = make_ticket(about, kind=proposal.kind or held.clocks_as, role=role or held.role, desk=desk, begun=True)
        row = keep_decision(
            ticket=ticket,
            decision=decide_ticket(ticket=ticket, kind=held.clocks_as, book=book),
            occasion=Begun.verb,
            kind=held.clocks_as,
            known_at=desk.at,
            triage=held,
            proposal=proposal,
        )
        with acting_on_ticket(ticket, desk=desk, actor=actor, is_new=True) as act:
            act.append(Begun(to=opening.sender, responsible_role=ticket.responsible_role), decision=row)
    return ticket


def make_ticket(opening: Opening, *, kind: Kind, role: Role, desk: Desk, begun: bool = False) -> Ticket:
    """The rows of a ticket, in the first state of the book; nothing happened to it yet."""
    account, first = opening.account, desk.organisation.states.first
    ticket = Ticket.objects.create(
        title=opening.subject,
        status=first.name,
        phase=first.phase,
        owes=first.owes,
        kind=kind,
        channel=opening.called,
        endpoint=opening.endpoint,
        topic=opening.topic,
        to_address=opening.to_address,
        account=account,
        contact=opening.contact,
        stage=account.stage if account else desk.organisation.first_stage,
        strategic=bool(account and account.strategic),
        plan=account.plan if account else "",
        contract=account.contract if account else "",
        responsible_role=role,
        begun=begun,
        received_at=opening.received_at,
        updated_at=desk.at,
        order_at=NO_CLOCK,
    )
    ticket.subject.ticket = ticket
    Subject.objects.filter(pk=ticket.subject_id).update(ticket=ticket)
    return ticket


def _link(ticket: Ticket, *, to: Ticket | None, kind: LinkKind, desk: Desk, actor: Actor) -> None:
    if to is not None:
        TicketLink.objects.create(source=ticket, target=to, kind=kind, at=desk.at)
        with acting_on_ticket(locked(to.pk), desk=desk, actor=actor) as act:
            act.append(Linked(ticket=ticket.pk, kind=kind.value))


def add_customer_message(*, ticket_id: int, incoming: Opening, desk: Desk) -> MessageAdded:
    """Add a customer's message to a ticket: it follows a merge, and reopens a ticket that waited or was solved. On a
    closed one it starts a new, linked ticket, once: further messages go there until that is closed too. Automatic mail
    is kept, changes no status, and nobody owes it an answer."""
    with transaction.atomic():
        ticket = locked([ticket_id, *merged_into(ticket_id)][-1])
        if merged := merged_into(ticket.pk):  # while the lock was waited for
            return add_customer_message(ticket_id=merged[-1], incoming=incoming, desk=desk)
        starts_a_ticket = desk.organisation.states.of(StateName(ticket.status)).after_customer is None
        if starts_a_ticket and not incoming.automatic:
            note = say("This answers #{number}, which is closed.", number=ticket.pk)
            noted = replace(incoming, notes=(*incoming.notes, note))
            if (follow_up := _follow_up(ticket.pk, desk=desk)) is not None:
                return add_customer_message(ticket_id=follow_up, incoming=noted, desk=desk)
            new = replace(noted, follows=ticket, account=incoming.account or ticket.account)
            return open_ticket(opening=new, desk=desk)
        message = add_message(ticket=ticket, opening=incoming)
        kind = AutomaticMessageReceived if incoming.automatic else MessageReceived
        at = max(incoming.received_at, ticket.received_at)
        with acting_on_ticket(ticket, desk=desk, actor=incoming.actor) as act:
            if incoming.carried and not incoming.automatic:
                act.append(HeldClocksTaken(carried=incoming.carried))
            event = act.append(
                kind(
                    from_=incoming.sender,
                    message=message.pk,
                    was=ticket.status,
                    notes=in_a_row(incoming.notes) or "",
                    entered_by=incoming.entered_by,
                ),
                at=at,
            )
            if not incoming.automatic:
                move(act, ticket, cause=Cause.customer_wrote, because=event, at=at)
    return MessageAdded(message=message, ticket=ticket, opened_new=False)


def _follow_up(ticket_id: int, *, desk: Desk) -> int | None:
    """The newest ticket that a closed one is followed by, at once or by others between them, and that still takes what
    a customer writes. The caller has locked the closed one, so that two answers to it make one."""
    states, seen, ends = desk.organisation.states, {ticket_id}, {ticket_id}
    found: list[int] = []
    while ends:
        linked = TicketLink.objects.filter(target__in=ends, kind=LinkKind.follows).values_list("source_id", flat=True)
        following = {[number, *merged_into(number)][-1] for number in linked} - seen
        statuses = Ticket.objects.filter(pk__in=following).values_list("pk", "status")
        found += [number for number, status in statuses if states.of(StateName(status)).after_customer is not None]
        seen, ends = seen | following, following
    return max(found, default=None)


def add_message(*, ticket: Ticket, opening: Opening) -> Message:
    """The row of a customer's message."""
    return Message.objects.create(
        ticket=ticket,
        direction=Direction.inbound,
        at=opening.received_at,
        contact=opening.contact,
        sender=opening.sender,
        channel=opening.channel,
        answer_to=list(opening.answer_to) or None,
        recipients=list(opening.recipients),
        copies=list(opening.copies),
        subject=opening.subject,
        text=opening.text,
        quoted=opening.quoted,
        html=opening.html,
        external_id=opening.external_id,
        content_digest=opening.content_digest,
        dated_at=opening.dated_at,
        automatic=opening.automatic,
        warnings=list(map(plain_sentence, opening.warnings)),
    )
