"""A reply that is marked as the response afterwards: by whom, until when, and who hears of it."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.sentences import PLAIN
from firsthand.domain.tickets import proposed_mark
from firsthand.models.clocks import Verdict
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.clocks.queries import turned_by
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.marking import mark_reply, may_still_count
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, clocks

START = datetime(2021, 8, 9, 10, 0, tzinfo=UTC)
LATE = START + timedelta(hours=3)
DONE = "We found the lock and rebuilt the index. Please try again and tell us if it comes back."


@pytest.fixture
def answered(lighthouse: Lighthouse) -> Message:
    """Mira answered in time and forgot the mark; the promise of an hour was judged late since."""
    ticket, at = lighthouse.ticket(received_at=START), START + timedelta(minutes=20)
    written = reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text=DONE, substantive=False, at=at)
    lighthouse.post(at=at + timedelta(seconds=12))
    fire_due(now=LATE)
    return written.message


def marks(desk: Lighthouse, message: Message, *, by: Person | None = None, counts: bool = True) -> Ticket:
    """Mira marks it, unless the test says who does."""
    viewer = desk.viewer(by or desk.mira, at=LATE)
    return mark_reply(viewer=viewer, message_id=message.pk, counts=counts, at=LATE, why="I forgot the mark.")


def test_a_breach_that_was_judged_stays_beside_the_second_verdict(lighthouse: Lighthouse, answered: Message) -> None:
    ticket = marks(lighthouse, answered)
    clock = clocks(ticket)["first_response"]
    verdicts = Verdict.objects.filter(clock=clock).order_by("id")
    assert [one.outcome for one in verdicts] == ["breached", "met"]
    assert (clock.state, clock.ended_at) == ("met", answered.at)
    event = Event.objects.get(verb="reply_marked")
    assert (event.person, event.words) == (lighthouse.mira, {"why": "I forgot the mark."})
    assert turned_by(event) == [verdicts[1]]


def test_whoever_heads_the_role_that_owed_it_is_told_by_whom_and_why(lighthouse: Lighthouse, answered: Message) -> None:
    Notice.objects.all().delete()
    marks(lighthouse, answered)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (lighthouse.ada, "reply_marked")
    assert "Mira Lindqvist" in PLAIN.sentence(notice.text)
    assert "I forgot the mark." in PLAIN.sentence(notice.text)


def test_nobody_is_told_where_nothing_was_late(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(received_at=START)
    mira, at = lighthouse.viewer(lighthouse.mira), START + timedelta(minutes=5)
    message = reply(viewer=mira, ticket_id=ticket.pk, text=DONE, substantive=False, at=at).message
    lighthouse.post(at=at + timedelta(seconds=12))
    mark_reply(viewer=mira, message_id=message.pk, counts=True, at=at + timedelta(minutes=5), why="Forgotten.")
    assert (clocks(ticket)["first_response"].state, Notice.objects.count()) == ("met", 0)


def test_only_its_writer_says_that_it_counts_and_anybody_that_it_does_not(
    lighthouse: Lighthouse, answered: Message
) -> None:
    with pytest.raises(Refused) as refused:
        marks(lighthouse, answered, by=lighthouse.ada)
    assert refused.value.code == "not_yours"
    marks(lighthouse, answered)
    ticket = marks(lighthouse, answered, by=lighthouse.ada, counts=False)
    assert clocks(ticket)["first_response"].state == "running"


@pytest.mark.parametrize(("automatic", "may"), [("", False), ("auto_reply", True)])
def test_it_is_theirs_to_say_until_the_customer_writes_again(
    lighthouse: Lighthouse, answered: Message, automatic: str, may: bool
) -> None:
    Message.objects.create(
        ticket=answered.ticket,
        direction=Direction.inbound,
        channel="email",
        contact=lighthouse.ana,
        at=START + timedelta(hours=1),
        text="And?",
        automatic=automatic,
    )
    assert may_still_count(answered, lighthouse.viewer(lighthouse.mira)) is may
    if not may:
        with pytest.raises(Refused) as refused:
            marks(lighthouse, answered)
        assert refused.value.code == "written_since"


@pytest.mark.parametrize(
    "text",
    [
        DONE,
        "Hi Ana,\nthe cause is a lock in the index; I’ve restarted it. I'll watch it until tomorrow.",
        "Wir haben den Fehler gefunden. Bitte starten Sie uns den Dienst neu.",
    ],
)
def test_a_reply_with_what_was_done_and_the_next_step_is_proposed_with_its_words(text: str) -> None:
    assert proposed_mark(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We are on it and will get back to you.",
        "We found the lock and rebuilt the index.",
        "Please send us the log.",
        "Thanks for your patience, someone will get back to you soon.",
    ],
)
def test_half_of_it_or_nothing_is_not_proposed(text: str) -> None:
    assert proposed_mark(text) is None


def test_the_reason_names_the_words() -> None:
    said = proposed_mark(DONE)
    assert said is not None
    text = PLAIN.sentence(said)
    assert "(“We found the lock and rebuilt the index”)" in text
    assert "(“Please try again and tell us if it comes back”)" in text
