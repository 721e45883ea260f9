"""Coaching as pages show it: an account's plan, the next step in a line, and the steps beside a ticket."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from firsthand.domain.calendars import parse_budget
from firsthand.domain.coaching import StepOrigin, StepState, TicketTie
from firsthand.domain.errors import Missing
from firsthand.domain.names import Role, Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN, CoachingPlan, CoachingStep, CoachingTicket, LikeTickets
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import accounts_for, clocks_for, coaching_steps_for, tickets_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.coaching.giving import template_for
from firsthand.services.coaching.likeness import like
from firsthand.services.people.queries import Teammate, teammates_by_role

MOST_OPEN, MOST_ENDED, MOST_TICKETS = 200, 50, 20


@dataclass(frozen=True, kw_only=True)
class TicketAtStep:
    """A ticket that stands at a step."""

    id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class StepTickets:
    """The tickets of one tie at a step, as far as the viewer sees them: how many, and the newest by name."""

    count: int = 0
    newest: tuple[TicketAtStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step. `who` is empty where nobody is named and `role` owes it; `late`: it is or was done after its due
    instant. `clause` gave its time, `budget` on `calendar` in words of the book; none where a person named the day."""

    id: int
    what: str
    done_means: str
    origin: StepOrigin
    stage: str
    role: Role
    who_id: int | None
    who: str
    given_by: str
    given_at: datetime
    due_at: datetime
    late: bool
    clause: str
    budget: Sentence | None
    calendar: str
    state: StepState
    ended_at: datetime | None
    ended_by: str
    note: str
    evidence: str
    gave_rise: StepTickets
    prevented: StepTickets

    @property
    def is_link(self) -> bool:
        """Whether the evidence is an address."""
        return self.evidence.startswith(("https://", "http://")) and " " not in self.evidence


@dataclass(frozen=True, kw_only=True)
class LikeRow:
    """Tickets that are alike, and which: whether a step comes of them waits for whoever coaches. `due_at` is by when
    such a step would be due."""

    id: int
    kind: str
    topic: str
    proposed_at: datetime
    clause: str
    due_at: datetime | None
    tickets: StepTickets


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """An account's coaching: the open steps, next due first; the ended, newest first; and tickets that are alike.
    `may_ask`: the book has a plan for where it stands, which did not begin here. `coaches` are whom a step may be given
    to."""

    account: Account
    open: tuple[StepRow, ...]
    ended: tuple[StepRow, ...]
    has_more: bool
    alike: tuple[LikeRow, ...]
    may_coach: bool
    may_skip: bool
    may_ask: bool
    coaches: tuple[Teammate, ...]


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """How an account's coaching stands in a line: by when the open steps are due, the first of them in words, and the
    subjects of all, the newest ended ones too."""

    dues: tuple[datetime, ...] = ()
    what: str = ""
    who: str = ""
    role: str = ""
    subjects: tuple[int, ...] = ()

    def late(self, now: datetime) -> int:
        """How many open steps are late."""
        return sum(1 for one in self.dues if one < now)


@dataclass(frozen=True, kw_only=True)
class StepChoice:
    """A step that a ticket may name, and whether it does."""

    id: int
    what: str
    state: StepState
    chosen: bool


def plan_page(*, viewer: Viewer, account_id: int, desk: Desk) -> PlanPage:
    """The plan of an account. Its number of queries grows neither with steps nor with tickets. Raises Missing."""
    account = accounts_for(viewer).select_related("accountable").filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    shown = _shown(viewer).filter(account=account)
    going = list(shown.filter(OPEN).order_by("due_at", "pk")[: MOST_OPEN + 1])
    over = list(shown.exclude(OPEN).order_by("-ended_at", "-pk")[: MOST_ENDED + 1])
    rows = _rows([*going[:MOST_OPEN], *over[:MOST_ENDED]], viewer, desk)
    template, may_coach = template_for(account, desk), viewer.may(Right.coach)
    return PlanPage(
        account=account,
        open=tuple(one for one in rows if one.state is StepState.open),
        ended=tuple(one for one in rows if one.state is not StepState.open),
        has_more=len(going) > MOST_OPEN or len(over) > MOST_ENDED,
        alike=_alike(account, viewer, desk),
        may_coach=may_coach,
        may_skip=viewer.may(Right.skip_coaching),
        may_ask=may_coach and template is not None and not _goes_on(account, desk),
        coaches=_coaches(rows, desk) if may_coach else (),
    )


