"""A ticket's conversation and its timeline: what was said and what happened, in the order of time.

Of a long past the newest part is shown, and the whole of it when the reader asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.http import HttpRequest

from firsthand.domain.clocks import PERSONAL
from firsthand.domain.conversation.files import PICTURES
from firsthand.domain.events import Payload
from firsthand.domain.sentences import Sentence
from firsthand.domain.tickets import proposed_mark
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.events import Event
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.handles import Correspondent
from firsthand.services.clocks.replies import ReplyStatus, reason_alone
from firsthand.services.clocks.turns import turns_of
from firsthand.services.tickets.actions.conversation import TAKE_BACK_WITHIN
from firsthand.services.tickets.queries import Mail, TicketPage
from firsthand.web.request import now_of, viewer_of
from firsthand.web.story import StoryReader, Told, reader_of, told_of, told_of_clock

MOST_MESSAGES, MOST_LINES = 30, 30
_ASIDE = frozenset(
    {
        "note_added",
        "replied",
        "reply_left",
        "received",
        "begun",
        "message_received",
        "automatic_message_received",
        "baseline",
        "clock_started",
        "clock_cancelled",
        "tagged",
        "untagged",
        "task_given",
        "task_done",
        "task_dropped",
        "task_moved",
        "task_went_along",
    }
)


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """A message of the conversation with what the page needs beside it. `reply_status` is that of our replies, `told`
    whom a note told; `marks`: somebody may judge it again; `mark` is the reason that is proposed for saying that it
    counts."""

    message: Message
    author: str
    contact: Correspondent | None
    own: bool
    state: str
    error: Sentence
    files: Sequence[Attachment]
    pictures: Sequence[Attachment]
    may_take_back: bool
    reply_status: ReplyStatus | None
    told: tuple[str, ...]
    marks: bool
    mark: Sentence | None


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """`stream` is oldest first: messages, and what a reader of them should know of. `timeline` is newest first: all
    that happened, of `lines` lines."""

    stream: tuple[tuple[str, ShownMessage | Told], ...]
    timeline: tuple[Told, ...]
    lines: int


class _Line(NamedTuple):
    at: datetime
    event: int
    follows: int
    belongs: bool
    tell: Callable[[StoryReader], Told]


def conversation(request: HttpRequest, page: TicketPage, *, everything: bool) -> Conversation:
    """What was said and what happened, as the reader reads it."""
    lines, reader = _lines(request, page)
    since = page.messages[0].at if page.earlier else None
    viewer, now = viewer_of(request), now_of(request)
    entries: list[tuple[datetime, int, str, ShownMessage | Told]] = [
        (one.at, 0, one.direction, _said(one, page, viewer=viewer, now=now)) for one in page.messages
    ]
    entries += [
        (one.at, 1, "event", one.tell(reader)) for one in lines if one.belongs and (since is None or one.at >= since)
    ]
    entries.sort(key=lambda entry: entry[:2])
    told = lines if everything else lines[-MOST_LINES:]
    return Conversation(
        stream=tuple((kind, value) for _, _, kind, value in entries),
        timeline=tuple(one.tell(reader) for one in reversed(told)),
        lines=len(lines),
    )


def _lines(request: HttpRequest, page: TicketPage) -> tuple[list[_Line], StoryReader]:
    """Everything that happened, in order: events, and what follows from them right after."""
    turns = turns_of(page.clocks, page.events)
    sentences = [payload.sentence for _, payload in page.events] + [one.sentence for one in turns]
    contacts = {number: str(one) for number, one in page.contacts.items()}
    reader = reader_of(request, sentences, names=page.names, contacts=contacts)
    lines = [
        _Line(row.at, row.pk, 0, _belongs(row, payload), partial(told_of, row, payload)) for row, payload in page.events
    ]
    lines += [_Line(one.at, one.after, 1, one.notable, partial(told_of_clock, one)) for one in turns]
    lines.sort(key=lambda line: line[:3])
    return lines, reader


def _belongs(row: Event, payload: Payload) -> bool:
    """Whether a reader of the conversation should know of it; what a message brought about, the message tells, and
    what somebody promised to themselves is theirs."""
    if payload.verb == "status_changed":
        return row.because_id is None
    return payload.verb not in _ASIDE and getattr(payload, "clock", "") not in PERSONAL


def _written_since(message: Message, page: TicketPage) -> bool:
    return any(one.ticket_id == message.ticket_id for one in page.after(message.pk))


def _said(message: Message, page: TicketPage, *, viewer: Viewer, now: datetime) -> ShownMessage:
    own = message.person_id == viewer.person_id
    mail, files = page.mails.get(message.pk, Mail()), page.files.get(message.pk, ())
    leaves = message.direction == Direction.outbound and message.taken_back_at is None
    reply_status = page.replies.get(message.pk)
    may_take_back = own and leaves and mail.state == "queued" and now < message.at + TAKE_BACK_WITHIN
    return ShownMessage(
        message=message,
        author=page.names.get(message.person_id or 0, message.sender),
        contact=page.contacts.get(message.contact_id or 0),
        own=own,
        state=mail.state,
        error=reason_alone(mail.error),
        files=files,
        pictures=[one for one in files if one.content_type in PICTURES and not one.is_kept_back],
        may_take_back=may_take_back,
        reply_status=reply_status,
        told=tuple(page.names.get(one, "") for one in page.told.get(message.pk, ())),
        marks=leaves
        and not may_take_back
        and reply_status is not None
        and reply_status.follows
        and not reply_status.undelivered
        and (reply_status.counts or (own and not _written_since(message, page))),
        mark=proposed_mark(message.text) if own and leaves else None,
    )
