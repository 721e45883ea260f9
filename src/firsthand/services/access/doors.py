"""The one gate: a door for each kind of row, which takes who looks.

A teammate with a role sees every ticket (S56) but those that are restricted and that they are not let in to; what hangs
on such a ticket is behind the same door, so that no list, count, search or report names it. A contact sees their own
tickets and their account's, and there what was said and promised between them and the desk: notes, clocks that may not
be told, and all that teammates know of each other fall out here, never in a page.

Rows of no ticket (mail about the desk itself, a notice of a review, a held message of nobody) are shut by the rights
alone.
"""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from firsthand.domain.clocks import ClockState
from firsthand.domain.errors import Missing
from firsthand.domain.events import SubjectKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account, Contact
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingStep
from firsthand.models.consequences import ConsequenceNote, ConsequenceRound
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff, MoveByBook
from firsthand.models.help import HelpRequest
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.proposals import Proposal
from firsthand.models.questions import Question
from firsthand.models.tasks import Task
from firsthand.models.tickets import Decision, Ticket, TicketLink
from firsthand.services.access.contacts import ContactViewer
from firsthand.services.access.restrictions import is_shut_out
from firsthand.services.access.viewers import Viewer

Looker = Viewer | ContactViewer
"""Whoever looks through a door."""
_NEVER_PROMISED = (ClockState.void, ClockState.replaced)
_Row = TypeVar("_Row", bound=Model)


def tickets_for(looker: Looker) -> QuerySet[Ticket]:
    """The tickets: for a teammate with a role all but those that they are shut out of; for a contact their own, and
    those of their account that are not restricted."""
    if isinstance(looker, ContactViewer):
        own = Q(contact=looker.contact_id)
        if looker.account_id is not None:
            own |= Q(account=looker.account_id, restriction=None)
        return Ticket.objects.filter(own)
    return _but_shut_out(Ticket.objects.all(), looker, "pk")


def ticket_behind(door: QuerySet[Ticket], ticket_id: int) -> Ticket:
    """The ticket of that number among those of a door. Raises Missing; whoever may not see it hears no more."""
    ticket = door.filter(pk=ticket_id).first()
    if ticket is None:
        raise no_ticket(ticket_id)
    return ticket


def no_ticket(ticket_id: int) -> Missing:
    """What is said of a ticket that is not there for whoever looks."""
    return Missing("no_ticket", say("There is no ticket #{number}.", number=ticket_id))


def tickets_of_the_desk() -> QuerySet[Ticket]:
    """The tickets that anybody at the desk may hear of: for what is read by more people than one knows, as a report
    that is written to a file."""
    return Ticket.objects.filter(restriction=None)


def accounts_for(looker: Looker) -> QuerySet[Account]:
    """The accounts: all for a teammate with a role, their own for a contact; none that was merged into another."""
    if isinstance(looker, ContactViewer):
        return Account.objects.filter(contacts=looker.contact_id)
    return Account.objects.filter(merged_into=None) if looker.may(Right.see_desk) else Account.objects.none()


def contacts_for(viewer: Viewer) -> QuerySet[Contact]:
    """The people at customers: of the accounts that a teammate sees, and of none; nobody who turned out to be another.
    Those who were erased are among them."""
    return Contact.objects.filter(Q(account=None) | Q(account__in=accounts_for(viewer)), merged_into=None)


def messages_for(looker: Looker) -> QuerySet[Message]:
    """The messages on the tickets. A contact reads no note, and no reply that was taken back before it left."""
    if isinstance(looker, ContactViewer):
        said = Message.objects.exclude(direction=Direction.note).filter(taken_back_at=None)
        return said.filter(ticket__in=tickets_for(looker))
    return _but_shut_out(Message.objects.all(), looker, "ticket")


def files_for(looker: Looker) -> QuerySet[Attachment]:
    """The files that came with the messages."""
    if isinstance(looker, ContactViewer):
        return Attachment.objects.filter(message__in=messages_for(looker))
    return _but_shut_out(Attachment.objects.all(), looker, "message__ticket")


def clocks_for(looker: Looker) -> QuerySet[Clock]:
    """The clocks on the tickets. A contact is told of those of the ticket itself that the book has told to customers,
    and of none that a later event or other terms undid."""
    if isinstance(looker, ContactViewer):
        told = Clock.objects.filter(disclosable=True, subject__kind=SubjectKind.ticket).exclude(
            state__in=_NEVER_PROMISED
        )
        return told.filter(subject__ticket__in=tickets_for(looker))
    return _but_shut_out(Clock.objects.all(), looker, "subject__ticket")


def events_for(looker: Looker) -> QuerySet[Event]:
    """What happened to the tickets and to what belongs to them. A contact reads no event: reasons are teammates' words
    to each other, and who did what is theirs."""
    if isinstance(looker, ContactViewer):
        return Event.objects.none()
    return _but_shut_out(Event.objects.all(), looker, "subject__ticket")


def decisions_for(looker: Looker) -> QuerySet[Decision]:
    """What the book decided about the tickets; none for a contact, for whom the promises stand on the clocks."""
    if isinstance(looker, ContactViewer):
        return Decision.objects.none()
    return _but_shut_out(Decision.objects.all(), looker, "subject__ticket")


def links_for(looker: Looker) -> QuerySet[TicketLink]:
    """The links between tickets both of whose ends the looker sees; a link to a ticket that they are shut out of is
    left out whole, its number too."""
    if isinstance(looker, ContactViewer):
        seen = tickets_for(looker)
        return TicketLink.objects.filter(source__in=seen, target__in=seen)
    return _but_shut_out(_but_shut_out(TicketLink.objects.all(), looker, "source"), looker, "target")


