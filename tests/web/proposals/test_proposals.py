"""Proposals over HTTP: made and answered where the field stands, and in one list; the nav says how many wait for me."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.people import Person
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import Ticket
from firsthand.services.proposals import queries
from firsthand.services.proposals.actions import propose
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]
AtMost = Callable[[int], AbstractContextManager[Any]]
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def page(client: Client, address: str = "/proposals") -> str:
    """A page as text."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def proposed(desk: Lighthouse, ticket: Ticket, *, ago: timedelta = timedelta(0), value: str = "s1") -> Proposal:
    """Noor proposed a severity some time ago."""
    at = datetime.now(UTC) - ago
    viewer = desk.viewer(desk.noor, at=at)
    return propose(viewer=viewer, field="severity", value=value, why="Down for all.", at=at, ticket_id=ticket.pk)


@pytest.mark.clause("S5", "S6")
def test_noor_proposes_a_severity_and_mira_accepts_it_where_it_stands(answering: Lighthouse, signed_in: SignIn) -> None:
    ticket = answering.ticket(received_at=datetime.now(UTC))
    noor, mira = signed_in(answering.noor), signed_in(answering.mira)
    where = f"/t/{ticket.pk}"
    assert "Propose a severity…" in page(noor, where)
    assert "Propose a severity…" not in page(mira, where)
    asked = {"field": "severity", "value": "s1", "why": "Down for all."}
    wrong = noor.post(f"{where}/do/propose", asked | {"why": ""}, **HTMX)
    assert (wrong.status_code, "Say why, in at most 400 characters." in wrong.content.decode()) == (422, True)
    assert noor.post(f"{where}/do/propose", asked, **HTMX).status_code == 200
    row = Proposal.objects.get()
    for client, shows in ((noor, "Withdraw"), (mira, "Accept")):
        assert f'id="proposal-{row.pk}"' in page(client, where)
        assert shows in page(client, where)
    assert "Accept<" not in page(noor, where)
    done = mira.post(f"{where}/do/accept-proposal", {"proposal": row.pk, "seen": ""}, **HTMX)
    assert done.status_code == 200
    ticket.refresh_from_db()
    row.refresh_from_db()
    assert (ticket.severity, row.state, row.answered_by) == ("s1", "accepted", answering.mira)
    told = page(mira, where)
    assert "proposed severity s1 instead of not rated" in told
    assert "accepted the proposal of severity s1" in told
    assert Clock.objects.get(kind="answer").state == "met"
    assert "Noor Haddad, " in page(mira)


@pytest.mark.clause("S5", "S6", "S7")
def test_mira_proposes_a_stage_and_eve_declines_it_on_the_account_with_a_reason(
    answering: Lighthouse, signed_in: SignIn
) -> None:
    where = f"/a/{answering.acme.pk}"
    mira, eve = signed_in(answering.mira), signed_in(answering.eve)
    asked = {"act": "propose", "field": "stage", "value": "production", "why": "They signed."}
    wrong = mira.post(where, asked | {"value": "trial"})
    assert (wrong.status_code, "It is trial already." in wrong.content.decode()) == (422, True)
    assert mira.post(where, asked).status_code == 303
    row = Proposal.objects.get()
    assert "They signed." in page(eve, where)
    answer = {"act": "decline-proposal", "proposal": row.pk, "why": ""}
    refused = eve.post(where, answer)
    assert (refused.status_code, "Say why not" in refused.content.decode()) == (422, True)
    assert eve.post(where, answer | {"why": "Not before May."}).status_code == 303
    assert Account.objects.get(pk=answering.acme.pk).stage == "trial"
    told = page(mira, where)
    assert "declined the proposal of stage production" in told
    assert "Not before May." in told
    assert "declined by Eve Sato" in page(mira)


