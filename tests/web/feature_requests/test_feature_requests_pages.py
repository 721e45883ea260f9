"""Product's list of what customers wish, and the form on a ticket that puts it there (S39, S43)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.tickets import Ticket
from firsthand.services.feature_requests.actions import send
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up

REQUESTS = 9
SENT = {"title": "Dark mode", "evidence": "Ana asks for it twice a week."}


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse."""
    return light_up()


@pytest.fixture
def at_desk(desk: Lighthouse) -> Callable[[str], Client]:
    """Signs a person in by first name."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(getattr(desk, name))
        return client

    return sign_in


def wish(desk: Lighthouse, *, number: int = 1) -> Ticket:
    """A feature request of Ana's."""
    at = datetime.now(UTC) - timedelta(hours=2)
    ticket = desk.ticket(subject="Dark mode", received_at=at, number=number)
    confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, kind=Kind("feature_request"), at=at)
    return ticket


@pytest.mark.clause("S29", "S39", "S43")
def test_noor_cannot_solve_it_sends_it_and_pat_answers(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    ticket, noor, pat = wish(desk), at_desk("noor"), at_desk("pat")
    refused = noor.post(f"/t/{ticket.pk}/do/status", {"status": "solved"})
    assert (refused.status_code, b"send it from the ticket first" in refused.content) == (403, True)
    page = noor.post(f"/t/{ticket.pk}/do/send-request", SENT, follow=True).content.decode()
    assert "product answers" in page
    row = FeatureRequest.objects.get()
    assert SENT["evidence"] in pat.get("/requests").content.decode()
    said = {"act": "answer-request", "request": row.pk, "answer": "no", "why": "It is the theme of Q4."}
    assert pat.post("/requests", said).status_code == 303
    assert "It is the theme of Q4." in noor.get(f"/t/{ticket.pk}").content.decode()
    assert noor.post(f"/t/{ticket.pk}/do/status", {"status": "solved"}).status_code == 303


@pytest.mark.clause("S43")
def test_who_is_not_product_is_refused_and_an_answer_without_reason_stands_at_its_form(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, noor, pat = wish(desk), at_desk("noor"), at_desk("pat")
    noor.post(f"/t/{ticket.pk}/do/send-request", SENT)
    said = {"act": "answer-request", "request": FeatureRequest.objects.get().pk, "answer": "no", "why": " "}
    assert noor.post("/requests", {**said, "why": "No."}).status_code == 403
    again = pat.post("/requests", said)
    assert (again.status_code, b'role="alert"' in again.content, b"<details" in again.content) == (422, True, True)


def test_product_has_it_in_the_navigation(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    assert [b'href="/requests"' in at_desk(who).get("/").content for who in ("pat", "noor")] == [True, False]


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_much_is_wished(
    desk: Lighthouse, at_desk: Callable[[str], Client], count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, count + 1):
        at = datetime.now(UTC) - timedelta(hours=1)
        noor = desk.viewer(desk.noor, at=at)
        send(viewer=noor, ticket_id=wish(desk, number=number).pk, title="Dark", evidence="Ana.", at=at)
    pat = at_desk("pat")
    with django_assert_max_num_queries(REQUESTS):
        assert pat.get("/requests").status_code == 200
