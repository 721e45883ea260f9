"""When a ticket had which status, read back from its timeline, so that other terms can be tried on its clocks."""

from collections.abc import Iterable, Iterator

from firsthand.domain.clocks import StatusChange
from firsthand.domain.tickets import OnCustomerReply, TicketStatus, on_customer_reply
from firsthand.models.tickets import Ticket, TimelineEvent

_CLOSES = ("closed_by_itself", "merged_away", "ended_as_not_a_request")
_REOPENS = ("message_received", "merged_in")
_TAKES = ("taken", "assigned")


def status_changes(ticket: Ticket) -> list[StatusChange]:
    """Each status the ticket had, with the event that gave it, oldest first. It begins new."""
    return list(_changes(ticket.events.order_by("at", "id")))


def _changes(events: Iterable[TimelineEvent]) -> Iterator[StatusChange]:
    status = TicketStatus.new
    for event in events:
        then = _after(status, event)
        if then is not status:
            status = then
            yield StatusChange(at=event.at, status=status.value, evidence=str(event.pk))


def _after(status: TicketStatus, event: TimelineEvent) -> TicketStatus:
    if event.verb == "status_set":
        return TicketStatus(event.detail["to"])
    if event.verb in _CLOSES:
        return TicketStatus.closed
    if event.verb in _REOPENS and on_customer_reply(status) is OnCustomerReply.reopens:
        return TicketStatus.open
    if event.verb in _TAKES and status is TicketStatus.new and event.detail.get("to", event.verb == "taken"):
        return TicketStatus.open
    return status
