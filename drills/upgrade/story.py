"""One ticket of the version before, from its receipt to now: every row that the program of then would have kept.

The clocks are as that version kept them, faults included: all of them start at receipt, a reply meets `next_response`
as well, nothing ever meets `update`, and a clock that is made while the ticket waits does not stand still.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from drills.upgrade.clock import Clock, Line, Span, StoryDecision, Terms

NO_CLOCK = datetime(9999, 1, 1, tzinfo=UTC)
LIVE = ("running", "paused")
_PRODUCTION = 0.4


@dataclass(frozen=True, kw_only=True)
class World:
    """What every story shares: chance, numbers, people, and what the book says of a request."""

    chance: random.Random
    now: datetime
    numbers: dict[str, Iterator[int]]
    people: Sequence[tuple[int, str]]
    terms: Callable[[str, str, str], tuple[Terms, ...]]
    edition: str


@dataclass(kw_only=True, eq=False)
class Message:
    """A message, as far as a story needs it."""

    id: int
    at: datetime
    direction: str
    person: int | None = None
    counts: bool = False
    automatic: str = ""
    taken_back_at: datetime | None = None


class Story:
    """A ticket with all that hangs on it. Acts are given with rising instants; what time brings comes by itself."""

    def __init__(self, world: World, *, account: int | None, contact: int, received_at: datetime) -> None:
        self.world, self.account, self.contact, self.received_at = world, account, contact, received_at
        self.id = self._number("ticket")
        self.status, self.kind, self.severity = "new", "troubleshooting", ""
        self.stage = "production" if world.chance.random() < _PRODUCTION else "trial"
        self.confirmed_at: datetime | None = None
        self.responsible: int | None = None
        self.solved_at: datetime | None = None
        self.closes_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.closed_as = ""
        self.at = received_at
        self.lines: list[Line] = []
        self.clocks: list[Clock] = []
        self.messages: list[Message] = []
        self.decisions: list[StoryDecision] = []
        self.verdicts: list[tuple[Clock, datetime, str, datetime | None, int | None]] = []
        self.notices: list[tuple[str, int, datetime, str]] = []
        self.links: list[tuple[int, int, str, datetime]] = []
        self.tags: list[str] = []
        self._received()

    # What people and customers do

    def take(self) -> None:
        """Somebody takes it."""
        person, _ = self.world.chance.choice(self.world.people)
        before, self.responsible = self.responsible, person
        self._open_if_new()
        self._follow_status(self.say("taken", actor=person, detail={"from": before or ""}))

    def assign(self) -> None:
        """Somebody gives it to somebody, or to the team."""
        before = {"role": "support", "person": self.responsible}
        person, name = self.world.chance.choice([*self.world.people, (None, "")])
        self.responsible = person
        if person is not None:
            self._open_if_new()
        detail = {"from": before, "role": "support", "to": name}
        self._follow_status(self.say("assigned", actor=self._somebody(), why="knows it best", detail=detail))

    def rate(self) -> None:
        """Somebody rates it: the book is asked again, and clocks on other terms begin anew, without any pause."""
        before, self.severity = self.severity, self.world.chance.choice(["s1", "s2", "s3", ""])
        detail = {"from": before, "to": self.severity, "responsible_role": "support"}
        self._decide_again("severity_set", detail)

    def confirm(self) -> None:
        """Somebody confirms or changes the kind."""
        verb = "kind_confirmed" if self.confirmed_at is None else "reclassified"
        before, self.kind = self.kind, self.world.chance.choice(["troubleshooting", "troubleshooting", "how_to"])
        self.confirmed_at = self.confirmed_at or self.at
        self._decide_again(verb, {"from": before, "to": self.kind, "responsible_role": "support"})

    def reply(self, *, counts: bool) -> Message:
        """Somebody writes to the customer, who owes the next step then."""
        person = self.responsible or self._somebody()
        message = self._message("outbound", person=person, counts=counts)
        before = {"status": self.status, "responsible": self.responsible}
        detail = {"message": message.id, "counts": counts, "before": before}
        self.say("replied", actor=person, why="" if counts else "It says no next step.", detail=detail)
        if counts:
            self._meet(("first_response", "next_response"), message, actor=person)
        if self.status not in ("pending", "solved", "closed"):
            self.set_status("pending", actor=person)
        return message

    def take_back(self) -> None:
        """A reply that is taken back at once: what it had met runs on, its verdict stays."""
        message = self.reply(counts=True)
        self.at += timedelta(seconds=5)
        message.taken_back_at = self.at
        for clock in self.clocks:
            if clock.met_by == message.id:
                clock.state, clock.met_by, clock.ended_at, clock.because = "running", None, None, ""
        self.set_status("open", actor=message.person, why="the reply was taken back")
        self.say("reply_taken_back", actor=message.person, detail={"message": message.id})

    def hear(self, *, automatic: bool = False) -> None:
        """The customer writes again, or a machine of theirs does."""
        self._message("inbound", automatic="auto_reply" if automatic else "")
        verb = "automatic_message_received" if automatic else "message_received"
        line = self.say(verb, detail={"from": f"Customer <c{self.contact}@mail.example>", "was": self.status})
        if not automatic and self.status in ("pending", "on_hold", "solved"):
            self.status, self.solved_at, self.closes_at = "open", None, None
        self._follow_status(line)

    def set_status(self, status: str, *, actor: int | None = None, why: str = "") -> None:
        """Somebody changes the status."""
        before, self.status = self.status, status
        self.solved_at = self.at if status == "solved" else None
        self.closes_at = self.at + timedelta(days=14) if status == "solved" else None
        detail = {"from": before, "to": status}
        line = self.say("status_set", actor=actor or self._somebody(), why=why, detail=detail)
        if status == "solved":
            self._meet(("resolution",), None, actor=line.actor)
        self._follow_status(line)

    def end_as_spam(self) -> None:
        """It is no request."""
        person = self._somebody()
        for clock in self._live():
            self._end(clock, "cancelled", because="not a request: spam", actor=person)
        self._close("spam")
        self.say("ended_as_not_a_request", actor=person, detail={"as": "spam"})

    def judge_as_if(self) -> None:
        """Somebody asks what a clock would have come to under another edition."""
        ended = [one for one in self.clocks if one.state in ("met", "missed") and one.due_at is not None]
        if ended:
            clock, person = ended[0], self._somebody()
            self.verdicts.append((clock, self.at, "met" if clock.state == "met" else "breached", None, person))
            detail = {"clock": clock.terms.kind, "edition": self.world.edition, "outcome": "met", "clause": "S18"}
            detail["due_at"] = (clock.due_at or self.at).isoformat()
            self.say("judged_as_if", actor=person, why="A customer asked.", detail=detail)

    def absorb(self, source: "Story") -> None:
        """Another ticket is merged into this one: of two clocks of a kind the one that breaks first goes on."""
        person = self._somebody()
        judged = {one.terms.kind for one in self.clocks if one.state in ("met", "missed")}
        source.at = self.at
        for clock in source._live():
            other = next((one for one in self._live() if one.terms.kind == clock.terms.kind), None)
            due, other_due = clock.due_at or NO_CLOCK, NO_CLOCK if other is None else other.due_at or NO_CLOCK
            if due < other_due and clock.terms.kind not in judged and clock.breached_at is None:
                if other is not None:
                    because = f"the clock of #{source.id} is due earlier"
                    self._end(other, "cancelled", because=because, actor=person)
                self._carry(clock)
            state = "cancelled" if clock.breached_at is None else "missed"
            source._end(clock, state, because=f"merged into #{self.id}", actor=person)
        source._close("merged")
        self.links.append((source.id, self.id, "merged_into", self.at))
        source.say("merged_away", actor=person, why="the same", detail={"ticket": self.id})
        line = self.say("merged_in", actor=person, why="the same", detail={"ticket": source.id})
        if self.status in ("pending", "on_hold", "solved"):
            self.status, self.solved_at, self.closes_at = "open", None, None
        self._follow_status(line)

    def say(
        self, verb: str, *, actor: int | None = None, why: str = "", detail: Mapping[str, object] | None = None
    ) -> Line:
        """One event of the timeline, now."""
        line = Line(ticket=self.id, at=self.at, actor=actor, verb=verb, why=why, detail=dict(detail or {}))
        self.lines.append(line)
        return line

    # What time brings

    def pass_until(self, at: datetime) -> None:
        """Everything that is due before `at` happens: warnings, breaches, escalations, the close."""
        while True:
            coming = [(*moment, clock) for clock in self._live() for moment in [next(clock.moments(), None)] if moment]
            when, name, clock = min(coming, key=lambda one: one[0], default=(NO_CLOCK, "", None))
            if self.closes_at is not None and self.closes_at < min(when, at):
                self._close_by_itself(self.closes_at)
            elif clock is not None and when < at:
                self._fire(clock, name, when)
            else:
                break
        self.at = max(self.at, at)

    def _fire(self, clock: Clock, name: str, at: datetime) -> None:
        self.at = at
        if name == "warning":
            clock.warned_at = at
        elif name == "breach":
            clock.breached_at = at
            self.verdicts.append((clock, at, "breached", None, None))
        else:
            clock.escalated = int(name)
        verb = {"warning": "clock_warned", "breach": "clock_breached"}.get(name, "clock_escalated")
        told = self.world.people[clock.id % len(self.world.people)]
        self.notices.append((f"clock:{clock.id}:{name}:{told[0]}", told[0], at, verb))
        detail: dict[str, object] = {"clock": clock.terms.kind, "due_at": (clock.due_at or at).isoformat()}
        detail |= {"told": [told[1]], "clauses": ["breach.team"], "seen_at": at.isoformat()}
        self.say(verb, detail=detail)

    def _close_by_itself(self, at: datetime) -> None:
        self.at = at
        for clock in self._live():
            state = "cancelled" if clock.breached_at is None else "missed"
            self._end(clock, state, because="closed by itself without a response", actor=None)
        solved_at = self.solved_at
        self._close("resolved")
        self.solved_at = solved_at
        self.say("closed_by_itself")

    # What follows from these

    def _received(self) -> None:
        self._message("inbound")
        decision = self._decide("received")
        detail = {"from": f"c{self.contact}@mail.example", "to": "help@lighthouse.example"}
        line = self.say("received", why="", detail={**detail, "responsible_role": "support"})
        line.decision = decision
        for terms in self.world.terms(self.stage, self.kind, self.severity):
            self._start(terms, decision)

    def _decide(self, occasion: str) -> int:
        facts: dict[str, object] = {"kind": self.kind, "severity": self.severity, "channel": "email"}
        facts |= {"stage": self.stage, "strategic": False, "account": None, "plan": "", "contract": ""}
        decided = StoryDecision(
            id=self._number("decision"),
            at=self.at,
            occasion=occasion,
            facts={**facts, "received_at": self.received_at.isoformat()},
            clocks=self.world.terms(self.stage, self.kind, self.severity),
        )
        self.decisions.append(decided)
        return decided.id

    def _decide_again(self, verb: str, detail: Mapping[str, object]) -> None:
        person, decision = self._somebody(), self._decide(verb)
        self.say(verb, actor=person, why="", detail=detail).decision = decision
        judged = {one.terms.kind for one in self.clocks if one.state in ("met", "missed")}
        live = {one.terms.kind: one for one in self._live()}
        wanted = {one.kind: one for one in self.world.terms(self.stage, self.kind, self.severity)}
        for kind, clock in live.items():
            if kind in wanted and wanted[kind].clause == clock.terms.clause:
                wanted.pop(kind)
            else:
                self._end(clock, "cancelled", because="decided again", actor=person)
        for kind, terms in wanted.items():
            if kind not in judged:
                self._start(terms, decision)

    def _start(self, terms: Terms, decision: int) -> None:
        clock = Clock(
            id=self._number("clock"), ticket=self.id, decision=decision, terms=terms, started_at=self.received_at
        )
        clock.count()
        self.clocks.append(clock)
        detail = {"clock": terms.kind, "due_at": (clock.due_at or self.at).isoformat(), "clause": terms.clause}
        self.say("clock_started", detail=dict(detail)).decision = decision
        self.pass_until(self.at)

    def _carry(self, clock: Clock) -> None:
        spans = [Span(from_at=o.from_at, to_at=o.to_at, cause=o.cause, evidence=o.evidence) for o in clock.spans]
        copy = Clock(**{**vars(clock), "id": self._number("clock"), "ticket": self.id, "spans": spans})
        self.clocks.append(copy)

    def _follow_status(self, line: Line) -> None:
        for clock in self._live():
            holds = self.status in clock.terms.pauses_on and clock.breached_at is None
            if holds and clock.state == "running":
                cause = f"the ticket is {self.status.replace('_', ' ')}"
                clock.spans.append(Span(from_at=self.at, to_at=None, cause=cause, evidence=line))
                clock.state, clock.due_at = "paused", None
            elif not holds and clock.state == "paused":
                self._resume(clock)
                clock.state = "running"

    def _resume(self, clock: Clock) -> None:
        for span in clock.spans:
            span.to_at = span.to_at or self.at
        clock.count()

    def _meet(self, kinds: tuple[str, ...], message: Message | None, *, actor: int | None) -> None:
        for clock in [one for one in self._live() if one.terms.kind in kinds]:
            clock.met_by = message.id if message is not None else None
            self._resume(clock)
            late = clock.due_at is not None and self.at > clock.due_at
            self._end(clock, "missed" if late else "met", because="answered", actor=actor)
            if not late:
                self.verdicts.append((clock, self.at, "met", self.at, None))
            detail = {"clock": clock.terms.kind, "due_at": (clock.due_at or self.at).isoformat()}
            verb = "clock_answered_late" if late else "clock_met"
            self.say(verb, actor=actor, detail={**detail, "clause": clock.terms.clause})

    def _end(self, clock: Clock, state: str, *, because: str, actor: int | None) -> None:
        if clock.due_at is None:
            self._resume(clock)
        clock.state, clock.ended_at, clock.because = state, self.at, because
        if state == "cancelled":
            detail: dict[str, object] = {"clock": clock.terms.kind, "clause": clock.terms.clause}
            self.say("clock_cancelled", actor=actor, why=because, detail=detail)

    def _close(self, as_: str) -> None:
        self.status, self.closed_as, self.closed_at, self.closes_at = "closed", as_, self.at, None
        self.solved_at = self.solved_at or self.at

    def _open_if_new(self) -> None:
        if self.status == "new":
            self.status = "open"

    def _live(self) -> list[Clock]:
        return [one for one in self.clocks if one.state in LIVE]

    def _message(self, direction: str, **values: object) -> Message:
        message = Message(id=self._number("message"), at=self.at, direction=direction, **values)  # type: ignore[arg-type]
        self.messages.append(message)
        return message

    def _somebody(self) -> int:
        return self.world.chance.choice(self.world.people)[0]

    def _number(self, table: str) -> int:
        return next(self.world.numbers[table])


def numbers() -> dict[str, Iterator[int]]:
    """Numbers from 1 on for each table."""
    return {table: count(1) for table in ("ticket", "message", "decision", "clock")}
