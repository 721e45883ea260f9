"""One ticket as a page shows it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from firsthand.domain.errors import Missing
from firsthand.domain.tickets import TicketStatus, allowed_changes
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.outbox import OutboxMail
from firsthand.models.tickets import Decision, LinkKind, Ticket, TicketLink
from firsthand.services.access.viewers import Viewer, tickets_for
from firsthand.services.clocks.queries import clocks_of
from firsthand.services.policy.desk import Desk
from firsthand.services.tickets.actions.kinds import severities


@dataclass(frozen=True, kw_only=True)
class TicketPage:
    """A ticket with all that stands on its page. Messages of tickets merged into it are among its messages."""

    ticket: Ticket
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    decisions: tuple[Decision, ...]
    links: tuple[TicketLink, ...]
    linked_from: tuple[TicketLink, ...]
    tags: tuple[str, ...]
    statuses: tuple[TicketStatus, ...]
    severities: tuple[str, ...]
    open_of_account: int

    @property
    def decision(self) -> Decision | None:
        """The decision in force: the newest."""
        return self.decisions[-1] if self.decisions else None

    @property
    def proposal(self) -> dict[str, str] | None:
        """What the book proposed at intake, with the clause and the words it went by."""
        for decision in self.decisions:
            if "proposal" in decision.outcome:
                found: dict[str, str] = decision.outcome["proposal"]
                return found
        return None


def ticket_page(*, viewer: Viewer, ticket_id: int, desk: Desk) -> TicketPage:
    """The page of a ticket. Raises Missing when there is none or the viewer may not see it."""
    ticket = (
        tickets_for(viewer)
        .select_related("account", "account__accountable", "account__seller", "contact", "responsible")
        .filter(pk=ticket_id)
        .first()
    )
    if ticket is None:
        raise Missing("no_ticket", f"There is no ticket #{ticket_id}.")
    links = tuple(ticket.links.select_related("target").order_by("id"))
    linked_from = tuple(ticket.linked_from.select_related("source").order_by("id"))
    merged = [link.source_id for link in linked_from if link.kind == LinkKind.merged_into]
    messages = (
        Message.objects.filter(ticket_id__in=[ticket.pk, *merged])
        .select_related("person", "contact")
        .prefetch_related("attachments", Prefetch("outbox", queryset=OutboxMail.objects.order_by("id")))
        .order_by("at", "id")
    )
    account_open = 0
    if ticket.account_id is not None:
        account_open = tickets_for(viewer).filter(account_id=ticket.account_id, solved_at__isnull=True).count()
    return TicketPage(
        ticket=ticket,
        messages=tuple(messages),
        events=tuple(
            Event.objects.filter(subject__ticket=ticket)
            .select_related("person", "contact", "decision")
            .order_by("at", "id")
        ),
        clocks=tuple(clocks_of(ticket)),
        decisions=tuple(Decision.objects.filter(subject=ticket.subject_id).order_by("id")),
        links=links,
        linked_from=linked_from,
        tags=tuple(ticket.tags.order_by("tag").values_list("tag", flat=True)),
        statuses=allowed_changes(TicketStatus(ticket.status)),
        severities=severities(desk.edition),
        open_of_account=account_open,
    )
