"""How many tickets of a month needed help, by the book's own target, and that a month is counted by an index."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firsthand.domain.names import Kind
from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.book.desk import open_desk
from firsthand.services.help.share import share_page
from firsthand.services.tickets.actions import asking_for_help
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.restricting import restrict
from tests.asking_for_help import ask
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATER = NOW + timedelta(minutes=10)


def tickets(lighthouse: Lighthouse, count: int, *, kind: str = "troubleshooting", first: int = 1) -> list[Ticket]:
    """So many tickets of a kind."""
    found = [lighthouse.ticket(number=number) for number in range(first, first + count)]
    for one in found:
        confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=one.pk, kind=Kind(kind), at=NOW)
    return found


def test_defects_feature_requests_and_what_was_withdrawn_do_not_count(lighthouse: Lighthouse) -> None:
    some, mira = tickets(lighthouse, 5), lighthouse.viewer(lighthouse.mira, at=LATER)
    tickets(lighthouse, 2, kind="feature_request", first=20)
    ask(lighthouse.mira, some[0], at=NOW)
    ask(lighthouse.mira, some[0], at=NOW)
    gone = ask(lighthouse.mira, some[1], at=NOW)
    asking_for_help.withdraw(viewer=mira, help_id=gone.pk, at=LATER)
    defect = ask(lighthouse.mira, some[2], at=NOW)
    HelpRequest.objects.filter(pk=defect.pk).update(is_defect=True)
    page = share_page(viewer=mira, month="2021-08", desk=open_desk(LATER))
    assert (page.shown.tickets, page.shown.helped, page.shown.share, page.shown.missed) == (4, 1, Fraction(1, 4), True)
    assert [one.clause for one in page.targets] == ["S50.target"]
    assert [one.pk for one in page.tickets] == [some[0].pk]


def test_a_month_is_the_books_and_one_that_is_none_is_this_one(lighthouse: Lighthouse) -> None:
    late = datetime(2021, 8, 1, 6, 59, tzinfo=UTC)  # still July in California
    lighthouse.ticket(received_at=late, number=7)
    mira, desk = lighthouse.viewer(lighthouse.mira, at=LATER), open_desk(LATER)
    assert share_page(viewer=mira, month="2021-07", desk=desk).shown.tickets == 1
    for named in ("", "never", "2021-13", "2099-01", "٢٠٢١-٠٧"):
        assert share_page(viewer=mira, month=named, desk=desk).shown.month.name in ("2021-08", "2021-07")


def test_of_a_restricted_ticket_the_share_says_nothing(lighthouse: Lighthouse) -> None:
    some, mira = tickets(lighthouse, 2), lighthouse.viewer(lighthouse.mira, at=LATER)
    ask(lighthouse.mira, some[0], at=NOW)
    circle = Circle(roles=frozenset({"engineering"}))  # type: ignore[arg-type]
    restrict(viewer=mira, ticket_id=some[0].pk, circle=circle, why="A hole.", at=LATER)
    page = share_page(viewer=lighthouse.viewer(lighthouse.eve, at=LATER), month="2021-08", desk=open_desk(LATER))
    assert (page.shown.tickets, page.shown.helped, page.tickets) == (1, 0, ())


def test_a_month_is_counted_by_the_index_of_receipts(lighthouse: Lighthouse) -> None:
    tickets(lighthouse, 2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        share_page(viewer=lighthouse.viewer(lighthouse.mira, at=LATER), month="2021-08", desk=open_desk(LATER))
    counts = [one["sql"] for one in asked if "COUNT(*)" in one["sql"] and "received_at" in one["sql"]]
    assert counts
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {counts[0]}")
            assert any("COVERING INDEX ticket_by_receipt" in str(row) for row in cursor.fetchall())
