"""Writes about requests for help, below who moves the ticket: making one, and what befalls it with its ticket and with
people. The caller holds the ticket locked."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db.models import QuerySet

from firsthand.domain.events import Actor, ActorKind, Payload
from firsthand.domain.events.help import HelpAsked, HelpLeft, HelpMoved, HelpStayed, HelpWentAlong, HelpWithdrawn
from firsthand.domain.forms import Filled
from firsthand.domain.help import HelpPriority, HelpState, HelpTeam, HelpTerms
from firsthand.domain.names import Role, TeamName
from firsthand.domain.sentences import Sentence, say
from firsthand.models.events import Event
from firsthand.models.help import ASKED, OPEN, HelpRequest
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.acting import Acting, acting
from firsthand.services.book.desk import Desk
from firsthand.services.help.deciding import decide_help
from firsthand.services.help.telling import helpers_of, label_of, tell_askers, tell_helpers


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: of whom and by which terms, what is told along, and what teammates said first. `found` is the
    team that the topic table had (None: `team` was chosen)."""

    terms: HelpTerms
    from_role: Role
    team: TeamName | None
    found: HelpTeam | None
    priority: HelpPriority | None
    context: Filled
    asked_first: tuple[int, ...]
    teammates: str
    is_defect: bool
    asked_by: Person


def make(ticket: Ticket, wanted: Wanted, *, desk: Desk, actor: Actor) -> tuple[HelpRequest, Event]:
    """Ask for help. Whoever is asked is told, and owes an answer where the book gives a clock. The ticket stays whose
    it is, and its clocks run on."""
    found, priority = wanted.found, wanted.priority
    row = HelpRequest(
        subject=Subject.objects.create(kind=HelpRequest.subject_kind, ticket=ticket),
        ticket=ticket,
        from_role=wanted.from_role,
        role=wanted.terms.role,
        team=wanted.team,
        clause=wanted.terms.clause,
        team_clause=found.clause if found is not None else "",
        matched=found.matched[:200] if found is not None else "",
        priority=priority.name if priority is not None else "",
        rank=priority.rank if priority is not None else 0,
        is_defect=wanted.is_defect,
        context=wanted.context.plain,
        asked_first=list(wanted.asked_first),
        teammates=wanted.teammates,
        asked_by=wanted.asked_by,
        asked_at=desk.at,
    )
    row.save()
    asked = HelpAsked(
        role=row.role,
        team=row.team or "",
        priority=row.priority,
        clause=row.clause,
        team_clause=row.team_clause,
        is_defect=row.is_defect,
        matched=row.matched,
        teammates=row.teammates,
        context=wanted.context.text,
    )
    with acting_on(row, desk=desk, actor=actor, is_new=True) as act:
        event = act.append(asked, decision=decide_help(row, ticket, desk=desk))
    tell_of_asking(row, act, desk=desk, key="asked", by=wanted.asked_by)
    return row, event


def tell_of_asking(row: HelpRequest, act: Acting, *, desk: Desk, key: str, by: Person) -> None:
    """Whoever is to answer hears that it is asked."""
    clock = next((one for one in reversed(act.rows) if one.due_at is not None), None)
    text = say("{name} asks for help: {what}", name=by.name, what=label_of(row))
    tell_helpers(row, text=text, key=key, desk=desk, but=by.pk, clause=clock.clause if clock is not None else "")


def with_lock() -> QuerySet[HelpRequest]:
    """Requests, locked with their subjects. A ticket's subject is older than any of its requests', so that who locks
    both does so in one order."""
    rows = HelpRequest.objects.select_for_update(of=("self", "subject")).order_by("subject_id")
    return rows.select_related("subject", "ticket", "ticket__responsible", "asked_by", "taken_by")


def acting_on(row: HelpRequest, *, desk: Desk, actor: Actor, is_new: bool = False) -> AbstractContextManager[Acting]:
    """Act on a request that the caller holds locked."""
    return acting(row.subject, desk=desk, actor=actor, account_id=row.ticket.account_id, is_new=is_new)


