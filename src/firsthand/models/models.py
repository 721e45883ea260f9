"""Every table, for Django's discovery; import from the rooms' own files."""

from firsthand.models.accounts import Account, AccountDomain, AccountEvent, Contact, Erasure
from firsthand.models.clocks import Clock, ClockPause, Verdict
from firsthand.models.conversation import Attachment, Message
from firsthand.models.desk import Desk, Heartbeat
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication, DraftRemark
from firsthand.models.intake import Mailbox, RawMessage
from firsthand.models.outbox import Notice, OutboxMail
from firsthand.models.people import Invitation, Person, RoleHolding
from firsthand.models.policy import Amendment, EditionSeal
from firsthand.models.tickets import Decision, Ticket, TicketLink, TicketTag, TimelineEvent

__all__ = [
    "Account",
    "AccountDomain",
    "AccountEvent",
    "Amendment",
    "AmendmentDraft",
    "Attachment",
    "Clock",
    "ClockPause",
    "Contact",
    "Decision",
    "Desk",
    "DraftAnswer",
    "DraftPublication",
    "DraftRemark",
    "EditionSeal",
    "Erasure",
    "Heartbeat",
    "Invitation",
    "Mailbox",
    "Message",
    "Notice",
    "OutboxMail",
    "Person",
    "RawMessage",
    "RoleHolding",
    "Ticket",
    "TicketLink",
    "TicketTag",
    "TimelineEvent",
    "Verdict",
]
