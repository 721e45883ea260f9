"""The tags of a ticket as one column."""

from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, Subquery

from firsthand.models.tickets import TicketTag


class AllOf(Aggregate):
    """The values of a group as one list."""

    function = "JSON_GROUP_ARRAY"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


def own_tags() -> Subquery:
    """A ticket's tags, as a column."""
    own = TicketTag.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    return Subquery(own.annotate(all=AllOf("tag", output_field=JSONField())).values("all"))