@pytest.mark.clause("S5", "S6")
def test_one_that_nobody_answers_becomes_late_is_told_and_stands_on_top(
    answering: Lighthouse, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    late = answering.ticket(received_at=now - timedelta(hours=6), subject="Late one")
    soon = answering.ticket(received_at=now - timedelta(hours=6), number=2, subject="Fresh one")
    proposed(answering, soon, ago=timedelta(hours=1))
    proposed(answering, late, ago=timedelta(hours=5))
    fire_due(now=now)
    clock = Clock.objects.get(kind="answer", breached_at__isnull=False)
    assert clock.subject.ticket == late
    shown = page(signed_in(answering.mira))
    assert "answer 1 h late" in shown
    assert shown.index("Late one") < shown.index("Fresh one")
    told = page(signed_in(answering.mira), "/notices")
    assert "Answer to a proposal was due and is still owed: Noor Haddad proposes severity s1" in told


@pytest.mark.clause("S6")
def test_the_nav_says_how_many_wait_for_the_reader(answering: Lighthouse, signed_in: SignIn) -> None:
    ticket = answering.ticket(received_at=datetime.now(UTC))
    proposed(answering, ticket)
    proposed(answering, ticket, value="s2")
    for person, count in ((answering.mira, 2), (answering.ada, 2), (answering.noor, 0), (answering.olu, 0)):
        assert f'data-go="r">Proposals <span class="count">{count}</span>' in page(signed_in(person), "/people")


def test_what_waits_for_the_reader_is_never_pushed_off_the_list(
    answering: Lighthouse, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_OPEN", 1)
    at = datetime.now(UTC)
    mira = answering.viewer(answering.mira, at=at - timedelta(hours=3))
    sooner = {"at": at - timedelta(hours=3), "account_id": answering.acme.pk, "why": "They signed."}
    propose(viewer=mira, field="plan", value="team", **sooner)  # type: ignore[arg-type]
    proposed(answering, answering.ticket(received_at=at))
    shown = page(signed_in(answering.mira))
    assert "Login loops after the upgrade" in shown
    assert "The 1 that are due first; more wait." in shown


def test_the_list_says_mine_others_and_whose_it_is(answering: Lighthouse, signed_in: SignIn) -> None:
    proposed(answering, answering.ticket(received_at=datetime.now(UTC)))
    noors, olus = page(signed_in(answering.noor)), page(signed_in(answering.olu))
    assert "Yours" in noors
    assert "Nothing waits for you." in noors
    assert "Wait for others" in olus
    assert "head of support or support answers" in olus
    assert "Withdraw" not in olus


def test_in_the_list_a_refusal_stands_at_its_form_and_a_stranger_is_refused(
    answering: Lighthouse, signed_in: SignIn
) -> None:
    row = proposed(answering, answering.ticket(received_at=datetime.now(UTC)))
    mira = signed_in(answering.mira)
    asked = {"act": "decline-proposal", "proposal": str(row.pk), "why": " "}
    wrong = mira.post("/proposals", asked)
    assert wrong.status_code == 422
    assert f'id="decline-proposal-{row.pk}-error"' in wrong.content.decode()
    assert mira.post("/proposals", {"act": "dance"}).status_code == 422
    assert mira.post("/proposals", asked | {"proposal": "999"}).status_code == 404
    stranger = signed_in(answering.olu).post("/proposals", asked | {"why": "No."})
    assert (stranger.status_code, "may answer this proposal" in stranger.content.decode()) == (403, True)
    assert mira.post("/proposals", asked | {"why": "One user only."}).status_code == 303
    again = mira.post("/proposals", asked | {"why": "One user only."})
    assert (again.status_code, "was declined before" in again.content.decode()) == (403, True)


def test_on_the_ticket_whoever_came_second_reads_that_it_was_answered(answering: Lighthouse, signed_in: SignIn) -> None:
    ticket = answering.ticket(received_at=datetime.now(UTC))
    row = proposed(answering, ticket)
    asked = {"proposal": row.pk, "seen": ""}
    address = f"/t/{ticket.pk}/do/accept-proposal"
    assert signed_in(answering.mira).post(address, asked, **HTMX).status_code == 200
    second = signed_in(answering.ada).post(address, asked, **HTMX)
    assert (second.status_code, "This proposal was accepted before." in second.content.decode()) == (403, True)


def test_without_a_clause_the_page_says_that_there_is_no_policy(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    proposed(lighthouse, lighthouse.ticket(received_at=datetime.now(UTC)))
    assert "no clock: No clause in force says by when a proposal is answered." in page(signed_in(lighthouse.mira))


def test_words_are_shown_as_words(answering: Lighthouse, signed_in: SignIn) -> None:
    ticket = answering.ticket(received_at=datetime.now(UTC), subject="<b>Loops</b>")
    at = datetime.now(UTC)
    noor = answering.viewer(answering.noor, at=at)
    propose(viewer=noor, field="severity", value="s1", why="<script>x</script>", at=at, ticket_id=ticket.pk)
    for address in ("/proposals", f"/t/{ticket.pk}"):
        assert "<script>x" not in page(signed_in(answering.mira), address)


def test_the_list_costs_the_same_whatever_stands_on_it(
    answering: Lighthouse, signed_in: SignIn, django_assert_max_num_queries: AtMost
) -> None:
    for number in range(8):
        proposed(answering, answering.ticket(received_at=datetime.now(UTC), number=number))
    at, mira = datetime.now(UTC), signed_in(answering.mira)
    viewer, eve = answering.viewer(answering.mira, at=at), str(answering.eve.pk)
    propose(viewer=viewer, field="seller", value=eve, why="Hers.", at=at, account_id=answering.acme.pk)
    with django_assert_max_num_queries(10):
        mira.get("/proposals")
