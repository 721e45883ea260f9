"""Support asks engineering on one form, engineering answers on a page of its own, and the head sees how much (S50)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.models.help import HelpRequest
from firsthand.models.subjects import Subject
from tests.asking_for_help import answer, ask, close
from tests.lighthouse import Lighthouse
from tests.web.help.conftest import trouble

SENT = {
    "help_of": "engineering/distribution:",
    "help_priority": "cs/p1",
    "help_skipped": "it is a pure defect",
    "environment": "3.29",
    "reproduction": "Sign in twice.",
}
COUNTED = 'Help <span class="count">1</span>'
LISTS, ONE, A_TICKET, SHARE, FORM = 16, 14, 27, 26, 20


@pytest.mark.clause("S50")
def test_mira_asks_olu_answers_and_she_says_what_came_of_it(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    ticket, mira, olu = trouble(desk), at_desk("mira"), at_desk("olu")
    assert b'id="open-help"' in mira.get(f"/t/{ticket.pk}").content
    form = mira.get(f"/t/{ticket.pk}/ask-for-help").content.decode()
    assert "Distribution, because of “upgrade”" in form
    assert "Filled in by the desk." in form
    said = mira.post(f"/t/{ticket.pk}/ask-for-help", SENT, follow=True).content.decode()
    assert "The ticket stays yours, and its clocks run on." in said
    row = HelpRequest.objects.get()
    assert row.team == "distribution"
    address = f"/help/{row.pk}"
    assert "#1 Login loops" in olu.get("/help").content.decode()
    assert [COUNTED in one.get("/waiting").content.decode() for one in (olu, mira)] == [True, False]
    page = olu.get(address).content.decode()
    assert "Sign in twice." in page
    assert "because of “upgrade”" in page
    assert olu.post(address, {"act": "take-help", "had": ""}).status_code == 303
    assert olu.post(address, {"act": "answer-help", "text": "The cookie has another name."}).status_code == 303
    assert "Comes back to you" in mira.get("/help").content.decode()
    assert "say what came of it, or ask again" in mira.get("/waiting").content.decode()
    assert mira.post(address, {"act": "close-help", "link": "https://docs.example/login"}).status_code == 303
    beside = mira.get(f"/t/{ticket.pk}").content.decode()
    assert "https://docs.example/login" in beside
    ticket.refresh_from_db()
    assert (ticket.responsible_role, ticket.responsible) == ("support", desk.mira)


@pytest.mark.clause("S50")
def test_what_the_form_lacks_stands_at_its_field_and_what_was_typed_stays(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, mira = trouble(desk), at_desk("mira")
    for lacking, field in (("reproduction", "reproduction"), ("help_skipped", "help_said")):
        sent = {name: value for name, value in SENT.items() if name != lacking}
        page = mira.post(f"/t/{ticket.pk}/ask-for-help", sent)
        assert (page.status_code, f'id="{field}-error"' in page.content.decode()) == (422, True)
        assert "3.29" in page.content.decode()
    defect = {**{name: value for name, value in SENT.items() if name != "help_skipped"}, "help_defect": "1"}
    assert mira.post(f"/t/{ticket.pk}/ask-for-help", defect).status_code == 303
    assert HelpRequest.objects.get().teammates == "it is a pure defect"


@pytest.mark.clause("S35", "S38", "S39", "S40")
@pytest.mark.parametrize(
    ("kind", "words", "way"),
    [
        ("troubleshooting", "go to support instead", "#composer"),
        ("feature_request", "go to product instead", "#send-request"),
        ("how_to", "Ask in ask-product-eng instead", "#menu-ask"),
    ],
)
def test_a_customer_engineer_is_refused_with_the_right_way_in_one_click(
    desk: Lighthouse, at_desk: Callable[[str], Client], kind: str, words: str, way: str
) -> None:
    ticket, noor = trouble(desk, kind), at_desk("noor")
    shown, refused = noor.get(f"/t/{ticket.pk}/ask-for-help"), noor.post(f"/t/{ticket.pk}/ask-for-help", SENT)
    for answered, status in ((shown, 200), (refused, 403)):
        page = answered.content.decode()
        assert (answered.status_code, words in page, way in page) == (status, True, True)
    assert not HelpRequest.objects.exists()


@pytest.mark.clause("S50")
def test_who_is_asked_may_answer_and_who_asked_may_close_and_nobody_else(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    row = ask(desk.mira, trouble(desk), at=datetime.now(UTC))
    address = f"/help/{row.pk}"
    for who in ("noor", "pat", "eve", "mira"):
        refused = at_desk(who).post(address, {"act": "answer-help", "text": "Hm."})
        assert (refused.status_code, b"asked of engineering" in refused.content) == (403, True), who
    assert at_desk("ada").post(address, {"act": "withdraw-help"}).status_code == 303


@pytest.mark.parametrize(("who", "sees"), [("mira", True), ("ada", True), ("olu", True), ("noor", False)])
def test_those_who_ask_or_are_asked_have_it_in_their_navigation(
    at_desk: Callable[[str], Client], who: str, sees: bool
) -> None:
    assert (b'data-go="h"' in at_desk(who).get("/").content) == sees


@pytest.mark.clause("S50")
def test_the_head_sees_how_many_tickets_of_a_month_needed_help(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    now = datetime.now(UTC)
    tickets = [trouble(desk, number=number) for number in range(1, 5)]
    trouble(desk, "feature_request", number=9)
    close(desk.mira, answer(desk.olu, ask(desk.mira, tickets[0], at=now), at=now), at=now)
    defect = ask(desk.mira, tickets[1], at=now)
    HelpRequest.objects.filter(pk=defect.pk).update(is_defect=True)
    page = at_desk("ada").get("/help/share").content.decode()
    assert "1 of 3 tickets needed help." in page
    assert "33.3" in page
    assert "At most 10 % of the cases" in page
    assert f'href="/t/{tickets[0].pk}"' in page
    assert f'href="/t/{tickets[1].pk}"' not in page
    old = at_desk("ada").get("/help/share?month=2021-08").content.decode()
    assert ("no tickets" in old, '<h2 id="month">Aug 2021 ' in old, ">Jul 2021</a>" in old) == (True, True, True)


@pytest.mark.parametrize("count", [1, 6])
def test_the_pages_cost_the_same_however_much_is_asked(
    desk: Lighthouse, at_desk: Callable[[str], Client], count: int, django_assert_max_num_queries: Any
) -> None:
    at = datetime.now(UTC) - timedelta(minutes=5)
    rows = [ask(desk.mira, trouble(desk, number=number), at=at) for number in range(1, count + 1)]
    for row in rows[1::2]:
        answer(desk.olu, row, at=at)
    olu, mira = at_desk("olu"), at_desk("mira")
    for who, address, at_most in (
        (olu, "/help", LISTS),
        (mira, "/help", LISTS),
        (olu, f"/help/{rows[0].pk}", ONE),
        (mira, f"/t/{rows[0].ticket_id}", A_TICKET),
        (mira, f"/t/{rows[0].ticket_id}/ask-for-help", FORM),
        (mira, "/help/share", SHARE),
    ):
        with django_assert_max_num_queries(at_most):
            assert who.get(address).status_code == 200


def test_of_five_hundred_that_are_open_each_is_on_a_page(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    row = ask(desk.mira, trouble(desk), at=datetime.now(UTC) - timedelta(minutes=5))
    for number in range(499):
        subject = Subject.objects.create(kind="help", ticket=row.ticket)
        values = {one.attname: getattr(row, one.attname) for one in HelpRequest._meta.concrete_fields}
        del values["id"]
        HelpRequest.objects.create(**{**values, "subject_id": subject.pk, "rank": number % 2})
    olu, address, seen = at_desk("olu"), "/help", []
    while address:
        page = olu.get(address).content.decode()
        seen += re.findall(r'id="help-(\d+)"', page)
        older = re.search(r'data-older href="([^"]+)"', page)
        address = older[1] if older is not None else ""
    assert (len(seen), {int(one) for one in seen}) == (500, set(HelpRequest.objects.values_list("pk", flat=True)))
    for odd in ("-1", "²", "9" * 30, "x", "600"):
        assert olu.get(f"/help?from={odd}").status_code == 200
