"""What a timeline tells of clocks: starts, ends and verdicts. They are no events: they follow from them, and are read
from the rows that the follower wrote."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.clocks import Basis, ClockState, Outcome
from firsthand.domain.events import Payload
from firsthand.domain.events.clocks import Baseline, ClockTold, TermsChanged
from firsthand.domain.events.conversation import CarriedClock, PromiseId
from firsthand.domain.sentences import Sentence, say
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Something that befell a clock, told right after the event `after`. `notable`: a reader of the conversation
    should know of it, not only one of the whole timeline; what is on time, or told by its event, is none."""

    at: datetime
    after: int
    clock: str
    sentence: Sentence
    tone: str = "calm"
    why: str | Sentence = ""
    clause: str = ""
    due_at: datetime | None = None
    notable: bool = False


@dataclass(frozen=True, kw_only=True)
class TimelineEvents:
    """The events of the timeline by id, the instant from which clocks follow them (None: all along), and the clocks of
    which an event says already that they became late."""

    events: Mapping[int, tuple[Event, Payload]]
    since: datetime | None
    told_late: frozenset[int]

    @classmethod
    def of(cls, events: Iterable[tuple[Event, Payload]]) -> "TimelineEvents":
        """What these events say."""
        known = {row.pk: (row, payload) for row, payload in events}
        starts = [row.at for row, payload in known.values() if isinstance(payload, Baseline)]
        told = (payload for _, payload in known.values() if isinstance(payload, ClockTold))
        late = (one.clock_id for one in told if "breach" in one.moments or one.moment == "breach")
        return cls(events=known, since=max(starts, default=None), told_late=frozenset(late))

    def is_new(self, at: datetime) -> bool:
        """Whether something is told from the rows, because no event of an earlier version tells it."""
        return self.since is None or at >= self.since

    def payload(self, event: int | None) -> Payload | None:
        """What an event of this timeline says; None for one that is none of it."""
        return self.events[event][1] if event is not None and event in self.events else None


def turns_of(clocks: Iterable[Clock], events: Iterable[tuple[Event, Payload]]) -> list[Turn]:
    """The turns of a subject's clocks, from its clocks and events at hand. Clocks that ended before clocks followed
    events (`started_by` is None) have events of their own."""
    timeline = TimelineEvents.of(events)
    found: list[Turn] = []
    started: set[tuple[str, int]] = set()
    for clock in clocks:
        if clock.started_by_id is None:
            continue
        promise = (clock.kind, clock.started_by_id)
        if promise not in started:
            started.add(promise)
            found += _start(clock, timeline)
        found += _verdicts(clock, timeline)
        found += _end(clock, timeline)
    for row, payload in timeline.events.values():
        found += _arrivals(row, payload)
    return found


def _start(clock: Clock, timeline: TimelineEvents) -> Iterator[Turn]:
    """Its start, where it started here and by an event that tells it."""
    if timeline.payload(clock.started_by_id) is not None and timeline.is_new(clock.started_at):
        yield Turn(
            at=clock.started_at,
            after=clock.started_by_id or 0,
            clock=clock.kind,
            sentence=say("clock started"),
            clause=clock.clause,
            due_at=clock.due_at if not clock.pauses else None,
        )


def _arrivals(row: Event, payload: Payload) -> Iterator[Turn]:
    """The clocks that came from another subject with an event."""
    if isinstance(payload, Baseline):
        return
    carried: tuple[CarriedClock | PromiseId, ...] = getattr(payload, "carried", ())
    for one in carried:  # those that left have no terms here
        if isinstance(one, CarriedClock) and one.decision is not None:
            words = say("clock goes on here, as it began {at}", at=one.started_at)
            yield Turn(at=row.at, after=row.pk, clock=one.kind, sentence=words)


def _verdicts(clock: Clock, timeline: TimelineEvents) -> Iterator[Turn]:
    verdicts = [one for one in clock.verdicts.all() if one.basis == Basis.as_judged]
    for number, one in enumerate(verdicts):
        if (
            timeline.is_new(one.at)
            and (turn := _verdict(clock, one, is_first=number == 0, timeline=timeline)) is not None
        ):
            yield turn


def _verdict(clock: Clock, verdict: Verdict, *, is_first: bool, timeline: TimelineEvents) -> Turn | None:
    after = verdict.because_id or 0
    if verdict.outcome == Outcome.met:
        return Turn(
            at=verdict.at,
            after=after,
            clock=clock.kind,
            sentence=say("promise was kept"),
            tone="good",
            due_at=verdict.due_at,
        )
    if verdict.outcome == Outcome.open:
        return Turn(at=verdict.at, after=after, clock=clock.kind, sentence=say("is owed again"))
    return Turn(
        at=min(verdict.at, verdict.due_at) if is_first else verdict.at,
        after=after,
        clock=clock.kind,
        sentence=say("became late"),
        tone="late",
        notable=clock.pk not in timeline.told_late,
    )


def _end(clock: Clock, timeline: TimelineEvents) -> Iterator[Turn]:
    """How it ended, where no verdict and no event says so."""
    if clock.ended_at is None or not timeline.is_new(clock.ended_at):
        return
    answered = clock.answered_by_id is not None
    said = {
        ClockState.missed: say("was answered after it was due") if answered else say("was not kept"),
        ClockState.cancelled: say("clock ended"),
        ClockState.replaced: say("goes on under other terms"),
        ClockState.void: say("clock never began"),
    }.get(ClockState(clock.state))
    by_book = isinstance(timeline.payload(clock.ended_by_id), TermsChanged)
    if said is None or by_book:
        return
    is_missed = clock.state == ClockState.missed
    yield Turn(
        at=clock.ended_at,
        after=clock.ended_by_id or 0,
        clock=clock.kind,
        sentence=said,
        tone="late" if is_missed else "calm",
        why="" if answered or clock.state in (ClockState.replaced, ClockState.void) else clock.ended_because,
        due_at=clock.due_at if is_missed else None,
        notable=is_missed,
    )
