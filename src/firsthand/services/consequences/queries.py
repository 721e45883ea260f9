"""Rounds as pages show them: on a sheet each, beside their account, and in one list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from firsthand.domain.consequences import Advice, Move, Moved, moved_as, moves_asked_about, waited, warning_roles
from firsthand.domain.errors import Missing
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.consequences import STANDS, AskedConsequence, CombinedAnswer, ConsequenceRound
from firsthand.models.people import Person
from firsthand.models.tickets import Decision
from firsthand.services.access.consequences import asked_of, bridged_by, to_combine
from firsthand.services.access.doors import consequence_rounds_for
from firsthand.services.access.roles import roles_of
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.about_one_clock import facts_of
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.answers import AnswerClock, clock_of
from firsthand.services.consequences.deciding import NO_BRIDGE, NO_CLOCK
from firsthand.services.consequences.notes import NoteRow, notes_on_subjects
from firsthand.services.consequences.telling import label_of, wanted_of

MOST_RUNNING, MOST_ENDED, MOST_BESIDE = 100, 50, 5


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """What one role was asked. `waited`: how long the sale waited for it; `may_answer`: the answer is the viewer's."""

    id: int
    role: str
    answer: str
    text: str
    who: str
    at: datetime | None
    clock: AnswerClock
    waited: timedelta
    may_answer: bool


@dataclass(frozen=True, kw_only=True)
class CombinedRow:
    """One combined answer; the newest counts. `without` are the roles that had not answered."""

    advice: str
    customer_interest: str
    long_term: str
    conflict: str
    without: tuple[str, ...]
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """What sales asked, and how it stands. `waited` is how long the sale waited in all, until it moved or now. `bridge`
    is who records the combined answer, by name or by role; `stood` how it stood when sales moved."""

    id: int
    what: Sentence
    wanted: Sentence
    move: str
    stage: str
    account_id: int
    account: str
    account_stage: str
    why: str
    clause: str
    who: str
    mine: bool
    at: datetime
    asked: tuple[AskedRow, ...]
    combined: tuple[CombinedRow, ...]
    clock: AnswerClock
    bridge_person: str
    bridge_role: str
    notes: tuple[NoteRow, ...]
    stood: str
    moved_by: str
    moved_at: datetime | None
    moved_why: Sentence
    withdrawn_at: datetime | None
    waited: timedelta
    waited_for_bridge: timedelta
    may_combine: bool

    @property
    def answer(self) -> CombinedRow | None:
        """The combined answer that counts."""
        return self.combined[-1] if self.combined else None

    @cached_property
    def unanswered(self) -> tuple[AskedRow, ...]:
        """The roles that have not answered."""
        return tuple(one for one in self.asked if not one.answer)

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be moved or answered any more."""
        return self.withdrawn_at is not None or (self.moved_at is not None and self.is_answered)

    @property
    def is_answered(self) -> bool:
        """Whether everybody has answered, and the answers were combined."""
        return bool(self.combined) and not self.unanswered

    @property
    def stands(self) -> Moved:
        """How it stands for a move that is made now."""
        return moved_as(Advice(self.answer.advice) if self.answer is not None else None)

    @property
    def is_to_move(self) -> bool:
        """Whether sales may still move it."""
        return self.moved_at is None and self.withdrawn_at is None


@dataclass(frozen=True, kw_only=True)
class RoundsPage:
    """The list: what waits for the viewer, what runs beside that, and what ended last."""

    waiting: tuple[RoundRow, ...]
    running: tuple[RoundRow, ...]
    ended: tuple[RoundRow, ...]
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class BesideAccount:
    """What was asked about an account, newest first, and what sales may ask about there by the book (nothing for
    whoever does not sell)."""

    rounds: tuple[RoundRow, ...]
    has_more: bool
    moves: tuple[Move, ...]

    @property
    def to_move(self) -> tuple[RoundRow, ...]:
        """The rounds about a stage that sales has not moved."""
        return tuple(one for one in self.rounds if one.is_to_move and one.move == Move.stage)


def round_page(*, viewer: Viewer, round_id: int, desk: Desk) -> RoundRow:
    """One round, in a number of queries that does not grow with it. Raises Missing."""
    require(viewer, Right.see_desk)
    found = _rows(_shown(viewer, desk).filter(pk=round_id), viewer, desk)
    if not found:
        raise Missing("no_round", say("Sales asked for no such consequences."))
    return found[0]


def round_of_subject(*, viewer: Viewer, subject_id: int) -> int:
    """The round on whose sheet a subject of this room stands. Raises Missing."""
    require(viewer, Right.see_desk)
    which = Q(subject=subject_id) | Q(asked__subject=subject_id)
    found = consequence_rounds_for(viewer).filter(which).values_list("pk", flat=True).first()
    if found is None:
        raise Missing("no_round", say("Sales asked for no such consequences."))
    return found


def rounds_page(*, viewer: Viewer, desk: Desk) -> RoundsPage:
    """All rounds, in a number of queries that does not grow with them. Raises Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    open_ = Exists(AskedConsequence.objects.filter(round=OuterRef("pk"), answered_at=None))
    runs = Q(STANDS) & (Q(moved_at=None) | Q(combined=None) | Q(open_))
    waits = Q(pk__in=asked_of(viewer, desk.at).values("round")) | Q(pk__in=to_combine(viewer, desk.at).values("pk"))
    shown = _shown(viewer, desk)
    mine = list(shown.filter(waits).order_by("asked_at", "pk")[:MOST_RUNNING])
    running = list(shown.filter(runs).exclude(waits).distinct().order_by("-asked_at", "-pk")[: MOST_RUNNING + 1])
    ended = list(shown.exclude(runs).distinct().order_by("-asked_at", "-pk")[:MOST_ENDED])
    rows = _rows([*mine, *running[:MOST_RUNNING], *ended], viewer, desk)
    first, then = len(mine), len(mine) + len(running[:MOST_RUNNING])
    return RoundsPage(
        waiting=tuple(rows[:first]),
        running=tuple(rows[first:then]),
        ended=tuple(rows[then:]),
        has_more=len(running) > MOST_RUNNING,
    )


