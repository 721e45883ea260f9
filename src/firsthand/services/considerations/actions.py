"""Giving a consideration, answering it, taking it back, and its end (S24). No priority changes by any of it (S51)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from firsthand.domain.considerations import LONGEST_STANDING, Ending, Weighed
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.considerations import (
    ConsiderationAnswered,
    ConsiderationExpired,
    ConsiderationGiven,
    ConsiderationWentAlong,
    ConsiderationWithdrawn,
)
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.considerations import STANDS, Consideration
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import considerations_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.answer_of_clause import decide_answer
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.considerations.giving import may_give
from firsthand.services.considerations.queries import label_of, may_answer, may_withdraw
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of

LONGEST = 400


@transaction.atomic
def give(*, viewer: Viewer, ticket_id: int, text: str, until: datetime, at: datetime) -> Consideration:
    """Have whoever orders the work on a ticket consider something until an instant; who is responsible is told, or
    whoever holds the role. Raises Missing, Invalid, and Refused where the book has nobody consider it of the viewer."""
    require(viewer, Right.see_desk)
    ticket = ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), ticket_id)
    desk = open_desk(at)
    giving = may_give(viewer, ticket, desk=desk)
    if giving.to is None:
        raise giving.refused or TypeError("nobody considers it, and no reason is given")
    said = _said(text, "text")
    if not at < until <= at + LONGEST_STANDING:
        text_ = say("Give an end within {days} days; say it again then if it still holds.", days=LONGEST_STANDING.days)
        raise Invalid("until_wrong", text_, field="until")
    row = Consideration(
        subject=Subject.objects.create(kind=Consideration.subject_kind, ticket=ticket),
        ticket=ticket,
        role=giving.to.role,
        clause=giving.to.clause,
        text=said,
        given_by_id=viewer.person_id,
        given_at=at,
        until=until,
    )
    row.save()
    decision = decide_answer(row.subject, ticket, clause_id=row.clause, occasion="given", desk=desk)
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=ticket.account_id, is_new=True) as act:
        act.append(ConsiderationGiven(role=row.role, until=until, text=said), decision=decision)
    people = [ticket.responsible] if ticket.responsible is not None else holders_of(Role(row.role), at)
    told = say("{name} gave something to consider: {what}", name=viewer.name, what=label_of(row))
    _tell(people, row, text=told, key="given", at=at)
    _touch(ticket, at)
    return row


@transaction.atomic
def answer(*, viewer: Viewer, consideration_id: int, answer: str, why: str, at: datetime) -> Consideration:
    """Say how it was taken into account, or why not; whoever gave it is told. Raises Missing, Invalid, and Refused for
    whom the answer is not, once it was given, and after its end."""
    row = _locked(viewer, consideration_id, at=at)
    if not may_answer(viewer, row, at=at):
        role = Name(Role(row.role), NameFamily.role)
        raise Refused("not_yours", say("Only {role}, who puts the work in order, answers it.", role=role))
    if row.answered_at is not None:
        raise Refused("answered", say("This was answered before."))
    if answer not in list(Weighed):
        raise Invalid("choose", say("Choose whether it was taken into account."), field="answer")
    row.answer, row.why = Weighed(answer).value, _said(why, "why")
    row.answered_by_id, row.answered_at = viewer.person_id, at
    row.save(update_fields=["answer", "why", "answered_by", "answered_at"])
    with acting(row.subject, desk=open_desk(at), actor=viewer.actor, account_id=row.ticket.account_id) as act:
        act.append(ConsiderationAnswered(answer=row.answer, why=row.why))
    if row.given_by_id != viewer.person_id:
        _tell_giver(row, text=_answered(row, viewer.name), key="answered", at=at)
    _touch(row.ticket, at)
    return row


@transaction.atomic
def withdraw(*, viewer: Viewer, consideration_id: int, at: datetime) -> Consideration:
    """Whoever gave it, or one of the same roles once they left, does so no more. Raises Missing and Refused."""
    row = _locked(viewer, consideration_id, at=at)
    if not may_withdraw(viewer, row, desk=open_desk(at)):
        raise Refused("not_yours", say("Only {person}, who gave it, takes it back.", person=row.given_by.name))
    _end(row, Ending.withdrawn, at=at)
    with acting(row.subject, desk=open_desk(at), actor=viewer.actor, account_id=row.ticket.account_id) as act:
        act.append(ConsiderationWithdrawn(text=row.text))
    _touch(row.ticket, at)
    return row


def expire_due(*, now: datetime, limit: int = 200) -> int:
    """End what is past its end by now, at that instant; how many. Safe to do twice."""
    due = Consideration.objects.filter(STANDS, until__lte=now).order_by("until", "id")
    numbers = list(due.values_list("id", "ticket_id")[:limit])
    desk = open_desk(now) if numbers else None
    return sum(_expire(number, ticket, desk=desk) for number, ticket in numbers if desk is not None)


@transaction.atomic
def _expire(number: int, ticket_id: int, *, desk: Desk) -> bool:
    Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    row = _rows().filter(STANDS, pk=number, until__lte=desk.at).first()
    if row is None:
        return False
    unanswered = row.answered_at is None
    _end(row, Ending.expired, at=row.until)
    with acting(row.subject, desk=desk, actor=DESK, account_id=row.ticket.account_id) as act:
        act.append(ConsiderationExpired(answered=not unanswered), at=row.until)
    if unanswered:
        told = say("Nobody answered what you gave to consider before its end: {what}", what=label_of(row))
        _tell_giver(row, text=told, key="expired", at=desk.at)
    _touch(row.ticket, desk.at)
    return True


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """What stands on a ticket that is merged into another is about that one from now on. The caller holds both tickets
    locked."""
    for row in Consideration.objects.filter(STANDS, ticket=source).select_related("subject").order_by("pk"):
        row.ticket, row.subject.ticket = target, target
        row.subject.save(update_fields=["ticket"])
        row.save(update_fields=["ticket"])
        with acting(row.subject, desk=desk, actor=actor, account_id=target.account_id) as act:
            act.append(ConsiderationWentAlong(from_ticket=source.pk, ticket=target.pk), because=because)


def _locked(viewer: Viewer, number: int, *, at: datetime) -> Consideration:
    """One that stands, with its ticket and then its own subject locked, by rising number."""
    require(viewer, Right.see_desk)
    seen = considerations_for(viewer).filter(pk=number).first()
    if seen is None:
        raise Missing("no_consideration", say("There is no such consideration."))
    ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), seen.ticket_id)
    row: Consideration = _rows().get(pk=seen.pk)
    if row.ending == Ending.withdrawn:
        raise Refused("withdrawn", say("Whoever gave it to consider does so no more."))
    if row.ended_at is not None or row.until <= at:
        raise Refused("over", say("Its end has come; nothing is to be answered any more."))
    return row


def _rows() -> QuerySet[Consideration]:
    rows = Consideration.objects.select_for_update(of=("self", "subject"))
    return rows.select_related("subject", "ticket", "given_by")


def _end(row: Consideration, ending: Ending, *, at: datetime) -> None:
    row.ending, row.ended_at = ending.value, at
    row.save(update_fields=["ending", "ended_at"])


def _answered(row: Consideration, name: str) -> Sentence:
    if row.answer == Weighed.taken:
        return say("{name} took into account what you gave to consider: {what}", name=name, what=label_of(row))
    return say("{name} did not take into account what you gave to consider: {what}", name=name, what=label_of(row))


def _tell_giver(row: Consideration, *, text: Sentence, key: str, at: datetime) -> None:
    """Whoever gave it hears of it, unless they left."""
    if row.given_by.is_active:
        _tell([row.given_by], row, text=text, key=key, at=at)


def _tell(people: list[Person], row: Consideration, *, text: Sentence, key: str, at: datetime) -> None:
    notify(
        people=people,
        subject=row.subject,
        at=at,
        kind=NoticeKind.consideration,
        text=text,
        clause=row.clause,
        key=f"consideration:{row.pk}:{key}",
    )


def _touch(ticket: Ticket, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it."""
    Ticket.objects.filter(pk=ticket.pk, updated_at__lt=at).update(updated_at=at)


def _said(text: str, field: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if not said or len(said) > LONGEST:
        raise Invalid("words_missing", say("Say it in at most {longest} characters.", longest=LONGEST), field=field)
    return said
