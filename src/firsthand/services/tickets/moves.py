"""The open tickets that the book gives to another role since it changed, as a page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firsthand.domain.organisation import Right
from firsthand.services.access.doors import moves_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.tickets.actions.moves_by_book import AT_ONCE, offerable_by, standing


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """A ticket, whose it is and to whom the book gives it by which clause, and who has it in person."""

    ticket_id: int
    title: str
    kind: str
    account: str
    from_role: str
    who: str
    to_role: str
    clause: str
    found_at: datetime
    may_offer: bool


@dataclass(frozen=True, kw_only=True)
class MovesPage:
    """Those that the reader offers first, of these and of the others the oldest tickets; at most as many as one act
    offers, and how many there are in all."""

    rows: tuple[MoveRow, ...]
    total: int

    @property
    def may_offer(self) -> bool:
        """Whether the reader offers some of them."""
        return any(one.may_offer for one in self.rows)


def moves_page(*, viewer: Viewer) -> MovesPage:
    """The list, in three queries. Raises Refused."""
    require(viewer, Right.see_desk)
    found, offerable = standing(moves_for(viewer)), offerable_by(viewer)
    rows = found.select_related("ticket__account", "ticket__responsible").order_by("ticket")
    mine = list(rows.filter(offerable)[:AT_ONCE])
    others = [] if viewer.is_owner else list(rows.exclude(offerable)[: AT_ONCE - len(mine)])
    shown = [*(_row(one, may_offer=True) for one in mine), *(_row(one, may_offer=False) for one in others)]
    return MovesPage(rows=tuple(shown), total=found.count())


def moves_wait(viewer: Viewer) -> bool:
    """Whether there is anything in the list, for a link to it."""
    return standing(moves_for(viewer)).exists()


def _row(row: Any, *, may_offer: bool) -> MoveRow:  # noqa: ANN401, RUF100 - with what it stands beside
    ticket = row.ticket
    return MoveRow(
        ticket_id=ticket.pk,
        title=ticket.title,
        kind=ticket.kind,
        account=ticket.account.name if ticket.account is not None else "",
        from_role=ticket.responsible_role,
        who=ticket.responsible.name if ticket.responsible is not None else "",
        to_role=row.to_role,
        clause=row.clause,
        found_at=row.found_at,
        may_offer=may_offer,
    )
