"""What became of our replies: whether each counts as the response that was owed, as it was judged last, and whether it
arrived."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.events import Payload, decode
from firsthand.domain.events.conversation import (
    LEAVES_WITHIN,
    Answer,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
)
from firsthand.domain.sentences import Sentence, as_said, as_written
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.tickets import Ticket

_WAY = (ReplyLeft.verb, ReplyNotDelivered.verb)
_VERBS = (Replied.verb, ReplyMarked.verb, ReplyLeft.verb, ReplyNotDelivered.verb)


@dataclass(frozen=True, kw_only=True)
class ReplyStatus:
    """How a reply stands. `why` says why it does not count, or why somebody judged it again (`marked`). `follows`:
    clocks follow its event, so that it can be judged again. `undelivered` says why it did not reach the customer."""

    counts: bool
    why: str | Sentence
    marked: bool = False
    follows: bool = False
    undelivered: str | Sentence = ""


def reason_alone(why: str | Sentence) -> Sentence:
    """Why a reply did not arrive, without the words that it did not: an earlier version kept them with the reason."""
    match as_said(why):
        case Sentence(text="Not delivered: {words}", values={"words": (str() | Sentence()) as reason}):
            return as_said(reason)
        case Sentence(text="{text}", values={"text": str(text)}):
            return as_written(text.removeprefix("Not delivered: "))
        case said:
            return said


def answers_of(clocks: Iterable[Clock]) -> dict[int, Answer]:
    """The reply that answers each clock, if one does, with when it was written and when it left: by clock."""
    found = [one for one in clocks if one.answered_by is not None]
    rows = Event.objects.filter(
        subject__in={one.answered_by.subject_id for one in found if one.answered_by}, verb__in=_WAY
    )
    left: dict[int, datetime] = {}
    for at, *row in rows.order_by("id").values_list("at", "verb", "payload", "words") if found else ():
        match decode(*row):
            case ReplyLeft(reply=reply):
                left.setdefault(reply, at)
            case ReplyNotDelivered(reply=reply):
                left.pop(reply, None)
    answers = {}
    for one in found:
        if (written := one.answered_by) is not None:
            within = written.payload.get("leaves_within", LEAVES_WITHIN)
            answers[one.pk] = Answer(
                event=written.pk, at=written.at, left_at=left.get(written.pk), leaves_within=within
            )
    return answers


def reply_statuses_of(ticket: Ticket, replies: Iterable[Message]) -> dict[int, ReplyStatus]:
    """As `reply_statuses`, with the ticket's events read."""
    rows = Event.objects.filter(subject__ticket=ticket, verb__in=_VERBS).order_by("id")
    payloads = [decode(*row) for row in rows.values_list("verb", "payload", "words")]
    return reply_statuses(replies, payloads)


def reply_statuses(messages: Iterable[Message], payloads: Iterable[Payload]) -> dict[int, ReplyStatus]:
    """How each reply among the messages stands after these events, which are in the order in which they happened."""
    found = {
        one.pk: ReplyStatus(counts=one.counts_as_response, why=one.counts_because)
        for one in messages
        if one.direction == Direction.outbound
    }
    for payload in payloads:
        _hear(found, payload)
    return found


def _hear(found: dict[int, ReplyStatus], payload: Payload) -> None:
    match payload:
        case Replied(message=int(number)) if number in found:
            found[number] = replace(found[number], follows=True)
        case ReplyMarked(message=int(number)) if number in found:
            found[number] = replace(found[number], counts=payload.counts, why=payload.why, marked=True)
        case ReplyNotDelivered(message=int(number)) if number in found:
            found[number] = replace(found[number], undelivered=reason_alone(payload.why))
        case ReplyLeft(message=int(number)) if number in found:
            found[number] = replace(found[number], undelivered="")
        case _:
            pass
