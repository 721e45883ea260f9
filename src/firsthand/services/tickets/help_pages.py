"""Reads of help as pages show it: the form that asks for it, one request, the lists, and what stands on its ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.calendars import due_of
from firsthand.domain.errors import Missing
from firsthand.domain.forms import Filled, Form, known_of
from firsthand.domain.help import HelpPriority, HelpState, HelpTeam, HelpTerms, help_priorities
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.help import OPEN, HelpRequest, HelpWord
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import clocks_for, decisions_for, help_requests_for, ticket_behind, tickets_for
from firsthand.services.access.help import comes_back_to, waits_for_answer, waits_for_word
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.answers import AnswerClock, clock_of
from firsthand.services.handoffs.context import known_facts
from firsthand.services.help.asking import MayAskForHelp, may_ask_for_help
from firsthand.services.help.queries import may_help, may_speak
from firsthand.services.help.telling import asked_called, asked_role, asked_team
from firsthand.services.people.queries import Teammate, names_of, teammates_by_role
from firsthand.services.tickets.actions.asking_for_help import teams_for, words_about

MOST_SHOWN = 100
NO_CLOCK = say("no clause says by when it is answered")


@dataclass(frozen=True, kw_only=True)
class PriorityChoice:
    """A priority, and by when it would be answered if it were asked now; None without a clock of its own."""

    priority: HelpPriority
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AskPage:
    """The form that asks for help: of whom (`terms` of the chosen role), with which teams, and what the desk knows.
    `found` are the teams of the topic table, the first of which is proposed; `asked` what is asked already. Without
    terms `may` says why not, and where to go."""

    ticket: Ticket
    may: MayAskForHelp
    terms: HelpTerms | None
    form: Form
    filled: Filled
    teams: tuple[TeamName, ...]
    found: tuple[HelpTeam, ...]
    priorities: tuple[PriorityChoice, ...]
    mates: tuple[Teammate, ...]
    teammates: tuple[Teammate, ...]
    asked: tuple["HelpRow", ...]


@dataclass(frozen=True, kw_only=True)
class HelpRow:
    """A request in a line: whom it is asked of in words, and its newest clock or why none runs. `is_mine`: the viewer
    looks after it; `asks_me`: something is asked back of the viewer, or they say what came of it."""

    row: HelpRequest
    asked_of: Sentence
    account: str
    clock: AnswerClock
    is_mine: bool
    asks_me: bool


@dataclass(frozen=True, kw_only=True)
class HelpPage:
    """One request: what was told when it was asked, all that was said since, and what the viewer may do with it."""

    line: HelpRow
    ticket: Ticket
    context: Filled
    names: Mapping[int, str]
    words: tuple[HelpWord, ...]
    teams: tuple[TeamName, ...]
    helps: bool
    speaks: bool
    is_asked: bool
    is_answered: bool


@dataclass(frozen=True, kw_only=True)
class HelpLists:
    """What is asked of the viewer's teams, the most urgent first, then by due; what comes back to them; what else is
    open, from `offset` on; and what ended last. `more` is the next offset, None where no more is open."""

    queue: tuple[HelpRow, ...]
    back: tuple[HelpRow, ...]
    others: tuple[HelpRow, ...]
    ended: tuple[HelpRow, ...]
    offset: int
    more: int | None


def ask_page(*, viewer: Viewer, ticket_id: int, role: Role | None, desk: Desk) -> AskPage:
    """The form by which the viewer asks for help, of `role` or the first whom the book has. Raises Missing, and Refused
    for whoever does not work on tickets."""
    require(viewer, Right.work_tickets)
    shown = tickets_for(viewer).select_related("account", "responsible")
    ticket = ticket_behind(shown, ticket_id)
    may = may_ask_for_help(viewer, ticket, desk=desk)
    terms = next((one for one in may.terms if one.role == role), next(iter(may.terms), None))
    company = desk.organisation
    held = teammates_by_role(company.roles, desk.at) if terms is not None else {}
    form = terms.form if terms is not None else Form(fields=())
    others = {one.id: one for people in held.values() for one in people if one.id != viewer.person_id}
    mates = held.get(may.from_role, ()) if may.from_role is not None else ()
    return AskPage(
        ticket=ticket,
        may=may,
        terms=terms,
        form=form,
        filled=known_of(form, known_facts(ticket), sent={}),
        teams=tuple(one.name for one in company.teams.values() if terms is not None and one.role == terms.role),
        found=teams_for(ticket, terms.role, words=words_about(ticket), desk=desk) if terms is not None else (),
        priorities=_priorities(ticket, desk) if terms is not None else (),
        mates=tuple(one for one in mates if one.id != viewer.person_id),
        teammates=tuple(others.values()),
        asked=help_on(viewer=viewer, ticket=ticket, desk=desk),
    )


def _priorities(ticket: Ticket, desk: Desk) -> tuple[PriorityChoice, ...]:
    found = help_priorities(desk.edition, request_now(ticket, desk), at=desk.at)
    return tuple(PriorityChoice(priority=one, due_at=_due(one, desk)) for one in found)


def _due(priority: HelpPriority, desk: Desk) -> datetime | None:
    clause = desk.edition.clause(priority.clause, desk.at)
    effect = clause.effect.runs if clause is not None else None
    if not isinstance(effect, ClockEffect):
        return None
    return due_of(effect.budget, desk.edition.calendar(effect.calendar), desk.at)


def help_on(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> tuple[HelpRow, ...]:
    """The help about a ticket that the viewer was shown, oldest first, but for what was withdrawn."""
    rows = _shown(viewer).filter(ticket=ticket).exclude(state=HelpState.withdrawn).order_by("id")
    return _lines(list(rows), viewer, desk)


def help_page(*, viewer: Viewer, help_id: int, desk: Desk) -> HelpPage:
    """One request. Raises Missing where there is none or the viewer does not see it."""
    row = _shown(viewer).filter(pk=help_id).first()
    if row is None:
        raise Missing("no_help", say("There is no such request for help."))
    [line] = _lines([row], viewer, desk)
    context, role, team = Filled.of(row.context), asked_role(row, desk.organisation), asked_team(row, desk.organisation)
    people = [*row.asked_first, *(number for one in context.fields for number in one.people)]
    return HelpPage(
        line=line,
        ticket=row.ticket,
        context=context,
        names=names_of(people) if people else {},
        words=tuple(row.words.select_related("by").order_by("id")),
        teams=tuple(one.name for one in desk.organisation.teams.values() if one.role == role and one.name != team),
        helps=may_help(viewer, row, desk=desk) and row.ended_at is None,
        speaks=may_speak(viewer, row, desk=desk) and row.ended_at is None,
        is_asked=row.state == HelpState.asked,
        is_answered=row.state == HelpState.answered,
    )


def help_lists(*, viewer: Viewer, desk: Desk, offset: int = 0) -> HelpLists:
    """The lists of help, in a number of queries that does not grow with them; from an offset on only what else is open.
    Raises Refused."""
    require(viewer, Right.see_desk)
    first = ("rank", F("due_at").asc(nulls_last=True), "asked_at", "id")
    mine = waits_for_answer(viewer, desk.at)
    back = waits_for_word(viewer, desk.at)
    shown, end = _shown(viewer), offset + MOST_SHOWN
    queue = list(shown.filter(mine).order_by(*first)[:MOST_SHOWN])
    comes_back = list(shown.filter(back).order_by("asked_at", "id")[:MOST_SHOWN])
    known = [one.pk for one in (*queue, *comes_back)]
    others = list(shown.filter(OPEN).exclude(pk__in=known).order_by(*first)[offset : end + 1])
    if offset:
        queue, comes_back, ended = [], [], []
    else:
        ended = list(shown.exclude(OPEN).order_by("-ended_at", "-id")[:20])
    lines = {one.row.pk: one for one in _lines([*queue, *comes_back, *others, *ended], viewer, desk)}
    return HelpLists(
        queue=tuple(lines[one.pk] for one in queue),
        back=tuple(lines[one.pk] for one in comes_back),
        others=tuple(lines[one.pk] for one in others[:MOST_SHOWN]),
        ended=tuple(lines[one.pk] for one in ended),
        offset=offset,
        more=end if len(others) > MOST_SHOWN else None,
    )


def _shown(viewer: Viewer) -> QuerySet[HelpRequest, Any]:
    clock = clocks_for(viewer).filter(subject=OuterRef("subject")).order_by("-id")
    decided = decisions_for(viewer).filter(subject=OuterRef("subject")).order_by("-id")
    return (
        help_requests_for(viewer)
        .select_related("ticket__account", "ticket__responsible", "asked_by", "taken_by", "ended_by")
        .annotate(
            due_at=Subquery(clock.values("due_at")[:1]),
            clock_state=Subquery(clock.values("state")[:1]),
            clock_breached_at=Subquery(clock.values("breached_at")[:1]),
            clock_clause=Subquery(clock.values("clause")[:1]),
            decided=Subquery(decided.values("outcome")[:1]),
        )
    )


def _lines(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> tuple[HelpRow, ...]:
    numbers = [one.pk for one in rows if one.state == HelpState.answered or one.asks_back is not None]
    mine = set()
    if numbers:
        back = help_requests_for(viewer).filter(comes_back_to(viewer, desk.at), pk__in=numbers)
        mine = set(back.values_list("pk", flat=True))
    return tuple(
        HelpRow(
            row=one,
            asked_of=asked_called(one.role, one.team),
            account=one.ticket.account.name if one.ticket.account is not None else "",
            clock=clock_of(one, none=NO_CLOCK),
            is_mine=one.taken_by_id == viewer.person_id,
            asks_me=one.pk in mine,
        )
        for one in rows
    )
