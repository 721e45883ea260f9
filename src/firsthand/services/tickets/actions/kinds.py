"""What a ticket is: its kind, its severity, or that it is no request at all."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.book import Edition
from firsthand.domain.clocks import ClockState
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events import SubjectKind
from firsthand.domain.events.tickets import KindConfirmed, NotARequest, Reclassified, SeveritySet, TopicSet
from firsthand.domain.handoffs import Occasion
from firsthand.domain.names import Kind, NameFamily, Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import Name, Sentence, Series, say
from firsthand.domain.tickets import Cause
from firsthand.domain.words import words
from firsthand.models.clocks import Clock
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.deciding import decide_ticket, keep_decision
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.coaching.likeness import look_for_like
from firsthand.services.handoffs.provisional import end_provisional
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.locking import lock_unended, merged_here
from firsthand.services.tickets.actions.rerouting import is_worked_on, offer_to_owner
from firsthand.services.tickets.actions.status import move

NOT_REQUESTS = (ClosedAs.spam, ClosedAs.sales_mail, ClosedAs.billing, ClosedAs.other)
Classified = KindConfirmed | Reclassified | SeveritySet | TopicSet


def confirm_kind(*, viewer: Viewer, ticket_id: int, kind: Kind, at: datetime, why: str = "") -> Ticket:
    """Confirm or change the kind (S27): decides again by the book, and keeps the decision before it."""
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        if kind not in desk.organisation.kinds:
            raise Invalid(
                "unknown_kind", say("The book has no kind {kind}.", kind=Name(kind, NameFamily.kind)), field="kind"
            )
        before, was_confirmed = ticket.kind, ticket.kind_confirmed_at is not None
        if was_confirmed and before == kind:
            raise Invalid(
                "same_kind", say("It is a {kind} ticket already.", kind=Name(kind, NameFamily.kind)), field="kind"
            )
        ticket.kind = kind
        ticket.kind_confirmed_at = ticket.kind_confirmed_at or at
        said = Reclassified if was_confirmed else KindConfirmed
        _decide_again(ticket, said, before, kind, viewer=viewer, desk=desk, why=why)
    return ticket


def set_severity(*, viewer: Viewer, ticket_id: int, severity: str, at: datetime, why: str | Sentence = "") -> Ticket:
    """Set the severity, one that the book declares or empty; only support may (S51). Decides again."""
    require(viewer, Right.set_severity)
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        declared = severities(desk.edition)
        if severity and severity not in declared:
            raise Invalid(
                "unknown_severity",
                say(
                    "The book has no severity {severity}; it has {known}.",
                    severity=words(severity),
                    known=Series(tuple(map(Name, declared))),
                ),
                field="severity",
            )
        before, ticket.severity = ticket.severity, severity
        _decide_again(ticket, SeveritySet, before, severity, viewer=viewer, desk=desk, why=why)
    return ticket


def set_topic(*, viewer: Viewer, ticket_id: int, topic: str, at: datetime, why: str = "") -> Ticket:
    """Say what the ticket is about, by a name that the book declares, or take that back. Decides again."""
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        declared = topics(desk.edition)
        if topic and topic not in declared:
            known = Series(tuple(map(Name, declared))) if declared else say("none")
            raise Invalid(
                "unknown_topic",
                say("The book has no topic {topic}; it has {known}.", topic=words(topic), known=known),
                field="topic",
            )
        before, ticket.topic = ticket.topic, topic
        _decide_again(ticket, TopicSet, before, topic, viewer=viewer, desk=desk, why=why)
    return ticket


def topics(book: Edition) -> tuple[str, ...]:
    """What requests may be about, as the book declares it."""
    return tuple(str(value) for value in book.fields["topic"].values if value)


def severities(book: Edition) -> tuple[str, ...]:
    """The severities that the book declares, in its order."""
    return tuple(str(value) for value in book.fields["severity"].values if value)


def _decide_again(
    ticket: Ticket, said: type[Classified], before: str, after: str, *, viewer: Viewer, desk: Desk, why: str | Sentence
) -> None:
    """Ask the book again. Another owner has the ticket at once at the first confirmation of its kind, and as long as
    nobody has worked on it; afterwards it is offered to them."""
    book = desk.edition
    confirmed = ticket.kind_confirmed_at is not None
    held = None if confirmed else triage(book, ticket.received_at)
    kind = held.clocks_as if held else Kind(ticket.kind)
    decision = decide_ticket(ticket=ticket, kind=kind, book=book)
    row = keep_decision(ticket=ticket, decision=decision, occasion=said.verb, kind=kind, known_at=desk.at, triage=held)
    at_once = said is KindConfirmed or not is_worked_on(ticket, desk)
    with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
        if confirmed and at_once:
            owner, team = decision.owner, None
            if owner is not None:
                team = owner.team
            had = ticket.responsible_role
            _give_to(ticket, owner.role if owner else triage(book, ticket.received_at).role, team, at=desk.at)
            if ticket.responsible_role != had:
                end_provisional(act, ticket, why=say("Another role owns it now."))
        event = act.append(
            said(from_=before, to=after, responsible_role=ticket.responsible_role, team=ticket.team or "", why=why),
            decision=row,
        )
        act.apply_due_terms()
    if confirmed and said is not SeveritySet:
        look_for_like(ticket, desk=desk)
    if confirmed:
        reason = _reason(said, before, after)
        offer_to_owner(
            ticket,
            decision.owner,
            occasion=Occasion.kind,
            why=reason,
            desk=desk,
            actor=viewer.actor,
            because=event.pk,
        )


def _reason(said: type[Classified], before: str, after: str) -> Sentence:
    """What changed, for whoever the ticket is offered to."""
    if said in (KindConfirmed, Reclassified):
        kind, was = Name(after, NameFamily.kind), Name(before, NameFamily.kind)
        return say("It is {kind} now; it was {before}.", kind=kind, before=was)
    return say("It is decided again: {after} instead of {before}.", after=Name(after), before=Name(before))


def _give_to(ticket: Ticket, role: Role, team: TeamName | None, *, at: datetime) -> None:
    """Make a role, and its team where the book routes to one, responsible; the person stays who holds the role."""
    ticket.team = team
    if ticket.responsible_role == role:
        return
    ticket.responsible_role = role
    if ticket.responsible is not None and ticket.responsible not in holders_of(role=role, at=at):
        ticket.responsible = None


def end_as_not_a_request(*, viewer: Viewer, ticket_id: int, as_: ClosedAs, at: datetime, why: str = "") -> Ticket:
    """End a ticket that no customer's request is in: spam, sales mail, billing, other. It is closed without a clock
    and counted apart from requests."""
    if as_ not in NOT_REQUESTS:
        known = Series(tuple(one.value for one in NOT_REQUESTS))
        raise Invalid(
            "not_a_request",
            say("{found} is a request; expected {known}.", found=repr(as_.value), known=known),
            field="as",
        )
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        judged = [ClockState.met, ClockState.missed, ClockState.sent]
        read_here = [ticket.pk, *merged_here(ticket.pk)]
        promised = Clock.objects.filter(subject__ticket__in=read_here, subject__kind=SubjectKind.ticket)
        if promised.filter(state__in=judged).exists():
            raise Refused(
                "was_answered",
                say("It was answered as a request and stays one. Set it to solved instead."),
                field="as",
            )
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            event = act.append(NotARequest(as_=as_.value, why=why))
            move(act, ticket, cause=Cause.not_a_request, because=event, closed_as=as_)
    return ticket
