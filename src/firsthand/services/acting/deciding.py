"""What the book says of a promise that starts now: asked again only where the book has changed since it was asked."""

from collections.abc import Sequence

from firsthand.domain.clocks import RULES
from firsthand.domain.events import Happened
from firsthand.domain.events.clocks import TermsChanged
from firsthand.domain.names import Kind
from firsthand.domain.ownership import triage
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.deciding import decide_ticket, keep_decision
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.straddling import book_changed
from firsthand.services.clocks.terms import DecidedTerms


def decided_by_now(ticket: Ticket, events: Sequence[Happened], terms: DecidedTerms, desk: Desk) -> Decision | None:
    """The decision for what starts at the desk's instant; None where the newest one still says it."""
    if not any(kind in RULES and RULES[kind].each for kind in desk.edition.clock_kinds):
        return None
    newest = next(
        (one.decision for one in reversed(events) if one.decision and not isinstance(one.payload, TermsChanged)), None
    )
    if newest is not None and not book_changed(desk, since=terms.of(newest).known_at):
        return None
    held = None if ticket.kind_confirmed_at is not None else triage(desk.edition, desk.at)
    kind = held.clocks_as if held else Kind(ticket.kind)
    decision = decide_ticket(ticket=ticket, kind=kind, book=desk.edition, at=desk.at)
    return keep_decision(
        ticket=ticket,
        decision=decision,
        occasion="clock_started",
        kind=kind,
        known_at=desk.at,
        triage=held,
        starts_at=desk.at,
    )
