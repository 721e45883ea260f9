"""Answers to the customer: the first, and each one after it (S18, S19, A17).

The first response answers the request; it runs also while a message that may be one is held, and goes on at the ticket
that it becomes. A next response starts at the first message that waits after a counted reply,
never beside an answer that is still owed, and once for all that waits. What the customer wrote after the writer looked
stays owed.
"""

from datetime import datetime

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind, ClockState
from firsthand.domain.clocks.promises import End
from firsthand.domain.clocks.rules.rule import ClockRule
from firsthand.domain.events.clocks import Baseline
from firsthand.domain.events.conversation import Answer, MessageReceived, NothingToAnswer, Received, Replied, Waiting
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.held import MessageDismissed, MessageHeld, MessageReleased
from firsthand.domain.events.subjects import SubjectKind
from firsthand.domain.events.tickets import MergedAway, MergedIn, NotARequest, SplitOff
from firsthand.domain.sentences import say

FIRST, NEXT = ClockKind.first_response.value, ClockKind.next_response.value


def _first(fold: Fold, event: Happened) -> None:
    payload = event.payload
    match payload:
        case Received() if not any(one.kind in (FIRST, NEXT) for one in payload.carried):
            promise = fold.start(FIRST, by=event.id, at=event.at, message=payload.message)
            promise.answers += fold.answers_by((payload.answered,) if payload.answered is not None else (), event)
        case MessageHeld():
            fold.start(FIRST, by=event.id, at=event.at)
        case MessageReleased():
            fold.carry(event, to=payload.ticket, these=payload.carried)
        case MessageDismissed():
            fold.end_all(event, why=say("it was held, and is no request"))
        case _:
            pass


def _next(fold: Fold, event: Happened) -> None:
    """Both kinds: one answer meets whatever is owed."""
    payload = event.payload
    match payload:
        case MessageReceived():
            fold.waiting.append(Waiting(event=event.id, message=payload.message, at=event.at))
        case Replied():
            _answer(fold, event, payload)
        case NothingToAnswer():
            end = End(state=ClockState.cancelled, at=event.at, by=event.id, why=say("there was nothing to answer"))
            for promise in fold.open_of(NEXT):
                if _is_seen(promise.message, payload.seen):
                    promise.end = end
            _forget(fold, payload.seen)
        case SplitOff():
            fold.carry(event, to=payload.ticket, these=payload.carried)
            fold.waiting = [one for one in fold.waiting if one.message != payload.message]
        case MergedIn():
            fold.waiting = sorted([*fold.waiting, *payload.waiting], key=lambda one: one.event)
        case NotARequest() | MergedAway():
            fold.waiting = []
        case _:
            pass
    _start_next(fold, event)


def _answer(fold: Fold, event: Happened, payload: Replied) -> None:
    if payload.counts:
        answer = Answer(
            event=event.id,
            message=payload.message,
            at=event.at,
            seen=payload.seen,
            leaves_within=payload.leaves_within,
        )
        fold.counted.append(answer)
        for promise in fold.promises:
            if promise.kind in (FIRST, NEXT) and promise.is_live and _is_seen(promise.message, payload.seen):
                promise.answers.append(answer)
        _forget(fold, payload.seen)


def _forget(fold: Fold, seen: int | None) -> None:
    fold.waiting = [one for one in fold.waiting if not _is_seen(one.message, seen)]


def _start_next(fold: Fold, event: Happened) -> None:
    """An answer is owed to what waits, unless one is owed already."""
    if not fold.waiting or any(one.kind in (FIRST, NEXT) and one.is_open for one in fold.promises):
        return
    first = fold.waiting[0]
    by, at = (event.id, event.at) if isinstance(event.payload, Baseline) else (first.event, first.at)
    fold.start(NEXT, by=by, at=at, message=first.message)


def answer_to(fold: Fold, *, message: int, at: datetime, event: int | None) -> Answer | None:
    """The counted reply that answered a message of the customer's: the first after the event that brought it, or after
    its instant where no clock heard of it."""
    later = (one for one in fold.counted if (one.event > event if event is not None else one.at > at))
    return next((one for one in later if _is_seen(message, one.seen)), None)


def _is_seen(message: int | None, seen: int | None) -> bool:
    return message is None or seen is None or message <= seen


FIRST_RESPONSE = ClockRule(
    kind=ClockKind.first_response,
    starts_on="received",
    met_by="a reply that counts and reached the customer",
    hear=_first,
    subjects=frozenset({SubjectKind.ticket, SubjectKind.held}),
    pauses=False,
)
NEXT_RESPONSE = ClockRule(
    kind=ClockKind.next_response,
    starts_on="message_received",
    met_by="a reply that counts and reached the customer",
    hear=_next,
    each=True,
)
