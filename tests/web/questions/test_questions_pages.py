"""Asking from a ticket, the list that product, engineering and support watch, and a question's page (S35–S37)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.models.questions import Question
from firsthand.models.tickets import Ticket
from firsthand.services.questions import actions
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up

QUESTIONS, QUESTION, A_HOW_TO = 9, 8, 25
TEXT = {"text": "Do two keys work at once?"}


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


def how_to(desk: Lighthouse, kind: str = "how_to", *, number: int = 1) -> Ticket:
    """A ticket whose kind Mira has confirmed."""
    at = datetime.now(UTC) - timedelta(days=4)
    ticket = desk.ticket(subject="Rotating API keys", received_at=at, number=number)
    confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, kind=Kind(kind), at=at)
    return ticket


def asked(desk: Lighthouse, *, number: int = 1) -> Question:
    """What Noor asked four days ago."""
    at = datetime.now(UTC) - timedelta(days=4)
    ticket = how_to(desk, number=number)
    return actions.ask(viewer=desk.viewer(desk.noor, at=at), ticket_id=ticket.pk, text=TEXT["text"], at=at)


@pytest.mark.clause("S35", "S36", "S37")
def test_noor_asks_olu_answers_and_it_helps(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    ticket, noor, olu = how_to(desk), at_desk("noor"), at_desk("olu")
    assert b'id="menu-ask"' in noor.get(f"/t/{ticket.pk}").content
    page = noor.post(f"/t/{ticket.pk}/do/ask", TEXT, follow=True).content.decode()
    assert "Asked in ask-product-eng" in page
    assert "best effort" in page
    question = Question.objects.get()
    assert "Do two keys work" in olu.get("/questions").content.decode()
    address = f"/questions/{question.pk}"
    assert olu.post(address, {"act": "answer-question", "text": "Yes, two."}).status_code == 303
    answer = question.answers.get()
    assert noor.post(address, {"act": "it-helped", "answer": answer.pk}).status_code == 303
    assert "an answer helped" in noor.get(address).content.decode()
    like_it = how_to(desk, number=2)
    assert "Answered before" in noor.get(f"/t/{like_it.pk}").content.decode()


@pytest.mark.clause("S36")
@pytest.mark.parametrize(
    ("who", "sees"), [("noor", True), ("pat", True), ("olu", True), ("mira", True), ("eve", False)]
)
def test_those_who_ask_or_watch_have_it_in_their_navigation(
    at_desk: Callable[[str], Client], who: str, sees: bool
) -> None:
    assert (b'data-go="u"' in at_desk(who).get("/").content) == sees


@pytest.mark.clause("S35", "S38")
def test_of_another_kind_the_ticket_says_the_way_and_a_post_is_refused_with_it(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    ticket, noor = how_to(desk, "troubleshooting"), at_desk("noor")
    assert "go to support instead" in noor.get(f"/t/{ticket.pk}").content.decode()
    refused = noor.post(f"/t/{ticket.pk}/do/ask", TEXT)
    assert (refused.status_code, b"go to support instead" in refused.content) == (403, True)
    assert not Question.objects.exists()


@pytest.mark.clause("S37")
def test_after_the_days_of_the_book_noor_sees_what_nobody_answered_and_that_it_has_no_clock(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    asked(desk)
    hers, olus = (at_desk(who).get("/questions").content.decode() for who in ("noor", "olu"))
    assert ("nobody has answered</h2>" in hers.replace(' <span class="quiet">1</span>', "")) is True
    assert 'id="reminded"' not in olus
    assert "no clock: " in hers
    assert 'href="/book#S37"' in hers


def test_an_answer_without_words_stands_at_its_field(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    question = asked(desk)
    answer = at_desk("olu").post(f"/questions/{question.pk}", {"act": "answer-question", "text": " "})
    assert (answer.status_code, b'id="text-error"' in answer.content) == (422, True)


@pytest.mark.parametrize("count", [1, 8])
def test_the_pages_cost_the_same_however_much_was_asked(
    desk: Lighthouse, at_desk: Callable[[str], Client], count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, count + 1):
        question = asked(desk, number=number)
        made = actions.answer(viewer=desk.viewer(desk.olu), question_id=question.pk, text="Yes.", at=datetime.now(UTC))
        actions.mark(viewer=desk.viewer(desk.noor), answer_id=made.pk, helped=True, at=datetime.now(UTC))
    noor = at_desk("noor")
    for address, at_most in (("/questions", QUESTIONS), (f"/questions/{question.pk}", QUESTION)):
        with django_assert_max_num_queries(at_most):
            assert noor.get(address).status_code == 200
    with django_assert_max_num_queries(A_HOW_TO):
        assert noor.get(f"/t/{question.ticket_id}").status_code == 200
