"""Invariant 1, read from the events: one role has each ticket at every instant from its receipt, and each hand-over
starts from whoever had it."""

from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket

_VERBS = (
    *("received", "begun", "assigned", "kind_confirmed", "reclassified", "severity_set", "topic_set"),
    *("handed_over", "handover_taken_back"),
)


def check_custody() -> int:
    """Check every ticket; how many hand-overs there were."""
    handed = 0
    for ticket in Ticket.objects.order_by("id"):
        role = ""
        for event in Event.objects.filter(subject=ticket.subject, verb__in=_VERBS).order_by("id"):
            said = event.payload
            if event.verb in ("handed_over", "handover_taken_back"):
                handed += 1
            if role and said.get("from_role"):
                assert said["from_role"] == role, f"{event.verb} of #{ticket.pk} from {said['from_role']}, not {role}"
            role = said.get("responsible_role") or said.get("role") or role
            assert role, f"#{ticket.pk} was nobody's after {event.verb}"
        assert role == ticket.responsible_role, f"#{ticket.pk}"
    for row in Handoff.objects.filter(ended_at=None).select_related("ticket"):
        assert row.ticket.phase == "open", f"#{row.ticket_id} is {row.ticket.phase} and still offered"
    return handed
