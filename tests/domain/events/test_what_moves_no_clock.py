"""What says that it moves no clock moves none: clocks are the same without it, whatever else happened."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import ALWAYS_OPEN, parse_budget
from firsthand.domain.clocks import Terms, follow
from firsthand.domain.events import REGISTRY, Happened, Payload
from firsthand.domain.events.conversation import (
    MessageReceived,
    NothingToAnswer,
    Received,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
    ReplyTakenBack,
)
from firsthand.domain.events.handoffs import (
    HandoffAccepted,
    HandoffAnswerTakenBack,
    HandoffDeclined,
    HandoffExpired,
    HandoffOffered,
    HandoffWithdrawn,
)
from firsthand.domain.events.proposals import ProposalAccepted, ProposalDeclined, ProposalWithdrawn, Proposed
from firsthand.domain.events.reviews import ExceptionEnded, Reviewed, ReviewPromised
from firsthand.domain.events.tasks import TaskDone, TaskDropped, TaskGiven, TaskMoved
from firsthand.domain.events.tickets import MergedAway, NotARequest, SeveritySet, SplitOff, StatusChanged
from tests.at_length import at_length
from tests.domain.events.made import EPOCH, payloads

QUIET = sorted(verb for verb, kind in REGISTRY.items() if not kind.moves_clocks)
numbers = st.integers(1, 20)
maybe = st.none() | numbers
STATUSES = (("new", "open"), ("pending", "open"), ("solved", "solved"), ("closed", "closed"))


@st.composite
def moves(draw: st.DrawFn) -> Payload:
    """Something that clocks hear."""
    status, phase = draw(st.sampled_from(STATUSES))
    number, other = draw(numbers), draw(maybe)
    return draw(
        st.sampled_from(
            (
                Received(message=other),
                MessageReceived(message=number),
                Replied(message=number, counts=draw(st.booleans()), seen=other),
                ReplyLeft(reply=number),
                ReplyTakenBack(reply=number),
                ReplyNotDelivered(reply=number),
                ReplyMarked(reply=number, counts=draw(st.booleans())),
                NothingToAnswer(seen=other),
                StatusChanged(from_="new", to=status, owes="team", phase=phase, cause="person"),
                SeveritySet(to="s1"),
                SplitOff(ticket=7, message=other),
                NotARequest(as_="spam"),
                MergedAway(ticket=9),
                ReviewPromised(due_at=EPOCH + timedelta(days=number), clause="C1"),
                Reviewed(),
                ExceptionEnded(),
                Proposed(act="set_severity", field="severity"),
                ProposalAccepted(field="severity"),
                ProposalDeclined(field="severity"),
                ProposalWithdrawn(field="severity"),
                TaskGiven(due_at=EPOCH + timedelta(hours=number)),
                TaskMoved(due_before=EPOCH + timedelta(hours=number), due_at=EPOCH + timedelta(days=number)),
                TaskDone(),
                TaskDropped(),
                HandoffOffered(role="support"),
                HandoffAccepted(essence="x"),
                HandoffDeclined(),
                HandoffWithdrawn(),
                HandoffExpired(),
                HandoffAnswerTakenBack(answer=number),
            )
        )
    )


@dataclass(frozen=True)
class _Terms:
    """Two decisions with other terms each."""

    def __call__(self, decision: int, kind: str) -> Terms | None:
        if kind == "update" and decision == 1:
            return None
        return Terms(
            clause=f"{kind}-{decision}",
            edition="A1",
            commitment="",
            budget=parse_budget(f"{4 * decision} hours elapsed"),
            working=ALWAYS_OPEN,
            calendar="always",
            pauses_on=frozenset({"pending"}),
        )


@st.composite
def histories(draw: st.DrawFn) -> list[Happened]:
    """Events in the order of their ids, some of them quiet, some because of an earlier one."""
    found: list[Happened] = []
    at = EPOCH
    for number in range(1, draw(st.integers(1, 16)) + 1):
        at += timedelta(minutes=draw(st.integers(0, 400)))
        is_quiet = draw(st.booleans())
        payload = draw(payloads(REGISTRY[draw(st.sampled_from(QUIET))]) if is_quiet else moves())
        decision = None if is_quiet else draw(st.sampled_from((None, 1, 2)))
        loud = [one.id for one in found if one.payload.moves_clocks]
        because = draw(st.sampled_from([None, *loud]))
        found.append(Happened(id=number, at=at, payload=payload, because=because, decision=decision))
    return found


@settings(max_examples=at_length(300, short=50))
@given(histories())
def test_clocks_are_the_same_without_what_moves_none(events: list[Happened]) -> None:
    heard = [one for one in events if one.payload.moves_clocks]
    assert follow(events, _Terms()) == follow(heard, _Terms())
