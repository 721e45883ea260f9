"""Proposals as pages show them: in the same place as the field, and all in one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, SentenceValue, Series, either, named
from firsthand.domain.tickets import Phase
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.proposals import UNANSWERED, Proposal, ProposalState
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import proposals_for
from firsthand.services.access.proposals import answerable_by
from firsthand.services.access.viewers import Viewer, permission, require
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.answers import AnswerClock, clock_of
from firsthand.services.people.queries import names_of
from firsthand.services.proposals.actions import obstacle_of
from firsthand.services.proposals.deciding import NO_POLICY
from firsthand.services.proposals.fields import FIELDS, Choices, ProposableField, fields_of
from firsthand.services.proposals.telling import about_words

MOST_OPEN, MOST_ANSWERED = 200, 20
_CLOCK = ("state", "due_at", "breached_at", "clause")


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """One proposal. `before` is the value that stood when it was made, `current` the one that stands now (`seen` as it
    is stored, for whoever accepts). `waits`: its answer is the viewer's. `may_accept`: the viewer may set the field
    themselves; whose it is otherwise says `whose`. `obstacle`: why nobody can accept it."""

    id: int
    field: str
    called: Sentence
    ticket_id: int | None
    account_id: int | None
    about: str
    who: str
    mine: bool
    at: datetime
    before: SentenceValue
    after: SentenceValue
    current: SentenceValue
    seen: str
    why: str
    state: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    clock: AnswerClock
    waits: bool
    may_accept: bool
    whose: Series | None
    obstacle: Sentence | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state == ProposalState.open

    @property
    def is_so_already(self) -> bool:
        """Whether the field has the proposed value by now."""
        return self.is_open and self.current == self.after

    @property
    def has_moved(self) -> bool:
        """Whether the field changed since it was made, to neither value."""
        return self.is_open and self.current not in (self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class ProposalsPage:
    """Every open proposal by whose turn it is, and the last that were answered."""

    waiting: tuple[ProposalRow, ...]
    mine: tuple[ProposalRow, ...]
    others: tuple[ProposalRow, ...]
    answered: tuple[ProposalRow, ...]
    has_more: bool


def proposals_page(*, viewer: Viewer, desk: Desk) -> ProposalsPage:
    """The list of proposals: those that wait for the viewer, then what is due first. Its number of queries does not
    grow with it."""
    require(viewer, Right.see_desk)
    found = _shown(viewer, desk)
    first = (F("waits").desc(), F("due_at").asc(nulls_last=True), "id")
    open_ = list(found.filter(UNANSWERED).order_by(*first)[: MOST_OPEN + 1])
    answered = list(found.exclude(UNANSWERED).order_by("-answered_at", "-id")[:MOST_ANSWERED])
    rows = _rows([*open_[:MOST_OPEN], *answered], viewer, desk)
    unanswered = [one for one in rows if one.is_open]
    return ProposalsPage(
        waiting=tuple(one for one in unanswered if one.waits),
        mine=tuple(one for one in unanswered if one.mine and not one.waits),
        others=tuple(one for one in unanswered if not one.mine and not one.waits),
        answered=tuple(one for one in rows if not one.is_open),
        has_more=len(open_) > MOST_OPEN,
    )


def open_on_ticket(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> tuple[ProposalRow, ...]:
    """The open proposals about a ticket that the viewer was shown, in one query."""
    return tuple(_rows(_shown(viewer, desk).filter(UNANSWERED, ticket=ticket).order_by("id"), viewer, desk))


def open_on_account(*, viewer: Viewer, account: Account, desk: Desk) -> tuple[ProposalRow, ...]:
    """The open proposals about an account that the viewer was shown."""
    return tuple(_rows(_shown(viewer, desk).filter(UNANSWERED, account=account).order_by("id"), viewer, desk))


@dataclass(frozen=True, kw_only=True)
class Proposable:
    """A field that the viewer may propose: what it is called, whose it is, its value, and the values to choose from
    (None: any text)."""

    name: str
    called: Sentence
    value: str
    choices: Choices | None


def proposable(*, viewer: Viewer, about: Ticket | Account, desk: Desk) -> dict[str, Proposable]:
    """The fields of a ticket or of an account that the viewer may propose, not set, by name; none of a closed one."""
    if not viewer.may(Right.see_desk) or (isinstance(about, Ticket) and about.phase == Phase.closed):
        return {}
    fields = fields_of("ticket" if isinstance(about, Ticket) else "account")
    return {one.name: _proposable(one, about, desk) for one in fields if not viewer.may(one.right)}


def _proposable(field: ProposableField, about: Ticket | Account, desk: Desk) -> Proposable:
    choices = field.choices(desk) if field.choices is not None else None
    return Proposable(name=field.name, called=field.called, value=field.read(about), choices=choices)


def _shown(viewer: Viewer, desk: Desk) -> QuerySet[Proposal, Any]:
    """Proposals with their newest clock, what the book said of it, and whether they wait for the viewer."""
    clock = Clock.objects.filter(subject=OuterRef("subject")).order_by("-id")
    decided = Decision.objects.filter(subject=OuterRef("subject")).order_by("-id")
    return (
        proposals_for(viewer)
        .select_related("proposed_by", "answered_by", "ticket", "account")
        .annotate(
            **{f"clock_{name}" if name != "due_at" else name: Subquery(clock.values(name)[:1]) for name in _CLOCK},
            decided=Subquery(decided.values("outcome")[:1]),
            waits=Case(
                When(Q(UNANSWERED) & answerable_by(viewer, at=desk.at), then=Value(value=True)),
                default=Value(value=False),
            ),
        )
    )


def _rows(found: Iterable[Any], viewer: Viewer, desk: Desk) -> list[ProposalRow]:
    rows: Sequence[Any] = list(found)
    people: set[int] = set()
    for one in rows:
        field = FIELDS[one.field]
        people |= field.people(one.value, one.before, field.read(one.ticket or one.account))
    names = names_of(people) if people else {}
    return [_row(one, names, viewer, desk) for one in rows]


def _row(row: Any, names: dict[int, str], viewer: Viewer, desk: Desk) -> ProposalRow:  # noqa: ANN401, RUF100 - annotated
    field, about = FIELDS[row.field], row.ticket or row.account
    seen = field.read(about)
    allowed = permission(viewer, Right(row.act))
    is_open = row.state == ProposalState.open
    obstacle = obstacle_of(row.ticket) if is_open and row.ticket is not None else None
    return ProposalRow(
        id=row.pk,
        field=field.name,
        called=field.called,
        ticket_id=row.ticket_id,
        account_id=row.account_id,
        about=about_words(row),
        who=row.proposed_by.name,
        mine=(row.carried_by_id or row.proposed_by_id) == viewer.person_id,
        at=row.proposed_at,
        before=field.words(row.before, names),
        after=field.words(row.value, names),
        current=field.words(seen, names),
        seen=seen,
        why=row.why,
        state=row.state,
        answered_by=row.answered_by.name if row.answered_by is not None else "",
        answered_at=row.answered_at,
        answer=row.answer,
        clock=clock_of(row, none=NO_POLICY),
        waits=row.waits,
        may_accept=is_open and allowed.allowed and obstacle is None,
        whose=either(named(allowed.whose, NameFamily.role)) if allowed.whose else None,
        obstacle=obstacle,
    )