def tasks_for(looker: Looker) -> QuerySet[Task]:
    """The tasks on the tickets and accounts that the looker sees; none for a contact, for they are teammates' own."""
    if isinstance(looker, ContactViewer):
        return Task.objects.none()
    return _but_shut_out(Task.objects.all(), looker, "ticket")


def handoffs_for(looker: Looker) -> QuerySet[Handoff]:
    """The offers of tickets between teammates, on the tickets that the looker sees; none for a contact."""
    if isinstance(looker, ContactViewer):
        return Handoff.objects.none()
    return _but_shut_out(Handoff.objects.all(), looker, "ticket")


def moves_for(looker: Looker) -> QuerySet[MoveByBook]:
    """The tickets that the book gives to another role, of those that the looker sees; none for a contact."""
    if isinstance(looker, ContactViewer):
        return MoveByBook.objects.none()
    return _but_shut_out(MoveByBook.objects.all(), looker, "ticket")


def proposals_for(looker: Looker) -> QuerySet[Proposal]:
    """The proposals about tickets and accounts that the looker sees; none for a contact: they are teammates' own."""
    if isinstance(looker, ContactViewer):
        return Proposal.objects.none()
    return _but_shut_out(Proposal.objects.all(), looker, "ticket")


def questions_for(looker: Looker) -> QuerySet[Question]:
    """The questions about tickets that the looker sees; none for a contact: they are teammates' own."""
    if isinstance(looker, ContactViewer):
        return Question.objects.none()
    return _but_shut_out(Question.objects.all(), looker, "ticket")


def feature_requests_for(looker: Looker) -> QuerySet[FeatureRequest]:
    """The feature requests from tickets that the looker sees; none for a contact: they are teammates' own."""
    if isinstance(looker, ContactViewer):
        return FeatureRequest.objects.none()
    return _but_shut_out(FeatureRequest.objects.all(), looker, "ticket")


def coaching_steps_for(looker: Looker) -> QuerySet[CoachingStep]:
    """What is done unasked for the accounts that the looker sees; none for a contact: it is teammates' own."""
    if isinstance(looker, ContactViewer):
        return CoachingStep.objects.none()
    return CoachingStep.objects.filter(account__in=accounts_for(looker))


def consequence_rounds_for(looker: Looker) -> QuerySet[ConsequenceRound]:
    """What sales asked about accounts that the looker sees; none for a contact: they are teammates' own."""
    if isinstance(looker, ContactViewer):
        return ConsequenceRound.objects.none()
    return ConsequenceRound.objects.filter(account__in=accounts_for(looker))


def consequence_notes_for(looker: Looker) -> QuerySet[ConsequenceNote]:
    """The warnings, for the whole company (S16); those on a ticket for whoever sees that one. None for a contact."""
    if isinstance(looker, ContactViewer):
        return ConsequenceNote.objects.none()
    return _but_shut_out(ConsequenceNote.objects.all(), looker, "about__ticket")


def help_requests_for(looker: Looker) -> QuerySet[HelpRequest]:
    """The help that is asked about tickets that the looker sees; none for a contact: it is between teammates."""
    if isinstance(looker, ContactViewer):
        return HelpRequest.objects.none()
    return _but_shut_out(HelpRequest.objects.all(), looker, "ticket")


def considerations_for(looker: Looker) -> QuerySet[Consideration]:
    """What is given to consider on tickets that the looker sees; none for a contact: it is teammates' own."""
    if isinstance(looker, ContactViewer):
        return Consideration.objects.none()
    return _but_shut_out(Consideration.objects.all(), looker, "ticket")


def notices_for(looker: Looker) -> QuerySet[Notice]:
    """The looker's own notices. What they were told of a ticket before they were shut out of it is gone with it."""
    if isinstance(looker, ContactViewer):
        return Notice.objects.none()
    mine = Notice.objects.filter(person_id=looker.person_id)
    return mine.exclude(is_shut_out(looker, "subject__ticket"))


def raw_messages_for(looker: Looker) -> QuerySet[RawMessage]:
    """The mails as they came in, for those who handle the quarantine; a held mail that answers a restricted ticket is
    behind that ticket's door."""
    if isinstance(looker, ContactViewer) or not looker.may(Right.handle_quarantine):
        return RawMessage.objects.none()
    return _but_shut_out(RawMessage.objects.all(), looker, "ticket")


def outbox_for(looker: Looker) -> QuerySet[Delivery]:
    """The mails on their way out, for those who handle the outbox. Mails about the desk itself (invitations, password
    resets: mails without a ticket, and notices of several) are for those who run it. A mail of several notices is
    behind the door of each."""
    if isinstance(looker, ContactViewer) or not looker.may(Right.handle_quarantine):
        return Delivery.objects.none()
    closed = Notice.objects.filter(is_shut_out(looker, "subject__ticket"), delivery=OuterRef("pk"))
    mails = _but_shut_out(Delivery.objects.exclude(Exists(closed)), looker, "ticket")
    return mails if looker.may(Right.run_desk) else mails.exclude(ticket=None)


def _but_shut_out(rows: QuerySet[_Row], viewer: Viewer, ticket: str) -> QuerySet[_Row]:
    """The rows without those of tickets that the viewer is shut out of; `ticket` is the way to the ticket. It is asked
    row by row: a page of the inbox asks it of as many rows as it shows, however many tickets are restricted."""
    if not viewer.may(Right.see_desk):
        return rows.none()
    return rows.exclude(is_shut_out(viewer, ticket))
