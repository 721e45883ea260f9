"""Whatever people do, in whatever order: the invariants of the design hold after every act."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from firsthand.domain.events.conversation import LEAVES_WITHIN
from firsthand.models.clocks import Clock
from firsthand.models.tickets import AT_THE_TOP, NO_CLOCK, Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse
from tests.stories.book import publish_story_book
from tests.stories.credit import check_credit
from tests.stories.custody import check_custody
from tests.stories.days import Days
from tests.stories.invariants import check, check_doors, check_followed, counts
from tests.stories.invariants_beside import check_all_beside
from tests.three_clocks import BEFORE

STEPS = 600
DOORS_EVERY = 5
BESIDE = {"propose", "accept", "give_task", "finish_task", "move_task", "topic", "restrict", "lift", "rename", "names"}
HANDED = {"offer", "ask_help"}


@pytest.mark.clause("S10")
@pytest.mark.parametrize("seed", range(4))
def test_the_invariants_hold_after_every_act(lighthouse: Lighthouse, seed: int) -> None:
    publish_story_book()
    recent = 12 if seed % 2 else 5  # on few tickets more comes together
    days = Days(desk=lighthouse, random=random.Random(seed), at=BEFORE + timedelta(days=1 + seed), recent=recent)
    days.opens()
    days.begins_with_an_offer()
    before = counts()
    for number in range(STEPS):
        name = days.act()
        check(days.newest(), name, days.at)
        after = counts()
        assert all(new >= old for new, old in zip(after, before, strict=True)), name
        before = after
        if number % DOORS_EVERY == 0:
            check_doors(days.newest(), name, days.at)
        if number % 25 == 24:
            check_credit()
        if number % 100 == 99:
            check_followed(days.at)
    check(Ticket.objects.all(), "the end", days.at)
    check_all_beside()
    check_custody()
    assert sum(days.done.values()) > STEPS / 3
    assert days.done.keys() >= BESIDE | HANDED
    assert days.renamed
    assert all(refusal.code and refusal.message for refusal in days.refusals)
    check_receipts(lighthouse, days)


@pytest.mark.parametrize("seed", range(2))
def test_the_first_book_holds_in_any_order_too(lighthouse: Lighthouse, seed: int) -> None:
    days = Days(desk=lighthouse, random=random.Random(seed), at=FRIDAY_1645_PACIFIC, amendments=0)
    days.opens()
    for _ in range(STEPS // 4):
        name = days.act()
        check(days.newest(), name, days.at)
    check_followed(days.at)


def is_on_its_way(clock: Clock, at: datetime) -> bool:
    """Whether an answer to it may still leave and count from its writing."""
    reply = clock.answered_by
    if clock.state != "sent" or reply is None:
        return False
    return at <= reply.at + timedelta(minutes=reply.payload.get("leaves_within", LEAVES_WITHIN))


def check_receipts(desk: Lighthouse, days: Days) -> None:
    """Invariant 3: the lines of every receipt tile its span, and what counted adds up; tickets stand in their order."""
    viewer = desk.viewer(desk.mira, at=days.at)
    fire_due(now=days.at, limit=10_000)
    for ticket in Ticket.objects.all():
        rows = Clock.objects.filter(state__in=["running", "sent"], subject=ticket.subject, due_at__isnull=False)
        live = rows.filter(owed_by="").select_related("answered_by").order_by("due_at")
        owed = next((one for one in live if not is_on_its_way(one, days.at)), None)
        place = AT_THE_TOP if ticket.undelivered_at else owed.due_at if owed else NO_CLOCK
        assert ticket.order_at == place
        for found in receipts(viewer=viewer, ticket_id=ticket.pk, desk=open_desk(days.at)):
            if found.receipt is None:  # our word, which promises it, has not left
                assert found.clock.due_at is None
                continue
            lines = found.receipt.lines
            assert all(one.to_at == two.from_at for one, two in pairwise(lines))
            counted = sum((line.duration for line in lines if line.kind == "counted"), timedelta())
            assert counted == found.receipt.counted + found.receipt.late