def append(row: HelpRequest, payload: Payload, *, desk: Desk, actor: Actor, because: int | None = None) -> Event:
    """Append what happened to a request, which the caller saves."""
    with acting_on(row, desk=desk, actor=actor) as act:
        return act.append(payload, because=because)


def end_asking(row: HelpRequest, *, why: Sentence | str, desk: Desk, actor: Actor, because: int | None = None) -> Event:
    """It is asked no more, by an act of somebody; whoever was to answer hears so. Its clock ends as cancelled."""
    by = actor.id if actor.kind is ActorKind.person else None
    row.state, row.ended_at, row.ended_by_id, row.asks_back = HelpState.withdrawn.value, desk.at, by, None
    row.why = why[:400] if isinstance(why, str) else ""
    row.save(update_fields=["state", "ended_at", "ended_by", "asks_back", "why"])
    event = append(row, HelpWithdrawn(why=why), desk=desk, actor=actor, because=because)
    text = say("Help is asked for no more: {what}", what=label_of(row))
    tell_helpers(row, text=text, key="withdrawn", desk=desk, but=by)
    return event


def withdraw_all_on(ticket: Ticket, *, why: Sentence, desk: Desk, actor: Actor) -> None:
    """Whoever closes a ticket asks for help about it no more; what was answered waits for what came of it."""
    for row in with_lock().filter(ASKED, ticket=ticket):
        end_asking(row, why=why, desk=desk, actor=actor)


def is_asked_on(ticket: Ticket) -> bool:
    """Whether somebody owes an answer about the ticket: it does not close by itself before."""
    return HelpRequest.objects.filter(ASKED, ticket=ticket).exists()


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """The help that is asked about a ticket that is merged into another is asked about that one from now on, by the
    same clocks. The caller holds both tickets locked."""
    for row in with_lock().filter(ticket=source).exclude(state=HelpState.withdrawn):
        row.ticket, row.subject.ticket, row.put_into = target, target, None
        row.subject.save(update_fields=["ticket"])
        row.save(update_fields=["ticket", "put_into_name"])
        payload = HelpWentAlong(from_ticket=source.pk, ticket=target.pk)
        append(row, payload, desk=desk, actor=actor, because=because)


def stay_at(ticket: Ticket, *, split_off: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """A ticket was split off: what is asked is asked about the one that it was asked about."""
    for row in with_lock().filter(ASKED, ticket=ticket):
        append(row, HelpStayed(ticket=split_off.pk), desk=desk, actor=actor, because=because)


def leave_who_is_shut_out(ticket: Ticket, *, members: Collection[int], desk: Desk, actor: Actor) -> None:
    """Somebody who is no more let in to the ticket looks after no help about it, and nothing comes back to them. Where
    nobody of whom it is asked is let in, whoever asked hears so: the clock runs, and they let somebody in or
    withdraw it."""
    for row in with_lock().filter(OPEN, ticket=ticket):
        why = say("They are not let in.")
        if row.taken_by_id is not None and row.taken_by_id not in members:
            append(row, HelpLeft(from_person=row.taken_by_id, why=why), desk=desk, actor=actor)
            row.taken_by = None
        if row.asked_by_id is not None and row.asked_by_id not in members:
            moved = HelpMoved(end="asker", from_person=row.asked_by_id, to_person=None, why=why)
            append(row, moved, desk=desk, actor=actor)
            row.asked_by = None
        row.save(update_fields=["taken_by", "asked_by"])
        helpers = {one.pk for one in helpers_of(row, desk)}
        if row.state == HelpState.asked and helpers.isdisjoint(members):
            text = say(
                "Nobody who could help is let in now. Let somebody in, or withdraw it: {what}", what=label_of(row)
            )
            tell_askers(row, text=text, key=f"shut:{desk.at.isoformat()}", desk=desk)
