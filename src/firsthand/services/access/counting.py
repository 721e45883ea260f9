"""How many rows a door lets through, where asking it of every row would cost more than the answer is worth."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Count, Value

from firsthand.domain.organisation import Act
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.restrictions import shut_out
from firsthand.services.access.viewers import Viewer, anybody_like
from firsthand.services.prepared.queries import PreparedQuery, prepare


def open_tickets_counted(viewer: Viewer) -> Sequence[tuple[str, str, int]]:
    """The open tickets that the viewer sees, counted by responsible role and by who owes the next step, in one query:
    all of them, from an index that holds nothing else, less the few that the viewer is shut out of. A role may come
    twice, the second time with what is to be taken off."""
    return [(role, owes, count) for role, owes, count in _counted(anybody_like(viewer)).rows(who=viewer.person_id)]


@lru_cache(maxsize=64)
def _counted(viewer: Viewer) -> PreparedQuery:
    if not viewer.may(Act.see_desk):
        return prepare(Ticket.objects.none())
    everybodys = Ticket.objects.filter(OPEN).values_list("responsible_role", "owes").order_by()
    shut = everybodys.filter(pk__in=shut_out(viewer)).annotate(count=Count("*") * Value(-1))
    return prepare(everybodys.annotate(count=Count("*") * Value(1)).union(shut, all=True))
