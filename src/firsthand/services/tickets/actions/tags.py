"""Tags on a ticket."""

import re
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid
from firsthand.models.tickets import TicketTag
from firsthand.services.access.viewers import Viewer
from firsthand.services.audit.actions import record
from firsthand.services.tickets.actions.locking import lock, touch

_TAG = re.compile(r"[\w][\w.:/-]{0,63}")


def tag(*, viewer: Viewer, ticket_id: int, name: str, at: datetime) -> str:
    """Set a tag (letters, digits and . : / - without spaces, made lower case). Setting it twice changes nothing."""
    wanted = name.strip().lower().replace(" ", "-")
    if not _TAG.fullmatch(wanted):
        raise Invalid("bad_tag", "A tag has 1 to 64 letters, digits and . : / - in it.", field="tag")
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        _, made = TicketTag.objects.get_or_create(ticket=ticket, tag=wanted)
        if made:
            touch(ticket, at=at)
            record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="tagged", detail={"tag": wanted})
    return wanted


def untag(*, viewer: Viewer, ticket_id: int, name: str, at: datetime) -> None:
    """Take a tag off; taking off one that is not set changes nothing."""
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        gone, _ = TicketTag.objects.filter(ticket=ticket, tag=name.strip().lower()).delete()
        if gone:
            touch(ticket, at=at)
            record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="untagged", detail={"tag": name})
