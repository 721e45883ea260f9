"""Who else answers: said while somebody writes, and again before they send."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from firsthand.domain.errors import Refused
from firsthand.domain.sentences import Series, say
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Unsent
from firsthand.services.access.doors import messages_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.writing.unsent import WRITES_FOR


@dataclass(frozen=True, kw_only=True)
class Others:
    """Who writes an answer now, and what was answered after what the writer has before them, oldest first."""

    writing: tuple[str, ...]
    answers: tuple[Message, ...]


def others_on(*, viewer: Viewer, ticket_id: int, answered: int | None, at: datetime) -> Others:
    """What others do on a ticket while the viewer writes. `answered` is the newest answer that the viewer has before
    them, None where that is not said. Raises Missing. Three queries."""
    ticket_behind(tickets_for(viewer), ticket_id)
    rows = Unsent.objects.filter(ticket=ticket_id, direction=Direction.outbound, sent_as=None, at__gt=at - WRITES_FOR)
    names = rows.exclude(person=viewer.person_id).exclude(text="").values_list("person__name", flat=True)
    ours = messages_for(viewer).filter(ticket=ticket_id)
    return Others(writing=tuple(sorted(names)), answers=_after(ours, answered) if answered is not None else ())


def check_nobody_answered(ticket: Ticket, answered: int, *, viewer: Viewer) -> None:
    """Raise Refused when somebody answered on a locked ticket after the message `answered`."""
    if newer := _after(messages_for(viewer).filter(ticket=ticket), answered):
        names = Series(tuple(dict.fromkeys(one.sender for one in newer)))
        said = say("{names} answered meanwhile. Nothing was sent; what you wrote is still here.", names=names)
        raise Refused("answered_meanwhile", said, field="text")


def _after(ours: QuerySet[Message], answered: int) -> tuple[Message, ...]:
    newer = ours.filter(direction=Direction.outbound, taken_back_at=None, pk__gt=answered)
    return tuple(newer.order_by("at", "id"))
