"""An act on a subject: what the book changed by its instant comes first, then what was done, then its clocks follow.

    with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
        act.append(Taken(from_person=None))

No act names a clock. The caller holds the transaction and the subject's lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from firsthand.domain.clocks import LIVE_STATES, RULES, Followed, FollowedClock, followed
from firsthand.domain.events import DESK, Actor, Happened, Payload
from firsthand.domain.events.conversation import MessageReceived, NothingToAnswer, Replied
from firsthand.domain.events.tickets import SplitOff
from firsthand.domain.names import Role
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.subjects import Subject
from firsthand.models.tickets import AT_THE_TOP, NO_CLOCK, Decision, Ticket
from firsthand.services.acting.deciding import decided_by_now
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.straddling import book_changed, due_terms
from firsthand.services.clocks.terms import DecidedTerms
from firsthand.services.clocks.writing import write_clocks
from firsthand.services.events.actions import happened, insert
from firsthand.services.events.queries import happened_to
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare
from firsthand.services.search.actions import write_index_of

_COLUMNS = [field.attname for field in Ticket._meta.concrete_fields]
_MAY_START = (MessageReceived, Replied, NothingToAnswer, SplitOff)


@dataclass(kw_only=True)
class Acting:
    """An act in progress. `ticket` is saved with the clocks; `is_new`: nothing happened to the subject before."""

    desk: Desk
    subject: Subject
    actor: Actor
    ticket: Ticket | None = None
    account_id: int | None = None
    is_new: bool = False
    terms: DecidedTerms
    appended: list[Event] = field(default_factory=list)
    clocks: tuple[FollowedClock, ...] = ()
    rows: list[Clock] = field(default_factory=list)
    touches: bool = True
    _events: list[Happened] | None = None
    _settled: bool = True
    _followed: tuple[int, Followed] | None = None

    @property
    def events(self) -> list[Happened]:
        """All that clocks follow, old and new; read when it is first asked for."""
        if self._events is None:
            self._events = [] if self.is_new else happened_to(self.subject)
        return self._events

    def append(
        self,
        payload: Payload,
        *,
        at: datetime | None = None,
        actor: Actor | None = None,
        because: int | None = None,
        decision: Decision | None = None,
    ) -> Event:
        """Append what happened: at the act's own instant, by its actor, unless another is given."""
        if decision is None and isinstance(payload, _MAY_START) and self.ticket is not None:
            decision = decided_by_now(self.ticket, self.events, self.terms, self.desk)
        if payload.moves_clocks and self.is_clocked:
            events, self._settled = self.events, False
        else:
            events = None
        if decision is not None:
            self.terms.learn(decision)
        row = insert(
            subject=self.subject,
            payload=payload,
            actor=actor or self.actor,
            at=at or self.desk.at,
            recorded_at=self.desk.at,
            account_id=self.account_id,
            because=because,
            decision=decision.pk if decision is not None else None,
        )
        self.appended.append(row)
        if events is not None:
            events.append(happened(row, payload))
        return row

    def followed(self) -> Followed:
        """The subject as its events leave it so far."""
        if self._followed is None or self._followed[0] != len(self.events):
            self._followed = len(self.events), followed(self.events, self.terms)
        return self._followed[1]

    def apply_due_terms(self) -> None:
        """Append what the book changed for open promises by the act's instant. What a merge brought along was brought
        to the book by the merge, so nothing before the ticket's receipt is new."""
        since = self._began_at
        if since is None or not book_changed(self.desk, since=since):
            return
        for due in due_terms(subject=self.subject, fold=self.followed().fold, terms=self.terms, desk=self.desk):
            self.append(due.payload, at=due.at, actor=DESK, decision=due.decision)

    @property
    def _began_at(self) -> datetime | None:
        """Since when the subject may hold promises; None for one that never does."""
        if self.ticket is not None:
            return self.ticket.received_at
        return self.events[0].at if self.is_clocked and self.events else None

    @property
    def is_clocked(self) -> bool:
        """Whether any kind of clock is about such a subject."""
        return any(self.subject.kind in rule.subjects for rule in RULES.values())

    def settle(self) -> None:
        """Let the clocks follow: `clocks` and `rows` are then those of the subject by now, and its ticket is in order.
        It happens by itself at the end of an act that moved a clock."""
        self.clocks = self.followed().clocks
        self.rows = write_clocks(
            subject=self.subject,
            clocks=self.clocks,
            at=self.desk.at,
            because=self._cause(),
            known_at=self.terms.known_at,
            is_new=self.is_new,
            own={one.id for one in self.events},
        )
        self._settled = True
        if self.ticket is not None:
            self._order(self.ticket)

    def end(self) -> None:
        """What was not settled yet is, and the ticket is saved."""
        if not self._settled:
            self.apply_due_terms()  # for what is open again
            self.settle()
        if self.ticket is None:
            return
        if self.touches:
            self.ticket.updated_at = max(self.ticket.updated_at, self.desk.at)
        self.ticket.save(update_fields=_changed(self.ticket))

    def _order(self, ticket: Ticket) -> None:
        """The ticket's place: at the top where our last word did not arrive, else when the next clock of its
        responsible role breaks."""
        now = self.desk.organisation.now
        role = now(Role(ticket.responsible_role))
        owed = [
            (clock.due_at, clock.started_by, clock.kind)
            for clock in self.clocks
            if clock.due_at is not None
            and not clock.carried
            and clock.state in LIVE_STATES
            and (clock.sent_until is None or clock.sent_until < self.desk.at)
            and (not clock.terms.owed_by or now(Role(clock.terms.owed_by)) == role)
        ]
        soonest = min(owed, default=None)
        ticket.order_at, ticket.next_clock = (soonest[0], soonest[2]) if soonest else (NO_CLOCK, "")
        ticket.undelivered_at = self.followed().fold.undelivered_at if ticket.phase == Phase.open else None
        if ticket.undelivered_at is not None:
            ticket.order_at = AT_THE_TOP

    def _cause(self) -> int | None:
        """The event of this act that other judgements are because of: the newest that moves clocks and did not itself
        come of another one here. None where only time passed."""
        here = {row.pk for row in self.appended}
        moving = {one.id for one in self.events}
        roots = [row.pk for row in self.appended if row.because_id not in here and row.pk in moving]
        return roots[-1] if roots else None


