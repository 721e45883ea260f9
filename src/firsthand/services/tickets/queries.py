"""One ticket as a page shows it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)

from firsthand.domain.events import Payload
from firsthand.domain.events.conversation import NoteAdded
from firsthand.domain.handoffs import HandoffState
from firsthand.domain.names import Role, StateName
from firsthand.domain.sentences import NOTHING_SAID, Sentence
from firsthand.domain.tickets import State
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingStep
from firsthand.models.consequences import ConsequenceNote
from firsthand.models.considerations import STANDS as IS_CONSIDERED
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import OPEN as OPEN_OFFER
from firsthand.models.handoffs import Handoff, ProvisionalWork
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Delivery
from firsthand.models.proposals import UNANSWERED, Proposal
from firsthand.models.questions import STANDS, Question
from firsthand.models.tickets import OPEN, Decision, LinkKind, Ticket
from firsthand.services.access.doors import (
    decisions_for,
    events_for,
    files_for,
    links_for,
    messages_for,
    no_ticket,
    tickets_for,
)
from firsthand.services.access.restrictions import Circle, circle_of, shut_out_of
from firsthand.services.access.viewers import Viewer, anybody_like
from firsthand.services.book.desk import Desk
from firsthand.services.channels.handles import Correspondent, correspondents
from firsthand.services.clocks.queries import clocks_of
from firsthand.services.clocks.replies import ReplyStatus, reply_statuses
from firsthand.services.events.queries import with_payloads
from firsthand.services.people.queries import Teammate, names_of, teammates_by_role
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare
from firsthand.services.tickets.actions.addressing import (
    Envelope,
    envelopes_for,
    merged_tickets,
    own_endpoints,
    who_is_known,
)
from firsthand.services.tickets.actions.kinds import severities
from firsthand.services.tickets.actions.locking import merges_of
from firsthand.services.tickets.actions.requester import proposed_requester
from firsthand.services.tickets.tag_column import own_tags

_WRITTEN_HERE = Q(direction=Direction.outbound, content_digest="") | Q(direction=Direction.note, channel="")
"""Messages whose layout the desk made itself: what came by mail, also from a teammate, has another's."""


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
    error: Sentence = NOTHING_SAID


@dataclass(frozen=True, kw_only=True)
class TicketPage:
    """A ticket with all that stands on its page, in a number of queries that does not grow with it. Messages of tickets
    merged into it are among its messages, of which `earlier` are not at hand. `mails` and `files` are by message.
    `decision` is the newest, `first` the one at its receipt while nobody has confirmed what it is.
    `has_proposals`: some are open; `has_questions`: some stand; `has_request`: one was sent; `has_help`: some was
    asked for; `has_considerations`: something is to be considered; `has_coaching`: its account is coached;
    `has_warnings`: some were noted. `offer` is the open hand-off; `given_away`: some role handed it over for good;
    `begun_by` is who began on it provisionally. `proposed_requester` is who may have asked, where nobody is known.
    `circle` is who is let in, None for everybody. `envelopes` are the ways by which an answer may leave, the usual
    one first. Links, and lines of the timeline, that lead to a ticket whose door is shut to the viewer are left
    out."""

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
    contacts: Mapping[int, Correspondent]
    envelopes: tuple[Envelope, ...]
    open_of_account: int
    has_proposals: bool
    has_questions: bool
    has_request: bool
    has_warnings: bool
    has_help: bool
    has_considerations: bool
    has_coaching: bool
    offer: int | None
    given_away: bool
    begun_by: int | None
    proposed_requester: str
    circle: Circle | None

    @property
    def proposal(self) -> dict[str, str] | None:
        """What the book proposed at intake, with the clause and the words it went by."""
        found: dict[str, str] | None = self.first.outcome.get("proposal") if self.first is not None else None
        return found

    @property
    def contact(self) -> Correspondent | None:
        """Whose ticket it is."""
        return self.contacts.get(self.ticket.contact_id or 0)

    @cached_property
    def told(self) -> Mapping[int, tuple[int, ...]]:
        """Whom each note named, by message."""
        return _told(self.events)

    @cached_property
    def replies(self) -> Mapping[int, ReplyStatus]:
        """How each of our replies stands, by message."""
        return reply_statuses(self.messages, (payload for _, payload in self.events))

    @cached_property
    def seen(self) -> int | None:
        """The newest message of the customer's on the page: what whoever writes now has before them."""
        return max((one.pk for one in self.messages if one.direction == Direction.inbound), default=None)

    @cached_property
    def answered(self) -> int:
        """The newest answer of ours on the ticket itself that stands on the page; 0 without one."""
        return max((one.pk for one in self.answers_after(0)), default=0)

    def answers_after(self, answered: int) -> tuple[Message, ...]:
        """What we answered on the ticket itself after a message, but for what was taken back."""
        ours = (one for one in self.messages if one.direction == Direction.outbound and one.taken_back_at is None)
        return tuple(one for one in ours if one.pk > answered and one.ticket_id == self.ticket.pk)

    def after(self, seen: int) -> tuple[Message, ...]:
        """What the customer wrote after a message, but for what a machine sent."""
        return tuple(
            one for one in self.messages if one.direction == Direction.inbound and one.pk > seen and not one.automatic
        )


