"""What is to be considered, on its ticket and in support's list (S24)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.models.considerations import Consideration
from firsthand.models.tickets import Ticket
from tests.lighthouse import Lighthouse, light_up

RENEWS = "They renew on Friday, and this is all that Ana asks about."


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


def trouble(desk: Lighthouse) -> Ticket:
    """Ana's trouble, of two hours ago."""
    return desk.ticket(received_at=datetime.now(UTC) - timedelta(hours=2))


@pytest.mark.clause("S24")
def test_noor_gives_it_mira_sees_it_in_her_order_and_says_how_she_took_it_into_account(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, noor, mira = trouble(desk), at_desk("noor"), at_desk("mira")
    page = noor.post(f"/t/{ticket.pk}/do/give-to-consider", {"text": RENEWS, "until": "in a week"}, follow=True)
    assert RENEWS in page.content.decode()
    assert "to consider" in mira.get("/?view=team").content.decode()
    assert RENEWS in mira.get("/waiting").content.decode()
    said = {"consideration": Consideration.objects.get().pk, "answer": "taken", "why": "Second, after the outage."}
    assert mira.post(f"/t/{ticket.pk}/do/answer-consideration", said).status_code == 303
    told = noor.get(f"/t/{ticket.pk}").content.decode()
    assert "into account: “Second, after the outage.”" in told
    assert "– Second, after the outage." not in told, "the line of its event says it once"
    assert 'class="chip">considered' in mira.get("/?view=team").content.decode()
    assert RENEWS not in mira.get("/waiting").content.decode()


@pytest.mark.clause("S24")
def test_others_are_refused_and_an_answer_without_words_stands_at_its_form(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, noor, mira = trouble(desk), at_desk("noor"), at_desk("mira")
    given = {"text": RENEWS, "until": "in a week"}
    refused = at_desk("eve").post(f"/t/{ticket.pk}/do/give-to-consider", given)
    assert (refused.status_code, b"Only customer engineering gives considerations" in refused.content) == (403, True)
    assert noor.post(f"/t/{ticket.pk}/do/give-to-consider", {**given, "until": "in 100 days"}).status_code == 422
    noor.post(f"/t/{ticket.pk}/do/give-to-consider", given)
    said = {"consideration": Consideration.objects.get().pk, "answer": "not_taken", "why": " "}
    assert noor.post(f"/t/{ticket.pk}/do/answer-consideration", {**said, "why": "No."}).status_code == 403
    again = mira.post(f"/t/{ticket.pk}/do/answer-consideration", said)
    assert (again.status_code, again.content.count(b'id="answer-consideration-error"')) == (422, 1)


def test_what_was_given_is_taken_back_by_the_toast_and_by_the_page(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, noor = trouble(desk), at_desk("noor")
    page = noor.post(f"/t/{ticket.pk}/do/give-to-consider", {"text": RENEWS, "until": "in a week"}, follow=True)
    assert b"Undo" in page.content
    sent = {"consideration": Consideration.objects.get().pk}
    assert noor.post(f"/t/{ticket.pk}/do/take-back-consideration", sent).status_code == 303
    assert b'id="consideration-' not in noor.get(f"/t/{ticket.pk}").content
