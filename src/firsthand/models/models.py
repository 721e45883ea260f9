"""Every table, for Django's discovery; import from the rooms' own files."""

from firsthand.models.absences import AbsenceCalendar, CalendarAbsence
from firsthand.models.accounts import Account, AccountDomain, Contact, Erasure
from firsthand.models.blocking import Block
from firsthand.models.channels import Endpoint, Handle
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.coaching import CoachingPlan, CoachingStep, CoachingTicket, LikeTickets
from firsthand.models.consequences import AskedConsequence, CombinedAnswer, ConsequenceNote, ConsequenceRound
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Attachment, Message
from firsthand.models.desk import DeskSettings, Heartbeat
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication, DraftRemark
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff, MoveByBook, ProvisionalWork
from firsthand.models.help import HelpRequest, HelpWord
from firsthand.models.intake import HeldMessage, RawMessage
from firsthand.models.names import KnownKind, KnownRole, KnownStage, KnownState, KnownTeam
from firsthand.models.outbox import Delivery, Notice, NoticeChoice
from firsthand.models.people import Invitation, Person, RoleHolding
from firsthand.models.policy import Amendment, EditionSeal, PolicyException
from firsthand.models.proposals import Proposal
from firsthand.models.questions import Question, QuestionAnswer
from firsthand.models.restrictions import LetIn, Restriction
from firsthand.models.rosters import Capacity, TimeOff, WorkingHours
from firsthand.models.saved_replies import SavedReply
from firsthand.models.search import SearchEntry, SearchWaiting
from firsthand.models.subjects import Subject
from firsthand.models.tasks import Task
from firsthand.models.tickets import Decision, Ticket, TicketLink, TicketTag
from firsthand.models.writing import Signature, Unsent, UnsentFile

__all__ = [
    "AbsenceCalendar",
    "Account",
    "AccountDomain",
    "Amendment",
    "AmendmentDraft",
    "AskedConsequence",
    "Attachment",
    "Block",
    "CalendarAbsence",
    "Capacity",
    "Clock",
    "CoachingPlan",
    "CoachingStep",
    "CoachingTicket",
    "CombinedAnswer",
    "ConsequenceNote",
    "ConsequenceRound",
    "Consideration",
    "Contact",
    "Decision",
    "Delivery",
    "DeskSettings",
    "DraftAnswer",
    "DraftPublication",
    "DraftRemark",
    "EditionSeal",
    "Endpoint",
    "Erasure",
    "Event",
    "FeatureRequest",
    "Handle",
    "Handoff",
    "Heartbeat",
    "HeldMessage",
    "HelpRequest",
    "HelpWord",
    "Invitation",
    "KnownKind",
    "KnownRole",
    "KnownStage",
    "KnownState",
    "KnownTeam",
    "LetIn",
    "LikeTickets",
    "Message",
    "MoveByBook",
    "Notice",
    "NoticeChoice",
    "Person",
    "PolicyException",
    "Proposal",
    "ProvisionalWork",
    "Question",
    "QuestionAnswer",
    "RawMessage",
    "Restriction",
    "RoleHolding",
    "SavedReply",
    "SearchEntry",
    "SearchWaiting",
    "Signature",
    "Subject",
    "Task",
    "Ticket",
    "TicketLink",
    "TicketTag",
    "TimeOff",
    "Unsent",
    "UnsentFile",
    "Verdict",
    "WorkingHours",
]
