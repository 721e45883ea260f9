"""Asking, answering, and saying what helped (S35–S37). None of it moves a clock of the customer's."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import Actor
from firsthand.domain.events.questions import (
    AnswerHelped,
    QuestionAnswered,
    QuestionAsked,
    QuestionWentAlong,
    QuestionWithdrawn,
)
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.questions import STANDS, Question, QuestionAnswer
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import questions_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.notices.actions import notify
from firsthand.services.questions.asking import NO_CHANNEL, may_ask
from firsthand.services.questions.deciding import decide_no_clock
from firsthand.services.search.actions import write_index_of

LONGEST = 2000


@transaction.atomic
def ask(*, viewer: Viewer, ticket_id: int, text: str, at: datetime) -> Question:
    """Ask about a ticket in the channel that the book opens for its kind. Raises Missing, Invalid without a text, and
    Refused, with the right way, where the book opens none for the kind or for the viewer, and on a closed ticket."""
    require(viewer, Right.see_desk)
    ticket = ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), ticket_id)
    desk = open_desk(at)
    asking = may_ask(viewer, ticket, desk=desk)
    if asking.channel is None:
        raise asking.refused or Refused("no_open_channel", NO_CHANNEL)
    said = _said(text, say("Say what you want to know, in at most {longest} characters.", longest=LONGEST))
    question = Question.objects.create(
        subject=Subject.objects.create(kind=Question.subject_kind, ticket=ticket),
        ticket=ticket,
        channel=asking.channel.name,
        clause=asking.channel.clause,
        text=said,
        asked_by_id=viewer.person_id,
        asked_at=at,
        remind_at=at + asking.channel.remind_after,
    )
    decision = decide_no_clock(question, ticket, desk=desk)
    with acting(question.subject, desk=desk, actor=viewer.actor, account_id=ticket.account_id, is_new=True) as act:
        act.append(QuestionAsked(channel=question.channel, text=said), decision=decision)
    _touch(ticket, at)
    return question


@transaction.atomic
def answer(*, viewer: Viewer, question_id: int, text: str, at: datetime) -> QuestionAnswer:
    """Answer as best one can; whoever asked is told. Raises Missing, Invalid, and Refused once it was withdrawn."""
    question = _locked(viewer, question_id)
    said = _said(text, say("Say what you know, in at most {longest} characters.", longest=LONGEST))
    made = QuestionAnswer.objects.create(question=question, text=said, by_id=viewer.person_id, at=at)
    if question.answered_at is None:
        question.answered_at = at
        question.save(update_fields=["answered_at"])
    _append(question, QuestionAnswered(answer=made.pk, text=said), viewer=viewer, at=at)
    whose = question.carried_by or question.asked_by
    if whose.pk != viewer.person_id and whose.is_active:
        notify(
            people=[whose],
            subject=question.subject,
            at=at,
            kind=NoticeKind.question,
            text=say("{name} answered what you asked about #{number}", name=viewer.name, number=question.ticket_id),
            clause="",
            key=f"answer:{made.pk}",
        )
    return made


@transaction.atomic
def mark(*, viewer: Viewer, answer_id: int, helped: bool, at: datetime) -> QuestionAnswer:
    """Whoever asked says that an answer helped, or that it did not after all. Raises Missing, and Refused for anybody
    else."""
    found = QuestionAnswer.objects.filter(pk=answer_id, question__in=questions_for(viewer)).first()
    if found is None:
        raise Missing("no_answer", say("There is no such answer."))
    question = _locked(viewer, found.question_id)
    whose = question.carried_by or question.asked_by
    if whose.pk != viewer.person_id:
        raise Refused("not_yours", say("Only {person}, whose question it is, says what helped.", person=whose.name))
    if (found.helped_at is not None) != helped:
        found.helped_at = at if helped else None
        found.save(update_fields=["helped_at"])
        _append(question, AnswerHelped(answer=found.pk, helped=helped), viewer=viewer, at=at)
    return found


@transaction.atomic
def withdraw(*, viewer: Viewer, question_id: int, at: datetime) -> Question:
    """Whoever asked does so no more, as long as nobody has answered. Raises Missing, and Refused otherwise."""
    question = _locked(viewer, question_id)
    whose = question.carried_by or question.asked_by
    if whose.pk != viewer.person_id:
        raise Refused("not_yours", say("Only {person}, whose question it is, may withdraw it.", person=whose.name))
    if question.answered_at is not None:
        raise Refused("answered", say("It was answered, and stays for whoever asks the same."))
    question.withdrawn_at = at
    question.save(update_fields=["withdrawn_at"])
    _append(question, QuestionWithdrawn(text=question.text), viewer=viewer, at=at)
    return question


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """The questions about a ticket that is merged into another are about that one from now on. The caller holds both
    tickets locked."""
    for question in Question.objects.filter(STANDS, ticket=source).select_related("subject").order_by("pk"):
        question.ticket, question.subject.ticket = target, target
        question.subject.save(update_fields=["ticket"])
        question.save(update_fields=["ticket"])
        with acting(question.subject, desk=desk, actor=actor, account_id=target.account_id) as act:
            act.append(QuestionWentAlong(from_ticket=source.pk, ticket=target.pk), because=because)


def _append(
    question: Question, payload: QuestionAnswered | AnswerHelped | QuestionWithdrawn, *, viewer: Viewer, at: datetime
) -> None:
    account_id = question.ticket.account_id
    with acting(question.subject, desk=open_desk(at), actor=viewer.actor, account_id=account_id) as act:
        act.append(payload)
    _touch(question.ticket, at)


def _locked(viewer: Viewer, question_id: int) -> Question:
    """A question that stands, with its ticket and then its own subject locked, by rising number."""
    require(viewer, Right.see_desk)
    seen = questions_for(viewer).filter(pk=question_id).first()
    if seen is None:
        raise Missing("no_question", say("There is no such question."))
    ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), seen.ticket_id)
    rows = Question.objects.select_for_update(of=("self", "subject"))
    question: Question = rows.select_related("subject", "ticket", "asked_by", "carried_by").get(pk=seen.pk)
    if question.withdrawn_at is not None:
        raise Refused("withdrawn", say("Whoever asked this does so no more."))
    return question


def _touch(ticket: Ticket, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it, and its words are found at once."""
    Ticket.objects.filter(pk=ticket.pk, updated_at__lt=at).update(updated_at=at)
    write_index_of(ticket.pk, contact=None)


def _said(text: str, wanted: Sentence) -> str:
    said = text.replace("\x00", "").strip()
    if not said or len(said) > LONGEST:
        raise Invalid("text_missing", wanted, field="text")
    return said
