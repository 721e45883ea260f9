"""Tickets that are alike: the book's number of them proposes a step, and each may say which step should have prevented
it (S8, S9). One look at the account's tickets of the book's days an act, whatever is on the desk."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from firsthand.domain.coaching import StepOrigin, Template, TicketTie, templates
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.coaching import LikeTicketsLeft, LikeTicketsSeen, PreventionSaid
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, count, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import CoachingStep, CoachingTicket, LikeTickets
from firsthand.models.subjects import Subject
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.doors import coaching_steps_for, ticket_behind, tickets_for, tickets_of_the_desk
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.coaching.actions import LONGEST_WHAT, LONGEST_WHY, locked_account, reason, said
from firsthand.services.coaching.giving import Wanted, give, tell, template_for

MOST_TIED = 50
_COUNTED = Q(closed_as="") | Q(closed_as=ClosedAs.resolved)
"""What was merged away is counted where it went, and what is no request is none."""


def look_for_like(ticket: Ticket, *, desk: Desk) -> None:
    """The ticket's kind or topic was said: where so many of its account are alike by now, a step is proposed, once,
    and whoever coaches the account is told. The caller holds the ticket locked. Two acts at once: the second waits at
    the row of what is alike, and sees the first's ticket."""
    if ticket.account_id is None or not any(one.likeness for one in templates(desk.edition, at=desk.at)):
        return
    account = ticket.account
    template = template_for(account, desk) if account is not None else None
    if account is None or template is None or template.likeness is None or ticket.kind_confirmed_at is None:
        return
    kind, topic = ("", ticket.topic) if ticket.topic else (ticket.kind, "")
    since = desk.at - timedelta(days=template.likeness.days)
    wanted = template.likeness.tickets
    if len(_numbers(like(account.pk, kind, topic, since=since), 2)) < min(2, wanted):
        return
    row, _ = LikeTickets.objects.get_or_create(account=account, kind=kind, topic=topic, defaults={"from_at": since})
    row = LikeTickets.objects.select_for_update().get(pk=row.pk)
    if row.proposed_at is not None:
        return
    since = max(since, row.from_at)
    found = _numbers(like(account.pk, kind, topic, since=since), wanted)
    if len(found) < wanted:
        return
    row.from_at, row.proposed_at, row.clause = since, desk.at, template.clause
    row.save(update_fields=["from_at", "proposed_at", "clause"])
    _propose(row, account, template, tickets=len(found), desk=desk)


def _propose(row: LikeTickets, account: Account, template: Template, *, tickets: int, desk: Desk) -> None:
    subject = Subject.objects.select_for_update().get(pk=account.subject_id)
    with acting(subject, desk=desk, actor=DESK, account_id=account.pk) as act:
        seen = LikeTicketsSeen(kind=row.kind, topic=row.topic, tickets=tickets, clause=row.clause)
        event = act.append(seen)
    some = count(tickets, "{n} ticket", "{n} tickets")
    text = say(
        "{account}: {tickets} alike ({about}). What step prevents the next?",
        account=account.name,
        tickets=some,
        about=about(row),
    )
    key, role = f"like_tickets:{row.pk}:{event.pk}", template.effect.steps[0].role
    tell(account, role, text=text, key=key, clause=row.clause, desk=desk)


def about(row: LikeTickets) -> Name:
    """What the tickets are alike in."""
    return Name(row.topic) if row.topic else Name(row.kind, NameFamily.kind)


def like(account_id: int, kind: str, topic: str, *, since: datetime) -> QuerySet[Ticket]:
    """The tickets of an account that are alike, received after an instant. Restricted ones are none of them: a list
    of likes would name them."""
    alike = Q(topic=topic) if topic else Q(kind=kind, topic="")
    confirmed = tickets_of_the_desk().filter(_COUNTED, kind_confirmed_at__isnull=False)
    return confirmed.filter(alike, account=account_id, received_at__gt=since).order_by("-received_at", "-id")


def _numbers(found: QuerySet[Ticket], most: int) -> list[int]:
    return list(found.values_list("pk", flat=True)[:most])


@transaction.atomic
def take_on(*, viewer: Viewer, like_id: int, what: str, at: datetime) -> CoachingStep:
    """A step comes of like tickets: it is the account's customer engineer's, due by the book's time. Raises Missing,
    Invalid without words, and Refused once it was answered."""
    require(viewer, Right.coach)
    row, desk = _locked(viewer, like_id), open_desk(at)
    template = template_for(row.account, desk)
    if template is None or template.likeness is None:
        raise Refused("no_plan_in_book", say("The book proposes no step where the account stands. Add one by hand."))
    within = template.likeness.within
    ask = say("Say what is to be done, in at most {longest} characters.", longest=LONGEST_WHAT)
    wanted = Wanted(
        what=said(what, LONGEST_WHAT, "what", ask),
        done_means="",
        origin=StepOrigin.like_tickets,
        role=Role(template.effect.steps[0].role),
        due_at=template.due(within, at=at),
        warn_at=template.warn(within, at=at),
        budget=str(within),
        template=template,
    )
    step = give(wanted, account=row.account, viewer=viewer, desk=desk)
    numbers = _numbers(like(row.account_id, row.kind, row.topic, since=row.from_at), MOST_TIED)
    CoachingTicket.objects.bulk_create(
        CoachingTicket(step=step, ticket_id=one, tie=TicketTie.gave_rise, by_id=viewer.person_id, at=at)
        for one in numbers
    )
    _answer(row, at=at)
    return step


