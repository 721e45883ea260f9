"""Whatever is done to help that is asked for, and to its ticket, in whatever order: who is asked owes an answer exactly
as long as somebody asks, no ticket changes hands by it, and every clock is what follows from the events."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import DeskError
from firsthand.domain.names import Kind, Role, StateName, TeamName
from firsthand.models.clocks import Clock
from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.restricting import lift, restrict
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.timers.firing import fire_due
from tests.asking_for_help import ask
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

STEPS = 160
HOURS = (0.1, 1, 5, 30)
Act = Callable[[], object]


def acts(desk: Lighthouse, chance: random.Random, at: datetime) -> Iterator[tuple[str, Act]]:
    """What may happen now."""
    tickets = list(Ticket.objects.order_by("-id")[:4])
    ticket, other = chance.choice(tickets), chance.choice(tickets)
    mira, olu = desk.viewer(desk.mira, at=at), desk.viewer(desk.olu, at=at)
    team, priority = chance.choice(["distribution", "search", ""]), chance.choice(["cs/p1", "cs/p2"])
    for _ in range(4):
        yield "ask", lambda: ask(desk.mira, ticket, at=at, team=team, priority=priority)
    status = StateName(chance.choice(["open", "pending", "on_hold", "solved", "closed"]))
    yield "status", lambda: set_status(viewer=mira, ticket_id=ticket.pk, status=status, at=at)
    yield "merge", lambda: merge(viewer=mira, ticket_id=ticket.pk, into_id=other.pk, at=at)
    yield (
        "split",
        lambda: split(
            viewer=mira, ticket_id=ticket.pk, message_id=ticket.messages.earliest("id").pk, subject="Also", at=at
        ),
    )
    circle = Circle(roles=frozenset({Role(chance.choice(["support", "engineering"]))}))
    yield "restrict", lambda: restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="A hole.", at=at)
    yield "lift", lambda: lift(viewer=mira, ticket_id=ticket.pk, why="Known.", at=at)
    yield "new", lambda: opened(desk, chance, at)
    yield "fire", lambda: fire_due(now=at)
    yield "close_due", lambda: move_due(now=at)
    rows = list(HelpRequest.objects.order_by("-id")[:5])
    if not rows:
        return
    row = chance.choice(rows)
    yield "take", lambda: helping.take(viewer=olu, help_id=row.pk, at=at)
    yield "leave", lambda: helping.leave(viewer=olu, help_id=row.pk, at=at)
    to = TeamName("core_app")
    yield "pass_on", lambda: helping.pass_on(viewer=olu, help_id=row.pk, team=to, why="Theirs.", at=at)
    yield "ask_back", lambda: helping.talk(viewer=olu, help_id=row.pk, text="Which?", asks=True, at=at)
    yield "talk", lambda: helping.talk(viewer=mira, help_id=row.pk, text="That.", asks=False, at=at)
    for _ in range(3):
        yield "answer", lambda: helping.answer(viewer=olu, help_id=row.pk, text="So it is.", at=at)
    for _ in range(2):
        yield "again", lambda: asking_for_help.ask_again(viewer=mira, help_id=row.pk, why="Not all.", at=at)
    yield "close", lambda: asking_for_help.close(viewer=mira, help_id=row.pk, link="", why="Known.", at=at)
    yield "withdraw", lambda: asking_for_help.withdraw(viewer=mira, help_id=row.pk, at=at)


def opened(desk: Lighthouse, chance: random.Random, at: datetime) -> Ticket:
    """Trouble that Mira has."""
    ticket, mira = desk.ticket(received_at=at, number=chance.getrandbits(60)), desk.viewer(desk.mira, at=at)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=at)
    return take(viewer=mira, ticket_id=ticket.pk, at=at)


def check(name: str) -> None:
    """Who is asked owes an answer exactly as long as it is asked; a closed ticket asks nobody."""
    for row in HelpRequest.objects.select_related("ticket"):
        live = Clock.objects.filter(subject=row.subject, state="running").count()
        timed = Clock.objects.filter(subject=row.subject).exists()
        assert live == (1 if timed and row.state == "asked" else 0), (name, row.pk, row.state, live)
        assert row.subject.ticket_id == row.ticket_id, name
        assert row.state != "asked" or row.ticket.phase != "closed", (name, row.pk)


@pytest.mark.clause("S50")
@pytest.mark.parametrize("seed", range(4))
def test_the_clock_of_an_answer_runs_exactly_as_long_as_it_is_asked(lighthouse: Lighthouse, seed: int) -> None:
    chance, at, done, refused = random.Random(seed), FRIDAY_1645_PACIFIC, set(), []
    for _ in range(2):
        opened(lighthouse, chance, at)
    for _ in range(STEPS):
        at += timedelta(hours=chance.choice(HOURS))
        name, act = chance.choice(list(acts(lighthouse, chance, at)))
        try:
            act()
            done.add(name)
        except DeskError as refusal:
            refused.append(refusal)
        check(name)
    assert {one.responsible_role for one in Ticket.objects.all()} == {"support"}
    assert done >= {"ask", "answer", "take"}
    assert all(one.code and one.message for one in refused)
    assert not list(differences(open_desk(at)))
