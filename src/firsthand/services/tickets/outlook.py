"""What the composer looks ahead to on a ticket."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import (
    Exists,
    Max,
    OuterRef,
    Subquery,
)

from firsthand.domain.clocks import OWED_STATES, RESPONSES, ClockState
from firsthand.domain.events import SubjectKind
from firsthand.domain.names import Role
from firsthand.models.conversation import Direction
from firsthand.services.access.doors import (
    clocks_for,
    messages_for,
    no_ticket,
    tickets_for,
)
from firsthand.services.access.viewers import Viewer, anybody_like
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

_OWED = sorted(one.value for one in OWED_STATES)


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
    found = _outlook(anybody_like(viewer)).rows(who=viewer.person_id, ticket=ticket_id)
    if not found:
        raise no_ticket(ticket_id)
    role, owed, sent, last = found[0]
    return Outlook(responsible_role=Role(role), owed=owed, on_its_way=sent, newest=last)


@lru_cache(maxsize=64)
def _outlook(viewer: Viewer) -> PreparedQuery:
    """How a ticket stands for whoever writes a reply to it."""
    kinds = [kind.value for kind in RESPONSES]
    own = clocks_for(viewer).filter(subject__ticket=OuterRef("pk"), subject__kind=SubjectKind.ticket)
    responses = own.filter(kind__in=kinds)
    written = messages_for(viewer).filter(ticket=OuterRef("pk"), direction=Direction.inbound, automatic="")
    newest = written.values("ticket").annotate(newest=Max("pk")).order_by().values("newest")
    return prepare(
        tickets_for(viewer)
        .filter(pk=Blank("ticket"))
        .annotate(
            owed=Exists(responses.filter(state__in=_OWED)),
            sent=Exists(responses.filter(state=ClockState.sent)),
            newest=Subquery(newest),
        )
        .values_list("responsible_role", "owed", "sent", "newest")
    )