def _changed(ticket: Ticket) -> list[str]:
    """The columns of a ticket that its row does not say. Only they are written: each costs, and each has its index."""
    row = _row().rows(ticket=ticket.pk)[0]
    return [name for name, value in zip(_COLUMNS, row, strict=True) if getattr(ticket, name) != value]


@cache
def _row() -> PreparedQuery:
    """The row of a ticket."""
    return prepare(Ticket.objects.filter(pk=Blank("ticket")).values_list(*_COLUMNS))


@contextmanager
def acting_on_ticket(ticket: Ticket, *, desk: Desk, actor: Actor, is_new: bool = False) -> Iterator[Acting]:
    """Act on a ticket that the caller holds locked; `is_new`: it was made in this transaction and has no event yet."""
    act = Acting(
        desk=desk,
        subject=ticket.subject,
        actor=actor,
        ticket=ticket,
        account_id=ticket.account_id,
        terms=DecidedTerms(desk=desk, subject_id=ticket.subject_id),
        is_new=is_new,
    )
    yield from _act(act)


@contextmanager
def acting(
    subject: Subject, *, desk: Desk, actor: Actor, account_id: int | None = None, is_new: bool = False
) -> Iterator[Acting]:
    """Act on a subject that is no ticket. One that no kind of clock is about has none to follow."""
    act = Acting(
        desk=desk,
        subject=subject,
        actor=actor,
        account_id=account_id,
        terms=DecidedTerms(desk=desk, subject_id=subject.pk),
        is_new=is_new,
    )
    yield from _act(act)


def _act(act: Acting) -> Iterator[Acting]:
    if not act.is_new:
        act.apply_due_terms()
    yield act
    act.end()
    if act.ticket is not None:
        write_index_of(act.ticket.pk, contact=act.ticket.contact_id)
