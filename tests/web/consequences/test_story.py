"""Sales, support, product, engineering and a customer engineer over HTTP, on a watch that the story sets: asked,
answered, combined, moved all the same; and anybody's warning (S15–S17, S1–S3)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from firsthand.models.clocks import Clock
from firsthand.models.consequences import ConsequenceRound
from firsthand.models.names import KnownStage
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from tests.lighthouse import FRIDAY_1645_PACIFIC as FRIDAY
from tests.lighthouse import Lighthouse, light_up
from tests.web.consequences.watch import Watch

ASKED = {"act": "ask-first", "move": "stage", "wanted": "production", "why": "They sign on the 31st."}
BOTH_SIDES = {
    "act": "combine",
    "customer_interest": "They lose a weekend if it loops.",
    "long_term": "One reference that runs is worth a month.",
    "conflict": "long_term",
    "advice": "wait",
}
At = Callable[[str], Client]


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse."""
    return light_up()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Friday, 16:45 in California."""
    return Watch(monkeypatch, FRIDAY)


@pytest.fixture
def at_desk(desk: Lighthouse) -> At:
    """Signs a person in by first name."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(getattr(desk, name))
        return client

    return sign_in


def text_of(client: Client, address: str) -> str:
    """A page as text."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def waiting(client: Client) -> str:
    """What waits for somebody."""
    return text_of(client, "/waiting")


def eve_asks(desk: Lighthouse, at_desk: At) -> str:
    """Eve asks before Acme goes to production; the address of the sheet."""
    answer = at_desk("eve").post(f"/a/{desk.acme.pk}", ASKED)
    assert answer.status_code == 303
    sheet = f"/consequences/{ConsequenceRound.objects.get().pk}"
    assert answer.headers["Location"] == sheet
    return sheet


def asked_id(role: str) -> int:
    """What a role was asked."""
    return ConsequenceRound.objects.get().asked.get(role=role).pk


@pytest.mark.clause("S1", "S2", "S3", "S15", "S16", "S17")
def test_asked_answered_combined_and_moved_against_it(desk: Lighthouse, at_desk: At, watch: Watch) -> None:
    sheet = eve_asks(desk, at_desk)
    assert "Consequences: Acme, stage to production" in waiting(at_desk("olu"))
    assert "Combined answer: Acme, stage to production" in waiting(at_desk("noor"))
    assert set(Clock.objects.values_list("kind", "due_at")) == {
        ("consequence", FRIDAY + timedelta(days=3)),
        ("answer", FRIDAY + timedelta(days=4)),
    }

    watch.at = FRIDAY + timedelta(hours=2)
    warns = {"act": "answer-asked", "asked": asked_id("support"), "seen": "some", "text": "Their login still loops."}
    assert at_desk("mira").post(sheet, warns).status_code == 303
    none = {"act": "answer-asked", "asked": asked_id("product"), "seen": "none", "text": ""}
    assert at_desk("pat").post(sheet, none).status_code == 303
    seen = text_of(at_desk("eve"), sheet)
    assert "Their login still loops." in seen
    assert "none seen" in seen
    assert "the sale has waited 2 h · not answered: engineering" in seen

    watch.at = FRIDAY + timedelta(days=3, hours=1)
    refused = at_desk("noor").post(sheet, {**BOTH_SIDES, "customer_interest": " "})
    assert refused.status_code == 422
    assert b"interest (S1)" in refused.content
    refused = at_desk("noor").post(sheet, {**BOTH_SIDES, "long_term": ""})
    assert (refused.status_code, b"in the long term (S2)" in refused.content) == (422, True)
    assert b"They lose a weekend if it loops." in refused.content
    assert at_desk("pat").post(sheet, BOTH_SIDES).status_code == 403
    assert at_desk("noor").post(sheet, BOTH_SIDES).status_code == 303
    told = text_of(at_desk("eve"), sheet)
    assert "The two conflicted; what is best in the long term won." in told
    assert "before engineering answered" in told

    watch.at = FRIDAY + timedelta(days=4)
    eve = at_desk("eve")
    assert eve.post(sheet, {"act": "move-now", "why": ""}).status_code == 422
    assert eve.post(sheet, {"act": "move-now", "why": "They signed."}).status_code == 303
    desk.acme.refresh_from_db()
    assert desk.acme.stage == KnownStage.objects.get(name="production").name
    moved = text_of(at_desk("olu"), sheet)
    assert "moved against the answer" in moved
    assert "“They signed.”" in moved
    assert "In all 4 days" in moved
    assert "Engineering 4 days not answered" in moved
    assert "Support 2 h" in moved
    late = {"act": "answer-asked", "asked": asked_id("engineering"), "seen": "none"}
    assert at_desk("olu").post(sheet, late).status_code == 303
    states = dict(Clock.objects.values_list("started_by__payload__role", "state"))
    assert (states["engineering"], states["support"]) == ("missed", "met")
    assert list(differences(open_desk(watch.at))) == []


@pytest.mark.clause("S5", "S15")
def test_sales_sets_the_stage_as_ever_and_nothing_holds_it_up(desk: Lighthouse, at_desk: At, watch: Watch) -> None:
    sheet, eve = eve_asks(desk, at_desk), at_desk("eve")
    watch.at = FRIDAY + timedelta(minutes=20)
    account = text_of(eve, f"/a/{desk.acme.pk}")
    assert "Consequences are asked for: stage to production" in account
    set_ = {"act": "commercial", "stage": "production", "plan": "", "contract": "", "why": ""}
    assert eve.post(f"/a/{desk.acme.pk}", set_).status_code == 303
    told = text_of(at_desk("noor"), sheet)
    assert "moved before the answer" in told
    assert "No reason was given." in told
    assert "the sale waited 20 min · not answered: support, product, engineering" in told
    assert "Consequences: Acme" in waiting(at_desk("mira"))


@pytest.mark.clause("S16")
def test_olu_warns_on_a_ticket_unasked_and_sales_reads_it(desk: Lighthouse, at_desk: At, watch: Watch) -> None:
    ticket = desk.ticket()
    watch.at = FRIDAY + timedelta(hours=1)
    page = at_desk("olu").get(f"/t/{ticket.pk}").content.decode()
    decision = re.search(r'name="decision" value="(\d+)"', page)
    assert decision is not None
    sent = {"text": "The new limit doubles every queue.", "decision": decision.group(1)}
    assert at_desk("olu").post(f"/t/{ticket.pk}/do/warn", sent).status_code == 303
    for address in (f"/t/{ticket.pk}", "/consequences", "/consequences?q=doubles+queue"):
        assert "The new limit doubles every queue." in text_of(at_desk("eve"), address)
    assert "about what the book decided" in text_of(at_desk("eve"), "/consequences")
    assert "No warning has these words." in text_of(at_desk("eve"), "/consequences?q=zeppelin")
    assert at_desk("eve").post(f"/t/{ticket.pk}/do/warn", {"text": "No."}).status_code == 403


@pytest.mark.clause("S16", "S17")
def test_a_sheet_says_what_is_wrong_at_its_form_and_keeps_what_was_typed(
    desk: Lighthouse, at_desk: At, watch: Watch
) -> None:
    sheet = eve_asks(desk, at_desk)
    both = {"act": "answer-asked", "asked": asked_id("support"), "seen": "none", "text": "It loops."}
    refused = at_desk("mira").post(sheet, both)
    assert (refused.status_code, refused.content.count(b"It loops.")) == (422, 1)
    twice = at_desk("eve").post(f"/a/{desk.acme.pk}", ASKED)
    assert (twice.status_code, b"The same is asked already." in twice.content) == (422, True)
    assert b"They sign on the 31st." in twice.content
    assert at_desk("eve").post(sheet, {"act": "withdraw-round", "why": "They wait."}).status_code == 303
    gone = at_desk("mira").post(sheet, {**both, "seen": "some"})
    assert (gone.status_code, b"Sales does not ask this any more." in gone.content) == (403, True)
    assert "withdrawn" in text_of(at_desk("eve"), "/consequences")


def test_a_notice_leads_to_the_sheet(desk: Lighthouse, at_desk: At, watch: Watch) -> None:
    sheet = eve_asks(desk, at_desk)
    row = ConsequenceRound.objects.get()
    for subject in (row.subject_id, row.asked.get(role="support").subject_id):
        answer = at_desk("mira").get(f"/consequences/of/{subject}")
        assert (answer.status_code, answer.headers["Location"]) == (302, sheet)
    assert at_desk("mira").get("/consequences/of/1").status_code == 404


def test_pages_stay_within_their_number_of_queries(
    desk: Lighthouse, at_desk: At, watch: Watch, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    eve, mira = at_desk("eve"), at_desk("mira")
    for number in range(3):
        sent = {**ASKED, "move": "date", "wanted": f"{number} May"}
        assert eve.post(f"/a/{desk.acme.pk}", sent).status_code == 303
    for address, most in (("/consequences", 20), (f"/consequences/{ConsequenceRound.objects.latest('pk').pk}", 14)):
        mira.get(address)
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            mira.get(address)
