"""An account's plan on its page: what is due next, done with evidence, proposed, and what tickets say of it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.domain.names import Kind, Stage
from firsthand.models.coaching import CoachingStep, CoachingTicket, LikeTickets
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.book.desk import open_desk
from firsthand.services.coaching.actions import add, finish, skip
from firsthand.services.coaching.likeness import say_prevention
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import seen

PLAN, MOST, ACCOUNT, TICKET = 15, 40, 20, 20


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse, where Cobalt just went into production."""
    made, at = light_up(), datetime.now(UTC) - timedelta(hours=1)
    eve = made.viewer(made.eve, at=at)
    set_commercial(viewer=eve, account_id=made.cobalt.pk, stage=Stage("trial"), at=at)
    return made


@pytest.fixture
def at_desk(desk: Lighthouse) -> Callable[[str], Client]:
    """Signs a person in by first name."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(getattr(desk, name))
        return client

    return sign_in


def text_of(answer: Any) -> str:
    """A page as text."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.clause("S8", "S25")
def test_noor_sees_what_is_due_next_and_says_what_shows_that_it_is_done(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    noor, address = at_desk("noor"), f"/a/{desk.cobalt.pk}/plan"
    page = text_of(noor.get(address))
    for one in (
        "Open steps 4",
        "Agree on what the trial has to show",
        "Done when: What they want to see",
        "from the plan of trial",
        "S25",
    ):
        assert one in page
    step = CoachingStep.objects.earliest("due_at")
    sent = {"act": "step-done", "step": step.pk, "note": "Agreed with Cy.", "evidence": ""}
    refused = noor.post(address, sent)
    assert (refused.status_code, "Agreed with Cy." in refused.content.decode()) == (422, True)
    done = noor.post(address, {**sent, "evidence": "https://rec.example/7"}, follow=True)
    assert "Open steps 3" in text_of(done)
    assert '<a href="https://rec.example/7" rel="noreferrer">' in done.content.decode()


@pytest.mark.clause("S26")
def test_sales_act_on_the_account_page_begins_the_plan_of_production(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    sent = {"act": "commercial", "stage": "production", "plan": "", "contract": "", "why": "They signed."}
    page = text_of(at_desk("eve").post(f"/a/{desk.cobalt.pk}", sent, follow=True))
    assert "7 more open steps" in page
    assert "began the coaching plan of production, with 4 steps (S26)" in page
    assert "Look through the production set-up" in text_of(at_desk("noor").get("/waiting"))


@pytest.mark.clause("S9")
def test_who_does_not_coach_proposes_a_step_and_noor_takes_it_on(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    mira, noor, address = at_desk("mira"), at_desk("noor"), f"/a/{desk.acme.pk}/plan"
    assert 'data-act="coaching.' not in mira.get(address).content.decode()
    refused = mira.post(address, {"act": "step-add", "what": "Teach", "due": "in 2 days"})
    assert (refused.status_code, "customer engineering" in text_of(refused)) == (403, True)
    sent = {"act": "propose", "field": "coaching_step", "value": "Teach them to read the log", "why": "They ask."}
    assert mira.post(address, sent, follow=True).status_code == 200
    page = noor.get(address).content.decode()
    number = re.search(r'name="proposal" value="(\d+)"', page)
    assert number is not None
    noor.post(address, {"act": "accept-proposal", "proposal": number.group(1), "seen": ""})
    assert "Teach them to read the log" in text_of(noor.get(address))


def test_a_ticket_says_which_step_should_have_prevented_it_and_the_plan_counts_it(
    desk: Lighthouse, at_desk: Callable[[str], Client]
) -> None:
    at = datetime.now(UTC) - timedelta(minutes=9)
    step = add(
        viewer=desk.viewer(desk.noor, at=at),
        account_id=desk.acme.pk,
        what="Show the export",
        due_at=at + timedelta(days=9),
        at=at,
    )
    tickets = [desk.ticket(subject=f"Export {one}", received_at=at, number=one) for one in (1, 2, 3)]
    for one in tickets:
        confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=one.pk, kind=Kind("how_to"), at=at)
    mira, noor = at_desk("mira"), at_desk("noor")
    said = mira.post(f"/t/{tickets[0].pk}/do/ticket-prevention", {"step": step.pk}, follow=True)
    assert "Should have prevented it: Show the export" in text_of(said)
    page = noor.get(f"/a/{desk.acme.pk}/plan")
    assert "It should have prevented 1 ticket" in text_of(page)
    assert "3 tickets alike: how-to" in text_of(page)
    row = LikeTickets.objects.get()
    noor.post(f"/a/{desk.acme.pk}/plan", {"act": "alike-take", "alike": row.pk, "what": "Teach the export"})
    assert "It came of 3 tickets" in text_of(noor.get(f"/a/{desk.acme.pk}/plan"))


def test_an_imported_account_gets_its_plan_when_noor_asks(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    noor, address = at_desk("noor"), f"/a/{desk.acme.pk}/plan"
    assert "Begin the plan of trial" in text_of(noor.get(address))
    page = text_of(noor.post(address, {"act": "plan-ask"}, follow=True))
    assert "Open steps 4" in page
    assert "Begin the plan of trial" not in page


def test_a_step_in_a_list_leads_to_where_it_stands_now(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    noor, step = at_desk("noor"), CoachingStep.objects.earliest("due_at")
    assert f'href="/coaching/{step.subject_id}"' in noor.get("/waiting").content.decode()
    answer = noor.get(f"/coaching/{step.subject_id}")
    assert answer.headers["location"] == f"/a/{desk.cobalt.pk}/plan#step-{step.pk}"
    assert noor.get(f"/coaching/{desk.acme.subject_id}").status_code == 404


def test_the_page_asks_no_more_for_many_steps_and_tickets(
    desk: Lighthouse, at_desk: Callable[[str], Client], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    noor, address = at_desk("noor"), f"/a/{desk.cobalt.pk}/plan"
    noor.get(address)
    with django_assert_max_num_queries(PLAN):
        noor.get(address)
    at = datetime.now(UTC)
    me = desk.viewer(desk.noor, at=at)
    for number in range(MOST):
        step = add(viewer=me, account_id=desk.cobalt.pk, what=f"Call {number}", due_at=at + timedelta(days=9), at=at)
        ticket = desk.ticket(received_at=at, number=100 + number)
        ticket.account = desk.cobalt
        ticket.save()
        say_prevention(viewer=me, ticket_id=ticket.pk, step_id=step.pk, at=at)
    assert CoachingTicket.objects.count() == MOST
    with django_assert_max_num_queries(PLAN + 1):
        noor.get(address)


def test_every_word_of_a_plan_is_a_message(desk: Lighthouse, at_desk: Callable[[str], Client]) -> None:
    at = datetime.now(UTC) - timedelta(minutes=9)
    me, address = desk.viewer(desk.noor, at=at), f"/a/{desk.cobalt.pk}/plan"
    first, second, third, _ = CoachingStep.objects.order_by("due_at")
    finish(viewer=me, step_id=first.pk, note="They agreed.", evidence="Their mail.", at=at)
    skip(viewer=me, step_id=second.pk, why="They know it.", at=at)
    add(viewer=me, account_id=desk.cobalt.pk, what="Call them", due_at=at + timedelta(minutes=1), at=at)
    for number in (1, 2, 3):
        ticket = desk.ticket(subject="Export", received_at=at, number=number)
        Ticket.objects.filter(pk=ticket.pk).update(account=desk.cobalt)
        confirm_kind(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, kind=Kind("how_to"), at=at)
        say_prevention(viewer=me, ticket_id=ticket.pk, step_id=third.pk, at=at)
    with speaking_pseudo():
        known = known_on(open_desk(at).organisation)
        pages = [at_desk(one).get(path) for one in ("noor", "mira") for path in (address, f"/a/{desk.cobalt.pk}")]
        left = {word for page in pages for text in seen(page.content.decode()) for word in known.escaped(text)}
    assert left == set()


@pytest.mark.parametrize(("where", "most"), [("account", ACCOUNT), ("ticket", TICKET)])
def test_the_pages_that_it_stands_on_pay_one_question_for_it(
    where: str,
    most: int,
    desk: Lighthouse,
    at_desk: Callable[[str], Client],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    noor, at = at_desk("noor"), datetime.now(UTC)
    ticket = desk.ticket(received_at=at - timedelta(minutes=5))
    ticket.account = desk.cobalt
    ticket.save()
    page = f"/a/{desk.cobalt.pk}" if where == "account" else f"/t/{ticket.pk}"
    noor.get(page)
    with django_assert_max_num_queries(most):
        noor.get(page)