def next_step(*, viewer: Viewer, account: Account) -> NextStep:
    """The next step of an account that came through the gate, in one query."""
    rows = coaching_steps_for(viewer).filter(account=account)
    first = (F("ended_at").desc(nulls_first=True), "due_at", "pk")
    found = rows.order_by(*first).values_list("ended_at", "due_at", "what", "role", "who__name", "subject")[:MOST_OPEN]
    steps = list(found)
    going = [one for one in steps if one[0] is None]
    subjects = tuple(one[-1] for one in steps)
    if not going:
        return NextStep(subjects=subjects)
    _, _, what, role, who, _ = going[0]
    return NextStep(dues=tuple(one[1] for one in going), what=what, role=role, who=who or "", subjects=subjects)


def steps_beside(*, viewer: Viewer, ticket: Ticket) -> tuple[StepChoice, ...]:
    """The steps of a ticket's account that it may say should have prevented it: the one that it names, then the open
    ones, then the newest that ended. One query."""
    if ticket.account_id is None:
        return ()
    tied = CoachingTicket.objects.filter(ticket=ticket, tie=TicketTie.should_have_prevented).values("step")[:1]
    rows = coaching_steps_for(viewer).filter(account=ticket.account_id).annotate(named=Subquery(tied))
    found = rows.order_by(F("ended_at").desc(nulls_first=True), "due_at", "pk").values_list(
        "pk", "what", "state", "named"
    )
    choices = [
        StepChoice(id=pk, what=what, state=StepState(state), chosen=pk == named)
        for pk, what, state, named in found[:MOST_OPEN]
    ]
    return tuple(sorted(choices, key=lambda one: not one.chosen))


@dataclass(frozen=True, kw_only=True)
class DueStep:
    """An open step that somebody has by name, and by when it is due."""

    id: int
    who_id: int
    due_at: datetime


def steps_due(*, viewer: Viewer, by: datetime) -> tuple[DueStep, ...]:
    """The open steps of all accounts that somebody has and that are due by an instant, in order. One query."""
    found = coaching_steps_for(viewer).filter(OPEN, who__isnull=False, due_at__lte=by).order_by("due_at", "pk")
    return tuple(DueStep(id=pk, who_id=who, due_at=due) for pk, who, due in found.values_list("pk", "who_id", "due_at"))


def place_of(*, viewer: Viewer, subject_id: int) -> tuple[int, int]:
    """The account and the step that a subject is. Raises Missing."""
    found = coaching_steps_for(viewer).filter(subject=subject_id).values_list("account_id", "pk").first()
    if found is None:
        raise Missing("no_step", say("There is no such step."))
    return found


def _goes_on(account: Account, desk: Desk) -> bool:
    became, going = desk.organisation.became.stages, CoachingPlan.objects.filter(OPEN, account=account)
    stages = (Stage(one) for one in going.values_list("stage", flat=True))
    return any(became.get(one, one) == account.stage for one in stages)


def _shown(viewer: Viewer) -> QuerySet[CoachingStep, Any]:
    clock = clocks_for(viewer).filter(subject=OuterRef("subject")).order_by("-id")
    return (
        coaching_steps_for(viewer)
        .select_related("who", "given_by", "ended_by", "plan")
        .annotate(**{f"clock_{one}": Subquery(clock.values(one)[:1]) for one in ("clause", "budget", "calendar")})
    )


