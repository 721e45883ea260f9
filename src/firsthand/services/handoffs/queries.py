"""Reads of offers: who speaks for one, what is open on a ticket, what waits for somebody."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from firsthand.domain.handoffs import HandoffState
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.handoffs import OPEN, Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import handoffs_for
from firsthand.services.access.handoffs import asked_of, waits_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.handoffs.telling import receiver_of, sender_of


def may_speak_for_sender(viewer: Viewer, row: Handoff) -> bool:
    """Whether the viewer may withdraw an offer and answer what is asked about it: they made it, have the ticket, or
    hold or head the role that offers it."""
    if viewer.person_id in (row.offered_by_id, row.from_person_id):
        return True
    role = sender_of(row, viewer.organisation).role
    return bool({role, *viewer.organisation.heads_of(role)} & viewer.roles) and not _is_only_receiver(viewer, row)


def _is_only_receiver(viewer: Viewer, row: Handoff) -> bool:
    """Of an offer within one role, whoever it names."""
    return row.from_role == row.to_role and row.to_person_id == viewer.person_id


def waiting_for(viewer: Viewer, at: datetime) -> QuerySet[Handoff]:
    """The open offers that wait for the viewer at `at`, and theirs about which something was asked, oldest first."""
    mine = waits_for(viewer, at) | asked_of(viewer)
    return _rows(viewer).filter(OPEN).filter(mine).order_by("offered_at", "id")


def open_of(viewer: Viewer, ticket: Ticket) -> Handoff | None:
    """The open offer of a ticket, as far as the viewer sees it."""
    return _rows(viewer).filter(OPEN, ticket=ticket).first()


def _rows(viewer: Viewer) -> QuerySet[Handoff]:
    rows = handoffs_for(viewer).select_related("subject", "ticket", "ticket__account", "from_person", "to_person")
    return rows.select_related("offered_by", "asked_by", "ended_by")


def one_way_since(viewer: Viewer, ticket: Ticket) -> Handoff | None:
    """The accepted hand-off by which the viewer's role gave the ticket away for good (S42), so that they write to its
    customer no more; None where there is none, and for whoever holds the role that has it now."""
    organisation = viewer.organisation
    if organisation.now(Role(ticket.responsible_role)) in viewer.roles:
        return None
    given = Handoff.objects.filter(ticket=ticket, state=HandoffState.accepted, one_way=True)
    for row in given.select_related("ended_by").order_by("-ended_at", "-id"):
        sender, receiver = sender_of(row, organisation).role, receiver_of(row, organisation).role
        if sender in viewer.roles and receiver not in viewer.roles:
            return row
    return None


def given_for_good(tickets: Collection[int], *, by: Role, organisation: Organisation) -> Handoff | None:
    """The accepted hand-off by which a role gave one of these tickets away for good (S42)."""
    given = Handoff.objects.filter(ticket__in=tickets, state=HandoffState.accepted, one_way=True)
    rows = given.order_by("-ended_at", "-id")
    return next((row for row in rows if sender_of(row, organisation).role == by), None)


def why_no_reply(row: Handoff) -> Sentence:
    """Why the role that handed a ticket over for good does not write to its customer, and to whom to turn."""
    receiver, who = Name(row.to_role, NameFamily.role), row.ended_by.name if row.ended_by is not None else ""
    if who:
        words = "{receiver} took this over, and writes to the customer from then on ({clause}). Tell {who} in a note."
        return say(words, receiver=receiver, clause=row.clause, who=who)
    words = "{receiver} took this over, and writes to the customer from then on ({clause}). Tell them in a note."
    return say(words, receiver=receiver, clause=row.clause)
