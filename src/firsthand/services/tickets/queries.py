"""One ticket as a page shows it, and as the composer looks ahead on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, Func, IntegerField, Max, OuterRef, Q, Subquery, Window

from firsthand.domain.clocks import OWED_STATES, RESPONSES, ClockState
from firsthand.domain.errors import Missing
from firsthand.domain.events import Payload
from firsthand.domain.names import Role, StateName
from firsthand.domain.tickets import State
from firsthand.models.accounts import Contact
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.events import Event
from firsthand.models.outbox import OutboxMail
from firsthand.models.tickets import Decision, LinkKind, Ticket, TicketLink
from firsthand.services.access.viewers import Viewer, tickets_for
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.queries import clocks_of
from firsthand.services.clocks.replies import ReplyStatus, reply_statuses
from firsthand.services.events.queries import with_payloads
from firsthand.services.people.queries import Teammate, names_of, teammates_by_role
from firsthand.services.tickets.actions.kinds import severities

_OWED = sorted(one.value for one in OWED_STATES)


@dataclass(frozen=True, kw_only=True)
class LinkedTicket:
    """Another ticket that a link leads to, `outward` where the link starts at the page's own."""

    ticket_id: int
    title: str
    status: str
    kind: str
    outward: bool


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How the mail of a message stands in the outbox, and what went wrong last."""

    state: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketPage:
    """A ticket with all that stands on its page, in a number of queries that does not grow with it. Messages of tickets
    merged into it are among its messages, of which `earlier` are not at hand. `mails` and `files` are by message.
    `decision` is the newest, `first` the one at its receipt while nobody has confirmed what it is."""

    ticket: Ticket
    messages: list[Message]
    earlier: int
    mails: Mapping[int, Mail]
    files: Mapping[int, list[Attachment]]
    events: tuple[tuple[Event, Payload], ...]
    clocks: tuple[Clock, ...]
    first: Decision | None
    decision: Decision | None
    links: tuple[LinkedTicket, ...]
    tags: tuple[str, ...]
    statuses: tuple[State, ...]
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
    def replies(self) -> Mapping[int, ReplyStatus]:
        """How each of our replies stands, by message."""
        return reply_statuses(self.messages, (payload for _, payload in self.events))

    @cached_property
    def seen(self) -> int | None:
        """The newest message of the customer's on the page: what whoever writes now has before them."""
        return max((one.pk for one in self.messages if one.direction == Direction.inbound), default=None)

    def after(self, seen: int) -> tuple[Message, ...]:
        """What the customer wrote after a message, but for what a machine sent."""
        return tuple(
            one for one in self.messages if one.direction == Direction.inbound and one.pk > seen and not one.automatic
        )


def ticket_page(*, viewer: Viewer, ticket_id: int, desk: Desk, newest: int | None = None) -> TicketPage:
    """The page of a ticket, with its `newest` messages or all. Raises Missing when there is none or the viewer may not
    see it."""
    of_account = tickets_for(viewer).filter(account=OuterRef("account"), solved_at__isnull=True)
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    beside = Subquery(of_account.order_by().annotate(n=count).values("n"))
    visible = tickets_for(viewer).select_related("account", "contact").annotate(open_of_account=beside)
    ticket = visible.filter(pk=ticket_id).first()
    if ticket is None:
        raise _no_ticket(ticket_id)
    links = _links(ticket)
    merged = [one.ticket_id for one in links if not one.outward and one.kind == LinkKind.merged_into]
    decisions, holders = _first_and_newest(ticket), teammates_by_role(desk.organisation.roles, desk.at)
    (messages, earlier), events = _messages(ticket, merged, newest), _events(ticket)
    rows: list[Message | Event] = [*messages, *(row for row, _ in events)]
    return TicketPage(
        ticket=ticket,
        messages=messages,
        earlier=earlier,
        mails=_mails(messages),
        files=_files(messages),
        events=events,
        clocks=tuple(clocks_of(ticket)),
        first=decisions[0] if decisions else None,
        decision=decisions[-1] if decisions else None,
        links=links,
        tags=tuple(ticket.tags.order_by("tag").values_list("tag", flat=True)),
        statuses=_may_follow(ticket, desk),
        severities=severities(desk.edition),
        holders=holders,
        names=_names([*_whose(ticket), *(row.person_id for row in rows)], holders),
        contacts=_contacts(rows, ticket),
        open_of_account=ticket.open_of_account or 0,
    )


