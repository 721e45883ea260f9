"""Tags on a ticket."""

import re
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid
from firsthand.domain.events.tickets import Tagged, Untagged
from firsthand.domain.sentences import say
from firsthand.models.tickets import TicketTag
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.locking import lock

_TAG = re.compile(r"[\w][\w.:/-]{0,63}")


def tag(*, viewer: Viewer, ticket_id: int, name: str, at: datetime) -> str:
    """Set a tag (letters, digits and . : / - without spaces, made lower case). Setting it twice changes nothing."""
    wanted = name.strip().lower().replace(" ", "-")
    if not _TAG.fullmatch(wanted):
        raise Invalid("bad_tag", say("A tag has 1 to 64 letters, digits and . : / - in it."), field="tag")
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        _, made = TicketTag.objects.get_or_create(ticket=ticket, tag=wanted)
        if made:
            with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
                act.append(Tagged(tag=wanted))
    return wanted


def untag(*, viewer: Viewer, ticket_id: int, name: str, at: datetime) -> None:
    """Take a tag off; taking off one that is not set changes nothing."""
    wanted = name.strip().lower()
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        gone, _ = TicketTag.objects.filter(ticket=ticket, tag=wanted).delete()
        if gone:
            with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
                act.append(Untagged(tag=wanted))