def ticket_page(*, viewer: Viewer, ticket_id: int, desk: Desk, newest: int | None = None) -> TicketPage:
    """The page of a ticket, with its `newest` messages or all. Raises Missing when there is none or the viewer may not
    see it."""
    ticket = _visible(viewer, desk).filter(pk=ticket_id).first()
    if ticket is None:
        raise no_ticket(ticket_id)
    links = _links(viewer, ticket)
    has_merged = any(not one.outward and one.kind == LinkKind.merged_into for one in links)
    others = merged_tickets(merges_of(ticket.pk) if has_merged else [])
    decisions, holders = _first_and_newest(viewer, ticket), teammates_by_role(desk.organisation.roles, desk.at)
    messages, mails, earlier = _messages(viewer, [ticket.pk, *(one.ticket_id for one in others)], newest)
    events = _events(viewer, ticket, linked={one.ticket_id for one in links})
    circle = circle_of(ticket.pk) if hasattr(ticket, "restriction") else None
    rows: list[Message | Event] = [*messages, *(row for row, _ in events)]
    contacts = correspondents(
        who_is_known(ticket, others, messages) | {row.contact_id for row in rows if row.contact_id is not None}
    )
    return TicketPage(
        ticket=ticket,
        messages=messages,
        earlier=earlier,
        mails=mails,
        files=_files(viewer, messages),
        events=events,
        clocks=tuple(clocks_of(ticket)),
        first=decisions[0] if decisions else None,
        decision=decisions[-1] if decisions else None,
        links=links,
        tags=tuple(sorted(ticket.own_tags or ())),
        statuses=_may_follow(ticket, desk),
        severities=severities(desk.edition),
        holders=holders,
        names=_names([*_whose(ticket, circle), *(row.person_id for row in rows), *_named(events)], holders),
        contacts=contacts,
        envelopes=envelopes_for(ticket, merged=others, talk=messages, writers=contacts, endpoints=own_endpoints()),
        open_of_account=ticket.account_open or 0,
        has_proposals=ticket.proposed,
        has_questions=ticket.asked,
        has_request=ticket.sent,
        has_warnings=ticket.warned,
        has_help=ticket.helped,
        has_considerations=ticket.considered,
        has_coaching=ticket.coached,
        offer=ticket.offer,
        given_away=ticket.given_away,
        begun_by=ticket.begun_by,
        proposed_requester=proposed_requester(ticket),
        circle=circle,
    )


def _visible(viewer: Viewer, desk: Desk) -> QuerySet[Any, Any]:
    """The tickets that the viewer sees, each with what hangs on it."""
    here = OuterRef("pk")
    shown = tickets_for(viewer).select_related("account", "restriction")
    return shown.annotate(
        account_open=_open_of_account(viewer),
        own_tags=own_tags(),
        proposed=Exists(Proposal.objects.filter(UNANSWERED, ticket=here)),
        asked=Exists(Question.objects.filter(STANDS, ticket=here)),
        sent=Exists(FeatureRequest.objects.filter(ticket=here)),
        warned=Exists(ConsequenceNote.objects.filter(about=OuterRef("subject"))),
        helped=Exists(HelpRequest.objects.filter(ticket=here)),
        coached=Exists(CoachingStep.objects.filter(account=OuterRef("account"))),
        considered=Exists(Consideration.objects.filter(IS_CONSIDERED, ticket=here, until__gt=desk.at)),
        offer=Subquery(Handoff.objects.filter(OPEN_OFFER, ticket=here).values("pk")[:1]),
        begun_by=Subquery(ProvisionalWork.objects.filter(OPEN_OFFER, ticket=here).values("person")[:1]),
        given_away=Exists(Handoff.objects.filter(ticket=here, state=HandoffState.accepted, one_way=True)),
    )


