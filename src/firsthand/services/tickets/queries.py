"""One ticket as a page shows it, and as the composer looks ahead on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Subquery

from firsthand.domain.clocks import RESPONSES, ClockState
from firsthand.domain.errors import Missing
from firsthand.domain.events import Payload, read
from firsthand.domain.tickets import Role, TicketStatus, allowed_changes
from firsthand.models.accounts import Contact
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.outbox import OutboxMail
from firsthand.models.tickets import Decision, LinkKind, Ticket, TicketLink
from firsthand.services.access.viewers import Viewer, tickets_for
from firsthand.services.clocks.queries import clocks_of
from firsthand.services.clocks.replies import ReplyStanding, standings
from firsthand.services.people.queries import Teammate, names_of, teammates_by_role
from firsthand.services.policy.desk import Desk
from firsthand.services.tickets.actions.kinds import severities

_OWED = (ClockState.running.value, ClockState.paused.value)


@dataclass(frozen=True, kw_only=True)
class LinkedTicket:
    """Another ticket that a link leads to, `outward` where the link starts at the page's own."""

    ticket_id: int
    title: str
    status: str
    kind: str
    outward: bool


@dataclass(frozen=True, kw_only=True)
class TicketPage:
    """A ticket with all that stands on its page, in a number of queries that does not grow with it. Messages of tickets
    merged into it are among its messages. `first` and `decision` are its first and its newest decision."""

    ticket: Ticket
    messages: tuple[Message, ...]
    events: tuple[tuple[Event, Payload], ...]
    clocks: tuple[Clock, ...]
    first: Decision | None
    decision: Decision | None
    links: tuple[LinkedTicket, ...]
    tags: tuple[str, ...]
    statuses: tuple[TicketStatus, ...]
    severities: tuple[str, ...]
    holders: Mapping[Role, tuple[Teammate, ...]]
    names: Mapping[int, str]
    contacts: Mapping[int, Contact]
    open_of_account: int

    @property
    def proposal(self) -> dict[str, str] | None:
        """What the book proposed at intake, with the clause and the words it went by."""
        found: dict[str, str] | None = self.first.outcome.get("proposal") if self.first is not None else None
        return found

    @cached_property
    def replies(self) -> Mapping[int, ReplyStanding]:
        """How each of our replies stands, by message."""
        return standings(self.messages, (payload for _, payload in self.events))

    @cached_property
    def seen(self) -> int | None:
        """The newest message of the customer's on the page: what whoever writes now has before them."""
        return max((one.pk for one in self.messages if one.direction == Direction.inbound), default=None)

    def after(self, seen: int) -> tuple[Message, ...]:
        """What the customer wrote after a message, but for what a machine sent."""
        return tuple(
            one for one in self.messages if one.direction == Direction.inbound and one.pk > seen and not one.automatic
        )


def ticket_page(*, viewer: Viewer, ticket_id: int, desk: Desk) -> TicketPage:
    """The page of a ticket. Raises Missing when there is none or the viewer may not see it."""
    visible = tickets_for(viewer).select_related("account", "account__accountable", "contact", "responsible")
    ticket = visible.filter(pk=ticket_id).first()
    if ticket is None:
        raise _no_ticket(ticket_id)
    links = _links(ticket)
    merged = [one.ticket_id for one in links if not one.outward and one.kind == LinkKind.merged_into]
    account_open = 0
    if ticket.account_id is not None:
        account_open = tickets_for(viewer).filter(account_id=ticket.account_id, solved_at__isnull=True).count()
    decisions, holders = _first_and_newest(ticket), teammates_by_role(desk.at)
    messages, events = _messages(ticket, merged), _events(ticket)
    rows = [*messages, *(row for row, _ in events)]
    return TicketPage(
        ticket=ticket,
        messages=messages,
        events=events,
        clocks=tuple(clocks_of(ticket)),
        first=decisions[0] if decisions else None,
        decision=decisions[-1] if decisions else None,
        links=links,
        tags=tuple(ticket.tags.order_by("tag").values_list("tag", flat=True)),
        statuses=allowed_changes(TicketStatus(ticket.status)),
        severities=severities(desk.edition),
        holders=holders,
        names=_names(rows, holders),
        contacts=_contacts(rows, ticket),
        open_of_account=account_open,
    )


def _no_ticket(ticket_id: int) -> Missing:
    return Missing("no_ticket", f"There is no ticket #{ticket_id}.")


