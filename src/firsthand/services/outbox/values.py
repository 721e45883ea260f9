"""What the outbox hands to the engine, and when a mail that failed is tried again. No tables here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
LATER_DELAY = timedelta(hours=8)
LONGEST_FIRST_WAIT = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=3)
OF_A_DAY = "notices:"
"""The keys of mails of notices begin so; then come the reader, the day, the newest notice and how many."""
LINK_REMOVED = "(The link in this mail is not kept.)"
TEXT_ERASED = "(This text was erased with the person it was sent to.)"


class Purpose(StrEnum):
    """Why a mail is sent. Those about access carry a link that lets somebody in."""

    reply = "reply"
    receipt = "receipt"
    notice = "notice"
    invitation = "invitation"
    password_reset = "password_reset"  # noqa: S105 - a purpose, not a password

    @property
    def lets_in(self) -> bool:
        """Whether the mail's text holds a link that lets its reader in; it is never shown, nor kept once sent."""
        return self in (Purpose.invitation, Purpose.password_reset)

    @property
    def is_of_the_conversation(self) -> bool:
        """Whether a customer reads it as part of their ticket, and may answer it there."""
        return self in (Purpose.reply, Purpose.receipt)

    @property
    def automatic(self) -> bool:
        """Whether no person wrote it (RFC 3834)."""
        return self is not Purpose.reply


@dataclass(frozen=True, kw_only=True)
class ClaimedDelivery:
    """A message that one worker may send until `claimed_until`. `attempts` counts this one. `endpoint_id` is None for
    what any endpoint of the channel may send; `message_id` is what it sends of a ticket's conversation, if it does.
    `done` are the recipients whom it reached, or never will.
    """

    id: int
    key: str
    purpose: Purpose
    channel: str
    endpoint_id: int | None
    ticket_id: int | None
    message_id: int | None
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    done: frozenset[str]
    subject: str
    text: str
    external_id: str
    created_at: datetime
    attempts: int
    claimed_by: str
    claimed_until: datetime

    @property
    def only_for(self) -> tuple[str, ...]:
        """Whom it still has to reach."""
        return tuple(one for one in (*self.recipients, *self.copies) if one not in self.done)


def next_attempt(*, attempts: int, created_at: datetime, at: datetime) -> datetime | None:
    """When to try again after `attempts` failures, the last at `at`: after 1, 5 and 15 minutes, 1 and 4 hours,
    then every 8 hours. None when that would be later than 3 days after the mail was written: it has failed."""
    delay = FIRST_DELAYS[attempts - 1] if 0 < attempts <= len(FIRST_DELAYS) else LATER_DELAY
    again = at + delay
    return again if again <= created_at + GIVE_UP_AFTER else None