def _rows(found: Sequence[CoachingStep], viewer: Viewer, desk: Desk) -> list[StepRow]:
    tickets = _tickets([one.pk for one in found], viewer)
    return [_row(one, tickets, desk.at) for one in found]


def _row(row: Any, tickets: dict[tuple[int, str], StepTickets], now: datetime) -> StepRow:  # noqa: ANN401, RUF100 - annotated
    return StepRow(
        id=row.pk,
        what=row.what,
        done_means=row.done_means,
        origin=StepOrigin(row.origin),
        stage=row.plan.stage if row.plan is not None else "",
        role=Role(row.role),
        who_id=row.who_id,
        who=row.who.name if row.who is not None else "",
        given_by=row.given_by.name,
        given_at=row.given_at,
        due_at=row.due_at,
        late=(row.ended_at or now) > row.due_at,
        clause=row.clock_clause or "",
        budget=parse_budget(row.clock_budget).sentence if row.clock_budget else None,
        calendar=row.clock_calendar or "",
        state=StepState(row.state),
        ended_at=row.ended_at,
        ended_by=row.ended_by.name if row.ended_by is not None else "",
        note=row.note,
        evidence=row.evidence,
        gave_rise=tickets.get((row.pk, TicketTie.gave_rise), StepTickets()),
        prevented=tickets.get((row.pk, TicketTie.should_have_prevented), StepTickets()),
    )


def _tickets(steps: Sequence[int], viewer: Viewer) -> dict[tuple[int, str], StepTickets]:
    """The tickets at these steps that the viewer sees, by step and tie, in two queries."""
    seen = CoachingTicket.objects.filter(step__in=steps, ticket__in=tickets_for(viewer))
    counted = {(step, tie): number for step, tie, number in seen.values_list("step", "tie").annotate(Count("pk"))}
    if not counted:
        return {}
    newest: defaultdict[tuple[int, str], list[TicketAtStep]] = defaultdict(list)
    for step, tie, number, title in seen.order_by("-pk").values_list("step", "tie", "ticket", "ticket__title")[:1000]:
        if len(newest[step, tie]) < MOST_TICKETS:
            newest[step, tie].append(TicketAtStep(id=number, title=title))
    return {key: StepTickets(count=number, newest=tuple(newest[key])) for key, number in counted.items()}


def _alike(account: Account, viewer: Viewer, desk: Desk) -> tuple[LikeRow, ...]:
    """What is proposed of tickets that are alike; one look each at what the viewer sees, of at most ten."""
    template = template_for(account, desk)
    likeness = template.likeness if template is not None else None
    due = template.due(likeness.within, at=desk.at) if template is not None and likeness is not None else None
    found = []
    for row in LikeTickets.objects.filter(account=account, proposed_at__isnull=False).order_by("proposed_at", "pk")[
        :10
    ]:
        seen = like(account.pk, row.kind, row.topic, since=row.from_at).filter(pk__in=tickets_for(viewer))
        numbers = [TicketAtStep(id=pk, title=title) for pk, title in seen.values_list("pk", "title")[:MOST_TICKETS]]
        found.append(
            LikeRow(
                id=row.pk,
                kind=row.kind,
                topic=row.topic,
                proposed_at=row.proposed_at or desk.at,
                clause=row.clause,
                due_at=due,
                tickets=StepTickets(count=len(numbers), newest=tuple(numbers)),
            )
        )
    return tuple(found)


def _coaches(rows: Iterable[StepRow], desk: Desk) -> tuple[Teammate, ...]:
    """Everybody who may coach, or holds the role of a step."""
    roles = {*desk.organisation.who_may(Right.coach), *(desk.organisation.now(one.role) for one in rows)}
    held = teammates_by_role(roles, desk.at)
    found = {one.id: one for some in held.values() for one in some}
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.id)))
