"""Everything that stands on a ticket's page, gathered for its templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from typing import Any

from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import DeskError
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Role, TicketKind, TicketStatus, status_after_our_reply
from firsthand.models.clocks import LIVE
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.clocks.queries import receipts
from firsthand.services.people.queries import holders_by_role
from firsthand.services.tickets.actions.conversation import TAKE_BACK_WITHIN
from firsthand.services.tickets.actions.custody import way_to
from firsthand.services.tickets.actions.kinds import NOT_REQUESTS
from firsthand.services.tickets.queries import TicketPage, ticket_page
from firsthand.web.tickets.story import Told, told_of

RESPONSES = (ClockKind.first_response, ClockKind.next_response)
_ASIDE = frozenset(
    {
        "note_added",
        "replied",
        "received",
        "message_received",
        "clock_started",
        "clock_cancelled",
        "tagged",
        "untagged",
    }
)


@dataclass(frozen=True, kw_only=True)
class Failed:
    """What a person asked for and was not done: the words stand at the field, and what was typed stays."""

    verb: str = ""
    field: str = ""
    message: str = ""
    code: str = ""
    typed: Mapping[str, str] = made_by(default_factory=dict)

    @classmethod
    def of(cls, verb: str, error: DeskError, typed: Mapping[str, str]) -> "Failed":
        """The failure of one of the page's forms."""
        return cls(verb=verb, field=error.field, message=error.message, code=error.code, typed=typed)

    def at(self, verb: str) -> bool:
        """Whether it was this form that failed."""
        return self.verb == verb

    def value(self, verb: str, name: str, otherwise: str = "") -> str:
        """What was typed into this field of the form that failed, else `otherwise`."""
        return self.typed.get(name, otherwise) if self.verb == verb else otherwise


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A role that could be made responsible, who holds it, and why the viewer cannot go there directly, if so."""

    role: Role
    people: tuple[Person, ...]
    refusal: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message of the conversation with what the page needs beside it."""

    message: Message
    own: bool
    state: str
    error: str
    may_take_back: bool


def ticket_context(*, viewer: Viewer, ticket_id: int, now: datetime, failed: Failed | None = None) -> dict[str, Any]:
    """The context of the ticket's page and of its part that htmx swaps. Raises Missing."""
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, now=now)
    ticket = page.ticket
    shown = receipts(viewer=viewer, ticket_id=ticket_id, now=now)
    said = [_said(message, viewer=viewer, now=now) for message in page.messages]
    return {
        "now": now,
        "page": page,
        "ticket": ticket,
        "receipts": shown,
        "live": [one for one in shown if one.clock.state in LIVE],
        "ended": [one for one in shown if one.clock.state not in LIVE],
        "owed": [one for one in shown if one.clock.state in LIVE and one.clock.kind in RESPONSES],
        "stream": _stream(said, page),
        "timeline": [told_of(event) for event in reversed(page.events)],
        "proposal": page.proposal,
        "owner": owner_of(page),
        "kinds": tuple(TicketKind),
        "endings": tuple(one.value for one in NOT_REQUESTS),
        "choices": _choices(viewer, page, now=now),
        "after_reply": status_after_our_reply(TicketStatus(ticket.status)),
        "may_erase": viewer.may(Act.erase_contacts),
        "may_rate": viewer.may(Act.set_severity),
        "may_take": Role(ticket.responsible_role) in viewer.roles and ticket.responsible_id != viewer.person_id,
        "mine": ticket.responsible_id == viewer.person_id,
        "closed": ticket.status == TicketStatus.closed,
        "failed": failed or Failed(),
        "stamp": f"{ticket.updated_at.timestamp():.6f}",
    }


def owner_of(page: TicketPage) -> dict[str, Any]:
    """Why this role is responsible: the decision in force, in its own words."""
    decision = page.decision
    if decision is None:
        return {"because": [], "decision": None, "clause": None, "triage": False}
    owner = decision.outcome.get("owner") or {}
    return {
        "because": decision.because,
        "decision": decision,
        "clause": owner.get("clause"),
        "triage": bool(decision.outcome.get("triage")),
    }


def _said(message: Message, *, viewer: Viewer, now: datetime) -> Said:
    own = message.person_id == viewer.person_id
    mails = list(message.outbox.all())
    mail = mails[-1] if mails else None
    leaves = message.direction == Direction.outbound and message.taken_back_at is None
    return Said(
        message=message,
        own=own,
        state=mail.state if mail is not None else "",
        error=mail.last_error if mail is not None else "",
        may_take_back=own and leaves and now < message.at + TAKE_BACK_WITHIN,
    )


def _stream(said: list[Said], page: TicketPage) -> list[tuple[str, Said | Told]]:
    """Messages and the events that a reader of the conversation should know of, oldest first."""
    entries: list[tuple[datetime, int, str, Said | Told]] = [
        (one.message.at, 0, one.message.direction, one) for one in said
    ]
    entries += [(event.at, 1, "event", told_of(event)) for event in page.events if _belongs(event)]
    entries.sort(key=lambda entry: (entry[0], entry[1]))
    return [(kind, value) for _, _, kind, value in entries]


def _belongs(event: Event) -> bool:
    return event.verb not in _ASIDE


def _choices(viewer: Viewer, page: TicketPage, *, now: datetime) -> list[Choice]:
    choices = []
    for role, people in holders_by_role(now).items():
        way = way_to(viewer=viewer, ticket=page.ticket, role=role, at=now)
        direct = way.allowed or role == page.ticket.responsible_role
        choices.append(Choice(role=role, people=tuple(people), refusal="" if direct else way.text))
    return choices