def beside_account(*, viewer: Viewer, account: Account, any_asked: bool, desk: Desk) -> BesideAccount:
    """What was asked about an account that the viewer was shown. Three queries, and none where nothing was."""
    asked = _shown(viewer, desk).filter(account=account).order_by("-pk")
    found = list(asked[: MOST_BESIDE + 1]) if any_asked else []
    sells = viewer.may(Right.set_commercial)
    return BesideAccount(
        rounds=tuple(_rows(found[:MOST_BESIDE], viewer, desk)),
        has_more=len(found) > MOST_BESIDE,
        moves=moves_asked_about(desk.edition, facts_of(account), at=desk.at) if sells else (),
    )


def sees_consequences(viewer: Viewer, *, desk: Desk) -> bool:
    """Whether the book has anybody asked for consequences, which the whole company reads (S16)."""
    return viewer.may(Right.see_desk) and bool(warning_roles(desk.edition, at=desk.at))


def _clocked(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Rows with the newest clock of their subject, and what the book said last of it."""
    clock = Clock.objects.filter(subject=OuterRef("subject")).order_by("-id")
    decided = Decision.objects.filter(subject=OuterRef("subject")).order_by("-id")
    found: QuerySet[Any, Any] = rows.annotate(
        due_at=Subquery(clock.values("due_at")[:1]),
        clock_state=Subquery(clock.values("state")[:1]),
        clock_breached_at=Subquery(clock.values("breached_at")[:1]),
        clock_clause=Subquery(clock.values("clause")[:1]),
        decided=Subquery(decided.values("outcome")[:1]),
    )
    return found


def _shown(viewer: Viewer, desk: Desk) -> QuerySet[Any, Any]:
    mine = ConsequenceRound.objects.filter(bridged_by(viewer, desk.at), pk=OuterRef("pk"))
    rows = consequence_rounds_for(viewer).select_related("account__accountable", "asked_by", "moved_by", "subject")
    found: QuerySet[Any, Any] = _clocked(rows).annotate(is_mine_to_bridge=Exists(mine))
    return found


def _rows(found: Iterable[Any], viewer: Viewer, desk: Desk) -> list[RoundRow]:
    rows: Sequence[Any] = list(found)
    if not rows:
        return []
    asked, combined = defaultdict[int, list[Any]](list), defaultdict[int, list[CombinedAnswer]](list)
    of_mine = Exists(roles_of(viewer, desk.at).filter(name=OuterRef("role")))
    for one in (
        _clocked(AskedConsequence.objects.filter(round__in=[row.pk for row in rows]))
        .annotate(is_mine=of_mine, text=F("note__text"))
        .select_related("answered_by")
        .order_by("pk")
    ):
        asked[one.round_id].append(one)
    for said in CombinedAnswer.objects.filter(round__in=[row.pk for row in rows]).select_related("by").order_by("pk"):
        combined[said.round_id].append(said)
    notes = notes_on_subjects(viewer, [row.subject_id for row in rows])
    return [
        _row(row, asked[row.pk], combined[row.pk], viewer=viewer, desk=desk, notes=notes[row.subject_id])
        for row in rows
    ]


def _row(
    row: Any,  # noqa: ANN401, RUF100 - annotated
    asked: list[Any],
    combined: list[CombinedAnswer],
    *,
    viewer: Viewer,
    desk: Desk,
    notes: tuple[NoteRow, ...],
) -> RoundRow:
    until = min(one for one in (row.moved_at, row.withdrawn_at, desk.at) if one is not None)
    first = combined[0].at if combined else None
    person = _here(row.account.accountable)
    return RoundRow(
        id=row.pk,
        what=label_of(row),
        wanted=wanted_of(row),
        move=row.move,
        stage=row.wanted if row.move == Move.stage else "",
        account_id=row.account_id,
        account=row.account.name,
        account_stage=row.account.stage,
        why=row.why,
        clause=row.clause,
        who=row.asked_by.name,
        mine=row.asked_by_id == viewer.person_id,
        at=row.asked_at,
        asked=tuple(_asked(one, row, until=until) for one in asked),
        combined=tuple(_combined(one) for one in combined),
        clock=clock_of(row, none=NO_BRIDGE),
        bridge_person=person.name if person is not None else "",
        bridge_role=row.bridge,
        notes=notes,
        stood=row.stood,
        moved_by=row.moved_by.name if row.moved_by is not None else "",
        moved_at=row.moved_at,
        moved_why=row.moved_why,
        withdrawn_at=row.withdrawn_at,
        waited=waited(row.asked_at, None, until=until),
        waited_for_bridge=waited(row.asked_at, first, until=until),
        may_combine=row.withdrawn_at is None and row.is_mine_to_bridge,
    )


def _asked(one: Any, row: ConsequenceRound, *, until: datetime) -> AskedRow:  # noqa: ANN401, RUF100 - annotated
    return AskedRow(
        id=one.pk,
        role=one.role,
        answer=one.answer,
        text=one.text or "",
        who=one.answered_by.name if one.answered_by is not None else "",
        at=one.answered_at,
        clock=clock_of(one, none=NO_CLOCK),
        waited=waited(row.asked_at, one.answered_at, until=until),
        may_answer=row.withdrawn_at is None and not one.answer and one.is_mine,
    )


def _combined(one: CombinedAnswer) -> CombinedRow:
    return CombinedRow(
        advice=one.advice,
        customer_interest=one.customer_interest,
        long_term=one.long_term,
        conflict=one.conflict,
        without=tuple(map(Role, one.without)),
        who=one.by.name,
        at=one.at,
    )


def _here(person: Person | None) -> Person | None:
    return person if person is not None and person.is_active else None
