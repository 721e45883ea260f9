"""What waits is paged through: nothing twice, nothing left out, whichever list it is of."""

from datetime import timedelta

from firsthand.domain.names import Kind, Role
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.proposals.actions import propose
from firsthand.services.tasks.actions import give_on_ticket
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.waiting.queries import WaitingCursor, WaitingItem, waiting_page
from tests.handing_over import offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(minutes=1)


def busy(lighthouse: Lighthouse) -> Viewer:
    """Mira with three tickets, two tasks, three proposals to answer and two offers, most of it without a clock."""
    mira, noor, jo = (
        lighthouse.viewer(lighthouse.mira),
        lighthouse.viewer(lighthouse.noor),
        person("Jo Ek", Role("support")),
    )
    for number in range(1, 4):
        ticket = lighthouse.ticket(number=number)
        take(viewer=mira, ticket_id=ticket.pk, at=NOW)
        propose(viewer=noor, field="severity", value="s1", why="Nobody gets in.", ticket_id=ticket.pk, at=NOW)
    for hours in (1, 2):
        due = NOW + timedelta(hours=hours)
        give_on_ticket(viewer=mira, ticket_id=ticket.pk, what=f"Ask again in {hours}", due_at=due, at=NOW)
    for number in (11, 12):
        given = lighthouse.ticket(number=number)
        confirm_kind(viewer=mira, ticket_id=given.pk, kind=Kind("troubleshooting"), at=NOW)
        take(viewer=lighthouse.viewer(jo), ticket_id=given.pk, at=NOW)
        offer(jo, Ticket.objects.get(pk=given.pk), "support", at=NOW, to=lighthouse.mira)
    return mira


def paged(viewer: Viewer, *, limit: int) -> list[WaitingItem]:
    """All pages of so many, one after the other."""
    found: list[WaitingItem] = []
    after: WaitingCursor | None = None
    while True:
        page = waiting_page(viewer=viewer, desk=open_desk(LATER), after=after, limit=limit)
        assert len(page.items) <= limit
        found += page.items
        if (after := page.next) is None:
            return found


def test_short_pages_show_what_a_long_one_does(lighthouse: Lighthouse) -> None:
    mira = busy(lighthouse)
    everything = paged(mira, limit=50)
    assert len(everything) == 10
    assert [one.due_at is None for one in everything] == [False] * 5 + [True] * 5
    for limit in (1, 2, 3, 7):
        assert paged(mira, limit=limit) == everything


def test_what_is_asked_about_an_offer_of_the_desk_says_so(lighthouse: Lighthouse) -> None:
    busy(lighthouse)
    jo = lighthouse.viewer(person("Bo Ek", Role("support")))
    Handoff.objects.update(offered_by=None, from_person=None, question="Since when?", asked_by=lighthouse.mira)
    told = [one.reason.text for one in paged(jo, limit=50) if one.page.startswith("/handoffs")]
    assert told == ["something is asked about your offer"] * 2
