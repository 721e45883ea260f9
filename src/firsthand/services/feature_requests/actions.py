"""Sending a feature request to whoever decides, and answering it (S39, S43)."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import Actor
from firsthand.domain.events.feature_requests import FeatureAnswered, FeatureRequested, FeatureWentAlong
from firsthand.domain.feature_requests import RequestAnswer, reached
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.tickets import Phase
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import feature_requests_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.answer_of_clause import decide_answer
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.feature_requests.queries import label_of, may_answer
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of

LONGEST_TITLE, LONGEST_EVIDENCE, LONGEST_WHY = 200, 2000, 400
PAGE = "/requests"


@transaction.atomic
def send(*, viewer: Viewer, ticket_id: int, title: str, evidence: str, at: datetime) -> FeatureRequest:
    """Put a ticket's wish before whom the book has it reach, once; they are told. Raises Missing, Invalid without
    words, and Refused for another kind, for one that was sent before, and on a closed ticket."""
    require(viewer, Right.work_tickets)
    ticket = ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), ticket_id)
    desk = open_desk(at)
    to = reached(desk.edition, Kind(ticket.kind), at=at)
    if to is None:
        raise Refused("reaches_nobody", say("The book has nobody decide about such a request apart from its owner."))
    if ticket.phase == Phase.closed:
        raise Refused("closed", say("#{number} is closed and stays as it is.", number=ticket.pk))
    if FeatureRequest.objects.filter(ticket=ticket).exists():
        raise Refused("sent_before", say("It was sent before; one ticket has one request."))
    row = FeatureRequest(
        subject=Subject.objects.create(kind=FeatureRequest.subject_kind, ticket=ticket),
        ticket=ticket,
        account=ticket.account,
        role=to.role,
        clause=to.clause,
        title=_said(" ".join(title.split()), LONGEST_TITLE, "title"),
        evidence=_said(evidence.strip(), LONGEST_EVIDENCE, "evidence"),
        sent_by_id=viewer.person_id,
        sent_at=at,
    )
    row.save()
    decision = decide_answer(row.subject, ticket, clause_id=to.clause, occasion="sent", desk=desk)
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=ticket.account_id, is_new=True) as act:
        act.append(FeatureRequested(role=to.role, title=row.title, evidence=row.evidence), decision=decision)
    people = holders_of(to.role, at)
    _tell(people, row, text=say("{name} sent a request: {what}", name=viewer.name, what=label_of(row)), key="sent")
    _touch(ticket, at)
    return row


@transaction.atomic
def answer(*, viewer: Viewer, request_id: int, answer: str, why: str, at: datetime) -> FeatureRequest:
    """Say yes, later or no, with a reason; whoever sent it is told. Raises Missing, Invalid, and Refused for whom the
    answer is not, or once it was given."""
    seen = feature_requests_for(viewer).filter(pk=request_id).first()
    if seen is None:
        raise Missing("no_request", say("There is no such request."))
    ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), seen.ticket_id)
    rows = FeatureRequest.objects.select_for_update(of=("self", "subject"))
    row: FeatureRequest = rows.select_related("subject", "ticket", "sent_by", "carried_by").get(pk=seen.pk)
    desk = open_desk(at)
    if not may_answer(viewer, row, at=at):
        role = Name(Role(row.role), NameFamily.role)
        raise Refused("not_yours", say("Only {role} answers a request; say what speaks for it.", role=role))
    if row.answered_at is not None:
        raise Refused("answered", say("This request was answered before."))
    if answer not in list(RequestAnswer):
        raise Invalid("choose", say("Choose yes, later or no."), field="answer")
    row.answer, row.why = RequestAnswer(answer).value, _said(" ".join(why.split()), LONGEST_WHY, "why")
    row.answered_by_id, row.answered_at = viewer.person_id, at
    row.save(update_fields=["answer", "why", "answered_by", "answered_at"])
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=row.ticket.account_id) as act:
        act.append(FeatureAnswered(answer=row.answer, why=row.why))
    whose = row.carried_by or row.sent_by
    if whose.pk != viewer.person_id and whose.is_active:
        said = say("{name} answered {answer}: {what}", name=viewer.name, answer=Name(row.answer), what=label_of(row))
        _tell([whose], row, text=said, key="answered")
    _touch(row.ticket, at)
    return row


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """The request of a ticket that is merged into another is that one's from now on, unless it has its own. The caller
    holds both tickets locked."""
    row = FeatureRequest.objects.filter(ticket=source).select_related("subject").first()
    if row is None or FeatureRequest.objects.filter(ticket=target).exists():
        return
    row.ticket, row.subject.ticket = target, target
    row.subject.save(update_fields=["ticket"])
    row.save(update_fields=["ticket"])
    with acting(row.subject, desk=desk, actor=actor, account_id=target.account_id) as act:
        act.append(FeatureWentAlong(from_ticket=source.pk, ticket=target.pk), because=because)


def _tell(people: list[Person], row: FeatureRequest, *, text: Sentence, key: str) -> None:
    notify(
        people=people,
        subject=row.subject,
        at=row.answered_at or row.sent_at,
        kind=NoticeKind.feature_request,
        text=text,
        clause=row.clause,
        key=f"feature_request:{row.pk}:{key}",
        path=PAGE,
    )


def _touch(ticket: Ticket, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it."""
    Ticket.objects.filter(pk=ticket.pk, updated_at__lt=at).update(updated_at=at)


def _said(text: str, longest: int, field: str) -> str:
    said = text.replace("\x00", "")
    if not said or len(said) > longest:
        raise Invalid("words_missing", say("Say it in at most {longest} characters.", longest=longest), field=field)
    return said