def _open_of_account(viewer: Viewer) -> Subquery:
    """How many tickets of a ticket's account are open, as a column."""
    there = tickets_for(viewer).filter(OPEN, account=OuterRef("account")).order_by()
    return Subquery(there.annotate(n=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("n"))


def _may_follow(ticket: Ticket, desk: Desk) -> tuple[State, ...]:
    states = desk.organisation.states
    return tuple(states.of(one) for one in states.a_person_may_set(StateName(ticket.status)))


def _links(viewer: Viewer, ticket: Ticket) -> tuple[LinkedTicket, ...]:
    """The tickets that it is linked with: first those that its own links lead to."""
    found = []
    for kind, *both in _links_of(anybody_like(viewer)).rows(who=viewer.person_id, ticket=ticket.pk):
        outward = both[0] == ticket.pk
        number, title, status = both[3:] if outward else both[:3]
        found.append(LinkedTicket(ticket_id=number, title=title, status=status, kind=kind, outward=outward))
    return tuple(sorted(found, key=lambda one: not one.outward))


@lru_cache(maxsize=64)
def _links_of(viewer: Viewer) -> PreparedQuery:
    """The links of a ticket, with their ends."""
    ends = ("source_id", "source__title", "source__status", "target_id", "target__title", "target__status")
    links = links_for(viewer).filter(Q(source=Blank("ticket")) | Q(target=Blank("ticket")))
    return prepare(links.order_by("id").values_list("kind", *ends))


def _messages(viewer: Viewer, tickets: list[int], newest: int | None) -> tuple[list[Message], dict[int, Mail], int]:
    """The messages of a ticket and of those merged into it, oldest first, at most so many of the newest; what was
    written here as it was `laid_out`; the others say whether they `has_html`, which is a stranger's. How the newest
    mail of each stands, and how many older messages there are. One query."""
    mail = Delivery.objects.filter(message=OuterRef("pk")).order_by("-id")
    written = messages_for(viewer).filter(ticket_id__in=tickets).defer("html")
    rows = written.annotate(
        laid_out=Case(When(_WRITTEN_HERE, then=F("html")), default=Value(""), output_field=TextField()),
        has_html=~_WRITTEN_HERE & ~Q(html=""),
        among=Window(Count("pk")),
        mail_state=Subquery(mail.values("state")[:1]),
        mail_error=Subquery(mail.values("last_error")[:1]),
    ).order_by("-at", "-id")[:newest]
    found: list[Message] = list(rows)
    mails = {one.pk: Mail(state=one.mail_state, error=one.mail_error) for one in rows if one.mail_state is not None}
    return found[::-1], mails, (int(rows[0].among) - len(found) if found else 0)


def _files(viewer: Viewer, messages: list[Message]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for one in files_for(viewer).filter(message__in=messages).order_by("id"):
        found.setdefault(one.message_id, []).append(one)
    return found


def _events(viewer: Viewer, ticket: Ticket, *, linked: Container[int]) -> tuple[tuple[Event, Payload], ...]:
    """The events of the ticket and of what belongs to it, in the order in which they were recorded, but for those that
    speak of a ticket whose door is shut to the viewer; to what it is `linked` with the door is open."""
    told = with_payloads(events_for(viewer).filter(subject__ticket=ticket).order_by("id"))
    others = {number for _, payload in told if (number := getattr(payload, "ticket", None)) and number not in linked}
    shut = shut_out_of(viewer, others)
    return tuple(one for one in told if getattr(one[1], "ticket", None) not in shut) if shut else told


def _whose(ticket: Ticket, circle: Circle | None) -> tuple[int | None, ...]:
    """Who is responsible for the ticket, who is accountable for its account, and who is let in by name."""
    accountable = ticket.account.accountable_id if ticket.account is not None else None
    return (ticket.responsible_id, accountable, *(circle.people if circle is not None else ()))


def _names(people: Iterable[int | None], holders: Mapping[Role, tuple[Teammate, ...]]) -> dict[int, str]:
    """The names of the teammates on the page; those who hold no role any more are read."""
    known = {one.id: one.name for held in holders.values() for one in held}
    gone = {number for number in people if number is not None} - known.keys()
    return known | names_of(gone) if gone else known


def _told(events: Iterable[tuple[Event, Payload]]) -> dict[int, tuple[int, ...]]:
    notes = (payload for _, payload in events if isinstance(payload, NoteAdded) and payload.told)
    return {one.message: one.told for one in notes if one.message is not None}


def _named(events: Iterable[tuple[Event, Payload]]) -> Iterable[int]:
    return (number for told in _told(events).values() for number in told)


def _first_and_newest(viewer: Viewer, ticket: Ticket) -> list[Decision]:
    """The two, or the one that is both. The first is of use only as long as nobody confirmed what was proposed."""
    own = decisions_for(viewer).filter(subject=ticket.subject_id)
    newest = list(own.order_by("-pk")[:1])
    if not newest or ticket.kind_confirmed_at is not None or "proposal" in newest[0].outcome:
        return newest
    return [*own.order_by("pk")[:1], *newest]


def decisions_before(page: TicketPage, *, viewer: Viewer) -> list[Decision]:
    """What was decided about the ticket before the decision in force, oldest first: when, and on which occasion."""
    if page.decision is None:
        return []
    earlier = decisions_for(viewer).filter(subject=page.ticket.subject_id, pk__lt=page.decision.pk)
    return list(earlier.only("occasion", "at").order_by("pk"))


def title_of(*, viewer: Viewer, ticket_id: int) -> str:
    """The title of a ticket that the viewer may see. Raises Missing."""
    title = tickets_for(viewer).filter(pk=ticket_id).values_list("title", flat=True).first()
    if title is None:
        raise no_ticket(ticket_id)
    return title
