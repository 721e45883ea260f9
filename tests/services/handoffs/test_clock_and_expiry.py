"""The receiver's clock runs beside the customer's; an offer that nobody answers ends when the book says, and becomes
what the book says."""

from datetime import timedelta

import pytest

from firsthand.domain.names import Kind, Role
from firsthand.domain.sentences import PLAIN
from firsthand.engine import handoffs
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.outbox import Notice
from firsthand.models.tickets import Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.timers.firing import fire_due
from tests.handing_over import accept, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.handoffs.books import publish_offers

HOUR = timedelta(hours=1)


def wish(lighthouse: Lighthouse) -> Ticket:
    """A feature request, which Noor has."""
    ticket = lighthouse.ticket(subject="Feature request: dark mode")
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


def clock_of(row: Handoff) -> Clock:
    """The clock of its answer."""
    return Clock.objects.get(subject=row.subject)


def test_without_a_clause_no_clock_runs_and_the_decision_says_so(lighthouse: Lighthouse) -> None:
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    assert not Clock.objects.filter(subject=row.subject).exists()
    [kept] = row.subject.decisions.all()
    assert [one["kind"] for one in kept.outcome["no_clocks"]] == ["handoff"]


def test_it_runs_from_the_offer_to_its_answer(lighthouse: Lighthouse) -> None:
    publish_offers(lighthouse.ada)
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    assert (clock_of(row).state, clock_of(row).due_at, clock_of(row).clause) == ("running", NOW + HOUR, "offers.clock")
    accept(lighthouse.pat, row, at=NOW + HOUR)
    assert (clock_of(row).state, clock_of(row).ended_at) == ("met", NOW + HOUR)


def test_late_it_is_told_to_whom_it_is_offered(lighthouse: Lighthouse) -> None:
    publish_offers(lighthouse.ada)
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    fire_due(now=NOW + HOUR + timedelta(seconds=1))
    notice = Notice.objects.get(subject=row.subject, kind="clock_breached", person=lighthouse.pat)
    assert PLAIN.phrase(notice.text).startswith("handoff was due and is still owed: hand-off of #")


@pytest.mark.parametrize("then", ["stays", "escalates", "lead"])
def test_unanswered_it_ends_at_its_instant_whenever_anybody_looks(lighthouse: Lighthouse, then: str) -> None:
    publish_offers(lighthouse.ada, then=then)
    vic = person("Vic Stone", Role("vp_product"))
    ticket = wish(lighthouse)
    row, ends = offer(lighthouse.noor, ticket, "product", at=NOW), NOW + 4 * HOUR
    assert handoffs.round(ends) == 0
    assert (handoffs.round(ends + 3 * HOUR), handoffs.round(ends + 3 * HOUR)) == (1, 0)
    row.refresh_from_db()
    ticket.refresh_from_db()
    assert (row.state, row.ended_at, ticket.responsible) == ("expired", ends, lighthouse.noor)
    assert (clock_of(row).state, clock_of(row).ended_at) == ("missed", ends)
    assert Event.objects.get(subject=row.subject, verb="handoff_expired").at == ends
    again = Handoff.objects.filter(ticket=ticket, state="offered").values_list(
        "to_role_name", "to_person", "offered_at"
    )
    assert list(again) == ([("vp_product", vic.pk, ends)] if then == "lead" else [])
    told = Notice.objects.filter(person=vic, kind="handoff").count()
    assert told == {"stays": 0, "escalates": 1, "lead": 1}[then]
    assert not list(differences(open_desk(ends + 3 * HOUR)))