def _may_follow(ticket: Ticket, desk: Desk) -> tuple[State, ...]:
    states = desk.organisation.states
    return tuple(states.of(one) for one in states.a_person_may_set(StateName(ticket.status)))


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


def _messages(ticket: Ticket, merged: list[int], newest: int | None) -> tuple[list[Message], int]:
    """The messages of the ticket and of those merged into it, oldest first, at most so many of the newest; each says
    whether it `has_html`. And how many older ones there are."""
    written = Message.objects.filter(ticket_id__in=[ticket.pk, *merged]).defer("html")
    rows = written.annotate(has_html=~Q(html=""), among=Window(Count("pk"))).order_by("-at", "-id")[:newest]
    found: list[Message] = list(rows)
    return found[::-1], (int(rows[0].among) - len(found) if found else 0)


def _mails(messages: list[Message]) -> dict[int, Mail]:
    """How the newest mail of each message stands."""
    rows = OutboxMail.objects.filter(message__in=messages).order_by("id")
    return {
        number: Mail(state=state, error=error)
        for number, state, error in rows.values_list("message_id", "state", "last_error")
        if number is not None
    }


def _files(messages: list[Message]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(message__in=messages).order_by("id"):
        found.setdefault(one.message_id, []).append(one)
    return found


def _events(ticket: Ticket) -> tuple[tuple[Event, Payload], ...]:
    """The events of the ticket and of what belongs to it, in the order in which they were recorded."""
    return with_payloads(Event.objects.filter(subject__ticket=ticket).order_by("id"))


def _whose(ticket: Ticket) -> tuple[int | None, ...]:
    """Who is responsible for the ticket, and who is accountable for its account."""
    return (ticket.responsible_id, ticket.account.accountable_id if ticket.account is not None else None)


def _names(people: Iterable[int | None], holders: Mapping[Role, tuple[Teammate, ...]]) -> dict[int, str]:
    """The names of the teammates on the page; those who hold no role any more are read."""
    known = {one.id: one.name for held in holders.values() for one in held}
    gone = {number for number in people if number is not None} - known.keys()
    return known | names_of(gone) if gone else known


def _contacts(rows: Iterable[Message | Event], ticket: Ticket) -> dict[int, Contact]:
    """The customer's people who wrote; others than the ticket's own are read."""
    known = {ticket.contact.pk: ticket.contact} if ticket.contact is not None else {}
    others = {row.contact_id for row in rows if row.contact_id is not None} - known.keys()
    return known | Contact.objects.in_bulk(others) if others else known


def _first_and_newest(ticket: Ticket) -> list[Decision]:
    """The two, or the one that is both. The first is of use only as long as nobody confirmed what was proposed."""
    own = Decision.objects.filter(subject=ticket.subject_id)
    newest = list(own.order_by("-pk")[:1])
    if not newest or ticket.kind_confirmed_at is not None or "proposal" in newest[0].outcome:
        return newest
    return [*own.order_by("pk")[:1], *newest]


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


def attachment(*, viewer: Viewer, attachment_id: int) -> Attachment:
    """A file of a message on a ticket that the viewer may see. Raises Missing."""
    found = Attachment.objects.filter(pk=attachment_id, message__ticket__in=tickets_for(viewer)).first()
    if found is None:
        raise Missing("no_file", "There is no such file.")
    return found


def message_html(*, viewer: Viewer, message_id: int) -> str:
    """The sanitised HTML of a message on a ticket that the viewer may see. Raises Missing when it has none."""
    html = Message.objects.filter(pk=message_id, ticket__in=tickets_for(viewer)).values_list("html", flat=True).first()
    if not html:
        raise Missing("no_html", "This message has no formatted version.")
    return html
