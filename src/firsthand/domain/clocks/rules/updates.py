"""Word from us: each of our messages promises the next, until the ticket is solved (S20).

It counts from when the message counts: one that has not left promises nothing yet, one that left late nothing before.
"""

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind
from firsthand.domain.clocks.rules.rule import ClockRule
from firsthand.domain.events.conversation import Answer, Replied, ReplyLeft
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.sentences import say

_KIND = ClockKind.update.value


def _hear(fold: Fold, event: Happened) -> None:
    payload = event.payload
    if isinstance(payload, Replied):
        for promise in fold.promises:
            if promise.kind == _KIND and promise.is_live:
                promise.answers.append(Answer(event=event.id, message=payload.message, at=event.at))
        if fold.phase == "open":
            fold.start(_KIND, by=event.id, at=event.at).begun = False
    elif isinstance(payload, ReplyLeft) and payload.reply in fold.left:
        for promise in fold.promises:
            if promise.kind == _KIND and promise.started_by == payload.reply:
                word = Answer(
                    event=payload.reply,
                    at=promise.started_at,
                    left_at=fold.left[payload.reply],
                    leaves_within=payload.leaves_within,
                )
                promise.started_at, promise.begun = word.counts_from or promise.started_at, True
    elif isinstance(payload, StatusChanged) and payload.phase != "open":
        fold.end_all(event, why=say("the ticket was solved"), kinds=(_KIND,))


UPDATE = ClockRule(
    kind=ClockKind.update,
    starts_on="replied",
    met_by="our next message to the customer",
    hear=_hear,
    each=True,
)
