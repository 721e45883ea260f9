"""Everything that stands on a ticket's page, gathered for its templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from firsthand.domain.clocks import RESPONSES, ClockKind, ClockState
from firsthand.domain.errors import DeskError
from firsthand.domain.events import Payload
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Role, TicketKind, TicketStatus, status_after_our_reply
from firsthand.models.clocks import LIVE
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.clocks.queries import ClockStanding, standing_of
from firsthand.services.clocks.replies import ReplyStanding
from firsthand.services.clocks.turns import turns_of
from firsthand.services.people.queries import holders_by_role
from firsthand.services.policy.desk import Desk
from firsthand.services.tickets.actions.conversation import TAKE_BACK_WITHIN
from firsthand.services.tickets.actions.custody import way_to
from firsthand.services.tickets.actions.kinds import NOT_REQUESTS
from firsthand.services.tickets.queries import TicketPage, ticket_page
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.story import Told, reader_of, told_of, told_of_clock

_OWED = (ClockState.running, ClockState.paused)
_QUIET_ENDS = (ClockState.cancelled, ClockState.replaced, ClockState.void)
_ASIDE = frozenset(
    {
        "note_added",
        "replied",
        "reply_left",
        "received",
        "message_received",
        "automatic_message_received",
        "baseline",
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

    def at(self, verb: str, message: int | None = None) -> bool:
        """Whether it was this form that failed; of a form that each message has, the one of this message."""
        return self.verb == verb and (message is None or self.typed.get("message") == str(message))

    def value(self, verb: str, name: str, otherwise: str = "") -> str:
        """What was typed into this field of the form that failed, else `otherwise`."""
        return self.typed.get(name, otherwise) if self.verb == verb else otherwise

    @property
    def seen(self) -> int | None:
        """The newest message that whoever posted the form had before them, where the form says so."""
        seen = self.typed.get("seen", "")
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A role that could be made responsible, who holds it, and why the viewer cannot go there directly, if so."""

    role: Role
    people: tuple[Person, ...]
    refusal: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message of the conversation with what the page needs beside it. `standing` is that of our replies; `marks`:
    somebody may judge it again."""

    message: Message
    own: bool
    state: str
    error: str
    may_take_back: bool
    standing: ReplyStanding | None
    marks: bool


def ticket_context(request: HttpRequest, ticket_id: int, *, failed: Failed | None = None) -> dict[str, Any]:
    """The context of the ticket's page and of its part that htmx swaps. Raises Missing."""
    viewer, desk, now = viewer_of(request), desk_of(request), now_of(request)
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk)
    ticket = page.ticket
    choices = _choices(viewer, page, desk=desk)
    clocks = [standing_of(clock, desk=desk) for clock in page.clocks]
    live = [one for one in clocks if one.clock.state in LIVE]
    stream, timeline = _told(request, page, choices)
    tried = failed or Failed()
    return {
        "now": now,
        "page": page,
        "ticket": ticket,
        "live": live,
        "ended": [one for one in clocks if one.clock.state not in (*LIVE, *_QUIET_ENDS)],
        "ever_ran": bool(clocks),
        "owed": [one for one in live if one.clock.kind in RESPONSES and one.clock.state in _OWED],
        "on_its_way": [one for one in live if one.clock.kind in RESPONSES and one.clock.state == ClockState.sent],
        "next_owed": _next_owed(live),
        "newer": page.after(tried.seen) if tried.seen is not None else (),
        "stream": stream,
        "timeline": timeline,
        "proposal": page.proposal,
        "kinds": tuple(TicketKind),
        "endings": tuple(one.value for one in NOT_REQUESTS),
        "choices": choices,
        "after_reply": status_after_our_reply(TicketStatus(ticket.status)),
        "may_erase": viewer.may(Act.erase_contacts),
        "may_rate": viewer.may(Act.set_severity),
        "may_take": Role(ticket.responsible_role) in viewer.roles and ticket.responsible_id != viewer.person_id,
        "mine": ticket.responsible_id == viewer.person_id,
        "closed": ticket.status == TicketStatus.closed,
        "failed": tried,
        "stamp": f"{ticket.updated_at.timestamp():.6f}",
    }


def _next_owed(live: list[ClockStanding]) -> bool:
    """Whether an answer to a later message of the customer's is owed, which may need none."""
    return any(one.clock.kind == ClockKind.next_response and one.clock.state in _OWED for one in live)


Entry = tuple[str, Said | Told]


def _told(request: HttpRequest, page: TicketPage, choices: list[Choice]) -> tuple[list[Entry], list[Told]]:
    """The conversation, oldest first, with what its reader should know of; and the whole timeline, newest first."""
    viewer, now = viewer_of(request), now_of(request)
    turns = turns_of(page.clocks, page.events)
    sentences = [payload.sentence for _, payload in page.events] + [one.sentence for one in turns]
    reader = reader_of(request, sentences, known={one.pk: one.name for choice in choices for one in choice.people})
    lines = [
        ((row.at, row.pk, 0), _belongs(row, payload), told_of(row, payload, reader)) for row, payload in page.events
    ]
    lines += [((one.at, one.after, 1), one.notable, told_of_clock(one, reader)) for one in turns]
    lines.sort(key=lambda line: line[0])
    said = [_said(message, page, viewer=viewer, now=now) for message in page.messages]
    entries: list[tuple[datetime, int, str, Said | Told]] = [
        (one.message.at, 0, one.message.direction, one) for one in said
    ]
    entries += [(told.at, 1, "event", told) for _, belongs, told in lines if belongs]
    entries.sort(key=lambda entry: (entry[0], entry[1]))
    return [(kind, value) for _, _, kind, value in entries], [told for _, _, told in reversed(lines)]


def _belongs(row: Event, payload: Payload) -> bool:
    """Whether a reader of the conversation should know of it; what a message brought about, the message tells."""
    return payload.verb not in _ASIDE and not (payload.verb == "status_changed" and row.because_id is not None)


def _said(message: Message, page: TicketPage, *, viewer: Viewer, now: datetime) -> Said:
    own = message.person_id == viewer.person_id
    mails = list(message.outbox.all())
    mail = mails[-1] if mails else None
    leaves = message.direction == Direction.outbound and message.taken_back_at is None
    standing = page.replies.get(message.pk)
    may_take_back = own and leaves and now < message.at + TAKE_BACK_WITHIN
    return Said(
        message=message,
        own=own,
        state=mail.state if mail is not None else "",
        error=mail.last_error if mail is not None else "",
        may_take_back=may_take_back,
        standing=standing,
        marks=leaves and not may_take_back and standing is not None and standing.follows,
    )


def _choices(viewer: Viewer, page: TicketPage, *, desk: Desk) -> list[Choice]:
    choices = []
    for role, people in holders_by_role(desk.at).items():
        way = way_to(viewer=viewer, ticket=page.ticket, role=role, desk=desk)
        direct = way.allowed or role == page.ticket.responsible_role
        choices.append(Choice(role=role, people=tuple(people), refusal="" if direct else way.text))
    return choices
