"""When a clock's ticket had which status, read back from the timeline, so that other terms can be tried on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from firsthand.domain.clocks import Pause, StatusChange, waits_by_status
from firsthand.domain.tickets import OnCustomerReply, TicketStatus, on_customer_reply
from firsthand.models.clocks import Clock
from firsthand.models.tickets import LinkKind, Ticket, TicketLink, TimelineEvent

_CLOSES = ("closed_by_itself", "merged_away", "ended_as_not_a_request")
_REOPENS = ("message_received", "merged_in")
_TAKES = ("taken", "assigned")
STATUS_VERBS = ("status_set", *_CLOSES, *_REOPENS, *_TAKES)


def waits_of(clock: Clock) -> dict[TicketStatus, list[Pause]]:
    """The spans that the clock lived through in each status, with their evidence; the last one still goes on."""
    waits = waits_by_status(clock_status_changes(clock))
    return {TicketStatus(status): pauses for status, pauses in waits.items()}


def clock_status_changes(clock: Clock) -> list[StatusChange]:
    """The statuses that the clock lived through: of the ticket it began on, and after a merge of the ticket it was
    carried to."""
    number, since, found = clock.decision.ticket_id, None, []
    while True:
        merged = None
        if number != clock.ticket_id:
            merged = TicketLink.objects.filter(source_id=number, kind=LinkKind.merged_into).first()
        of_ticket = status_changes(Ticket.objects.get(pk=number))
        found += [one for one in _since(of_ticket, since) if merged is None or one.at < merged.at]
        if merged is None:
            return found
        number, since = merged.target_id, merged.at


def status_changes(ticket: Ticket) -> list[StatusChange]:
    """Each status the ticket had, with the event that gave it, oldest first. Before the first it is new."""
    return list(_changes(ticket.events.order_by("at", "id")))


def _since(changes: Sequence[StatusChange], since: datetime | None) -> list[StatusChange]:
    """The changes after an instant, led by the status that the ticket had then."""
    if since is None:
        return list(changes)
    before = [one for one in changes if one.at <= since]
    return [*(replace(one, at=since) for one in before[-1:]), *changes[len(before) :]]


def _changes(events: Iterable[TimelineEvent]) -> Iterator[StatusChange]:
    status = TicketStatus.new
    for event in events:
        then = status_after(status, verb=event.verb, detail=event.detail)
        if then is not status:
            status = then
            yield StatusChange(at=event.at, status=status.value, evidence=str(event.pk))


def status_after(status: TicketStatus, *, verb: str, detail: Mapping[str, object]) -> TicketStatus:
    """The status that a ticket has after an event of its timeline."""
    if verb == "status_set":
        return TicketStatus(str(detail["to"]))
    if verb in _CLOSES:
        return TicketStatus.closed
    if verb in _REOPENS and on_customer_reply(status) is OnCustomerReply.reopens:
        return TicketStatus.open
    if verb in _TAKES and status is TicketStatus.new and detail.get("to", verb == "taken"):
        return TicketStatus.open
    return status
