"""The inbox: what needs me next?"""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from tests.web.desk_of_lighthouse import BusyDesk

ROW = re.compile(r'id="t(\d+)" href="/t/\d+" data-row')


def rows(client: Client, address: str) -> list[int]:
    return [int(number) for number in ROW.findall(client.get(address).content.decode())]


def test_the_next_to_breach_comes_first(busy: BusyDesk, mira: Client) -> None:
    shown = rows(mira, "/?view=all")
    assert shown == list(Ticket.objects.filter(solved_at=None).order_by("order_at", "id").values_list("id", flat=True))


def test_mine_is_what_i_owe_and_team_is_what_my_team_owes(busy: BusyDesk, mira: Client, noor: Client) -> None:
    assert busy.login.pk in rows(mira, "/")
    assert busy.login.pk not in rows(noor, "/?view=team")
    assert rows(noor, "/?view=mine")


@pytest.mark.parametrize(
    ("query", "column", "value"),
    [
        ("status=pending", "status", "pending"),
        ("kind=how_to", "kind", "how_to"),
        ("role=customer_engineering", "responsible_role", "customer_engineering"),
    ],
)
def test_filters_are_in_the_address(busy: BusyDesk, mira: Client, query: str, column: str, value: str) -> None:
    shown = rows(mira, f"/?view=all&{query}")
    assert shown
    assert set(Ticket.objects.filter(pk__in=shown).values_list(column, flat=True)) == {value}


def test_search_finds_a_number_a_word_and_a_tag(busy: BusyDesk, mira: Client) -> None:
    assert rows(mira, f"/?view=all&q=%23{busy.login.pk}") == [busy.login.pk]
    assert busy.login.pk in rows(mira, "/?view=all&q=login+loops")
    assert rows(mira, "/?view=all&tag=release-4.2") == [busy.login.pk]
    assert rows(mira, f"/?view=all&account={busy.desk.acme.pk}")


def test_an_unknown_filter_is_left_out_and_a_forged_place_is_refused(busy: BusyDesk, mira: Client) -> None:
    assert rows(mira, "/?view=nonsense&status=nonsense&account=x") == rows(mira, "/?view=mine")
    assert mira.get("/?after=nonsense").status_code == 422


def test_every_empty_list_says_what_is_true(busy: BusyDesk, mira: Client) -> None:
    assert "Nothing matches" in mira.get("/?view=all&q=zzzz").content.decode()
    Ticket.objects.update(responsible=None)
    assert "Nothing needs you" in mira.get("/?view=mine").content.decode()


def test_older_pages_show_each_ticket_once(busy: BusyDesk, mira: Client) -> None:
    _many(busy, 120)
    seen: list[int] = []
    address: str | None = "/?view=all"
    while address:
        page = mira.get(address).content.decode()
        seen += [int(number) for number in ROW.findall(page)]
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older.group(1).replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == Ticket.objects.filter(solved_at=None).count()


def test_more_tickets_cost_no_more_queries_and_the_page_stays_small(busy: BusyDesk, mira: Client) -> None:
    mira.get("/?view=all")
    with CaptureQueriesContext(
        connection,
    ) as few:
        mira.get("/?view=all")
    _many(busy, 60)
    with CaptureQueriesContext(connection) as many:
        page = mira.get("/?view=all")
    assert len(few) == len(many) <= 8
    assert len(gzip.compress(page.content)) < 60_000


def test_the_desk_answers_304_until_something_changed(busy: BusyDesk, mira: Client) -> None:
    stamp = mira.get("/live").headers["ETag"]
    assert mira.get("/live", HTTP_IF_NONE_MATCH=stamp).status_code == 304
    mira.post(f"/t/{busy.login.pk}/do/tag", {"tag": "cookie"})
    assert mira.get("/live", HTTP_IF_NONE_MATCH=stamp).status_code == 200


def _many(busy: BusyDesk, count: int) -> None:
    now = datetime.now(UTC)
    subjects = Subject.objects.bulk_create(Subject(kind="ticket") for _ in range(count))
    Ticket.objects.bulk_create(
        Ticket(
            subject=subjects[number],
            title=f"Ticket {number}",
            status="new",
            kind="troubleshooting",
            stage="trial",
            account=busy.desk.acme,
            contact=busy.desk.ana,
            responsible_role="support",
            received_at=now,
            updated_at=now,
            order_at=now + timedelta(minutes=number // 3),
        )
        for number in range(count)
    )


def test_closed_tickets_say_how_they_ended(busy: BusyDesk, mira: Client) -> None:
    ticket = Ticket.objects.filter(solved_at=None).first()
    assert ticket is not None
    mira.post(f"/t/{ticket.pk}/do/end", {"as": "spam"})
    ticket.refresh_from_db()
    assert ticket.closed_as == "spam"
    assert "spam 1" in mira.get("/?view=all&status=closed").content.decode()