@transaction.atomic
def add_proposed(*, viewer: Viewer, account_id: int, what: str, at: datetime) -> CoachingStep:
    """A step that somebody proposed who does not coach, due by the book's time for such steps. Raises Invalid where the
    book has none: whoever coaches adds it by hand then, and names the day."""
    require(viewer, Right.coach)
    account, desk = locked_account(viewer, account_id), open_desk(at)
    own = template_for(account, desk)
    found = next((one for one in (own, *templates(desk.edition, at=at)) if one is not None and one.likeness), None)
    if found is None or found.likeness is None:
        raise Invalid("no_plan_in_book", say("the book names no time for it. Add it by hand, and decline this."))
    within = found.likeness.within
    wanted = Wanted(
        what=what,
        done_means="",
        origin=StepOrigin.proposal,
        role=Role(found.effect.steps[0].role),
        due_at=found.due(within, at=at),
        warn_at=found.warn(within, at=at),
        budget=str(within),
        template=found,
    )
    return give(wanted, account=account, viewer=viewer, desk=desk)


@transaction.atomic
def leave(*, viewer: Viewer, like_id: int, why: str, at: datetime) -> None:
    """No step comes of like tickets, for a reason; only those that come later count. Raises as `take_on`."""
    require(viewer, Right.coach)
    row, desk = _locked(viewer, like_id), open_desk(at)
    words = reason(why, say("Say why, in at most {longest} characters.", longest=LONGEST_WHY))
    subject = Subject.objects.select_for_update().get(pk=row.account.subject_id)
    with acting(subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        act.append(LikeTicketsLeft(kind=row.kind, topic=row.topic, why=words))
    _answer(row, at=at)


def _answer(row: LikeTickets, *, at: datetime) -> None:
    row.proposed_at, row.from_at = None, at
    row.save(update_fields=["proposed_at", "from_at"])


def _locked(viewer: Viewer, like_id: int) -> LikeTickets:
    """What is alike, locked after its account."""
    found = LikeTickets.objects.filter(pk=like_id).values_list("account_id", flat=True).first()
    if found is None:
        raise Missing("no_like_tickets", say("Nothing is proposed there."))
    locked_account(viewer, found)
    row = LikeTickets.objects.select_for_update(of=("self",)).select_related("account__accountable").get(pk=like_id)
    if row.proposed_at is None:
        raise Refused("answered", say("That was answered before."))
    return row


@transaction.atomic
def say_prevention(*, viewer: Viewer, ticket_id: int, step_id: int | None, at: datetime) -> None:
    """Say which of the account's steps should have prevented a ticket; None takes it back. Raises Missing for what the
    viewer does not see, and Refused for a step of another account."""
    require(viewer, Right.work_tickets)
    ticket = ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), ticket_id)
    step = coaching_steps_for(viewer).filter(pk=step_id).first() if step_id is not None else None
    if step_id is not None and step is None:
        raise Missing("no_step", say("There is no such step."))
    if step is not None and step.account_id != ticket.account_id:
        raise Refused("other_account", say("That step is another account's."))
    tied = CoachingTicket.objects.filter(ticket=ticket, tie=TicketTie.should_have_prevented)
    if tied.values_list("step", flat=True).first() == step_id:
        return
    tied.delete()
    if step is not None:
        CoachingTicket.objects.create(
            step=step, ticket=ticket, tie=TicketTie.should_have_prevented, by_id=viewer.person_id, at=at
        )
    with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(PreventionSaid(step=step_id, what=step.what if step is not None else ""))


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """What a ticket that is merged into another says of a step, that one says from now on, unless it names its own or
    is another account's. The caller holds both tickets locked."""
    of = CoachingTicket.objects.filter(tie=TicketTie.should_have_prevented).select_related("step")
    row = of.filter(ticket=source).first()
    if row is None or row.step.account_id != target.account_id or of.filter(ticket=target).exists():
        return
    row.ticket = target
    row.save(update_fields=["ticket"])
    with acting_on_ticket(target, desk=desk, actor=actor) as act:
        act.append(PreventionSaid(step=row.step_id, what=row.step.what), because=because)