def _links(ticket: Ticket) -> tuple[LinkedTicket, ...]:
    """The tickets that it is linked with: first those that its own links lead to."""
    ends = ("source_id", "source__title", "source__status", "target_id", "target__title", "target__status")
    rows = TicketLink.objects.filter(Q(source=ticket) | Q(target=ticket)).order_by("id").values_list("kind", *ends)
    found = []
    for kind, *both in rows:
        outward = both[0] == ticket.pk
        number, title, status = both[3:] if outward else both[:3]
        found.append(LinkedTicket(ticket_id=number, title=title, status=status, kind=kind, outward=outward))
    return tuple(sorted(found, key=lambda one: not one.outward))


def _messages(ticket: Ticket, merged: list[int]) -> tuple[Message, ...]:
    """The messages of the ticket and of those merged into it, oldest first; each says whether it `has_html`."""
    mails = OutboxMail.objects.only("message", "state", "last_error").order_by("id")
    rows = Message.objects.filter(ticket_id__in=[ticket.pk, *merged]).defer("html").annotate(has_html=~Q(html=""))
    return tuple(rows.prefetch_related("attachments", Prefetch("outbox", queryset=mails)).order_by("at", "id"))


def _events(ticket: Ticket) -> tuple[tuple[Event, Payload], ...]:
    """The events of the ticket and of what belongs to it, in the order in which they were recorded."""
    rows = Event.objects.filter(subject__ticket=ticket).order_by("id")
    return tuple((row, read(row.verb, row.payload, row.words)) for row in rows)


def _names(rows: Iterable[Message | Event], holders: Mapping[Role, tuple[Teammate, ...]]) -> dict[int, str]:
    """The names of the teammates who wrote or did something; those who hold no role any more are read."""
    known = {one.id: one.name for held in holders.values() for one in held}
    gone = {row.person_id for row in rows if row.person_id is not None} - known.keys()
    return known | names_of(gone) if gone else known


def _contacts(rows: Iterable[Message | Event], ticket: Ticket) -> dict[int, Contact]:
    """The customer's people who wrote; others than the ticket's own are read."""
    known = {ticket.contact.pk: ticket.contact} if ticket.contact is not None else {}
    others = {row.contact_id for row in rows if row.contact_id is not None} - known.keys()
    return known | Contact.objects.in_bulk(others) if others else known


def _first_and_newest(ticket: Ticket) -> list[Decision]:
    own = Decision.objects.filter(subject=ticket.subject_id)
    oldest, newest = (Subquery(own.order_by(order).values("pk")[:1]) for order in ("pk", "-pk"))
    return list(Decision.objects.filter(Q(pk=oldest) | Q(pk=newest)).order_by("pk"))


def decisions_before(page: TicketPage) -> list[Decision]:
    """What was decided about the ticket before the decision in force, oldest first: when, and on which occasion."""
    if page.decision is None:
        return []
    earlier = Decision.objects.filter(subject=page.ticket.subject_id, pk__lt=page.decision.pk)
    return list(earlier.only("occasion", "at").order_by("pk"))


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a reply would meet: whose the ticket is, whether an answer is owed or on its way, and the newest message
    of the customer's (what a machine sent is none)."""

    responsible_role: Role
    owed: bool
    on_its_way: bool
    newest: int | None


def outlook(*, viewer: Viewer, ticket_id: int) -> Outlook:
    """What whoever writes a reply should know, in one query. Raises Missing."""
    responses = Clock.objects.filter(subject__ticket=OuterRef("pk"), kind__in=[kind.value for kind in RESPONSES])
    written = Message.objects.filter(ticket=OuterRef("pk"), direction=Direction.inbound, automatic="")
    newest = written.values("ticket").annotate(newest=Max("pk")).order_by().values("newest")
    row = (
        tickets_for(viewer)
        .filter(pk=ticket_id)
        .annotate(
            owed=Exists(responses.filter(state__in=_OWED)),
            sent=Exists(responses.filter(state=ClockState.sent)),
            newest=Subquery(newest),
        )
        .values_list("responsible_role", "owed", "sent", "newest")
        .first()
    )
    if row is None:
        raise _no_ticket(ticket_id)
    role, owed, sent, last = row
    return Outlook(responsible_role=Role(role), owed=owed, on_its_way=sent, newest=last)
