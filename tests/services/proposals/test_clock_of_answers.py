"""By when a proposal is answered: met by either answer, ended by a withdrawal, and late told to whoever owes it."""

from datetime import timedelta

import pytest

from firsthand.domain.names import Kind, Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.proposals import Proposal
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.proposals.actions import accept, decline, withdraw
from firsthand.services.proposals.queries import open_on_account, open_on_ticket
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.timers.book import bring_other_subjects_to_book
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse
from tests.services.proposals.books import ANSWER, publish_answers
from tests.services.proposals.test_answering import LATER, accepts, declines
from tests.services.proposals.test_proposing import NOW, on_account, on_ticket

HOUR = timedelta(hours=1)
DUE = NOW + 4 * HOUR


def clock_of(row: Proposal) -> Clock:
    """The clock of its answer."""
    return Clock.objects.get(subject=row.subject)


def told(row: Proposal, kind: str) -> list[Person]:
    """Who was told so of its clock."""
    rows = Notice.objects.filter(subject=row.subject, kind=kind).order_by("id")
    return [one.person for one in rows.select_related("person")]


@pytest.mark.clause("S6")
def test_it_starts_when_it_is_proposed_on_the_terms_of_the_book(answering: Lighthouse) -> None:
    clock = clock_of(on_ticket(answering, answering.ticket(received_at=NOW - HOUR)))
    assert (clock.kind, clock.state, clock.started_at, clock.due_at) == ("answer", "running", NOW, DUE)
    assert (clock.clause, clock.owed_by, clock.decision is not None) == ("answers", "", True)


@pytest.mark.clause("S5", "S6")
def test_accepted_or_declined_in_time_it_is_met(answering: Lighthouse) -> None:
    first = accepts(answering, on_ticket(answering, answering.ticket(received_at=NOW)), answering.mira)
    second = declines(answering, on_ticket(answering, answering.ticket(received_at=NOW, number=2)), answering.mira)
    for row in (first, second):
        assert (clock_of(row).state, clock_of(row).ended_at) == ("met", LATER)
        assert list(Verdict.objects.filter(clock__subject=row.subject).values_list("outcome", flat=True)) == ["met"]
    assert [PLAIN.phrase(clock_of(row).ended_because) for row in (first, second)] == ["accepted", "declined"]


def test_withdrawn_it_ends_without_a_verdict(answering: Lighthouse) -> None:
    row = on_ticket(answering, answering.ticket(received_at=NOW))
    withdraw(viewer=answering.viewer(answering.noor, at=LATER), proposal_id=row.pk, at=LATER)
    assert (clock_of(row).state, Verdict.objects.filter(clock__subject=row.subject).count()) == ("cancelled", 0)


@pytest.mark.clause("S5", "S6")
def test_late_it_is_told_to_all_who_may_answer_once_then_escalated_and_still_owed(answering: Lighthouse) -> None:
    vp = Person.objects.create(email="vic@lighthouse.example", name="Vic", joined_at=NOW)
    RoleHolding.objects.create(person=vp, role=Role("vp_customer_engineering"), from_at=NOW)
    ticket = answering.ticket(received_at=NOW)
    row = on_ticket(answering, ticket)
    for hours in (2, 4, 4.5, 4.5, 5.5, 9):
        fire_due(now=NOW + hours * HOUR)
    late = told(row, "clock_breached")
    assert (sorted(one.name for one in late), late[-1]) == (["Ada Obi", "Mira Lindqvist", "Vic"], vp)
    notice = Notice.objects.filter(subject=row.subject, kind="clock_breached")[0]
    assert PLAIN.sentence(notice.text) == (
        f"Answer was due and is still owed: Noor Haddad proposes severity s1 for #{ticket.pk} {ticket.title}"
    )
    clock = clock_of(row)
    assert (clock.state, clock.breached_at) == ("running", DUE)
    assert clock.told == ["warning", "breach", "1", "2"]  # the head after half an hour, the VP after one
    at = DUE + 9 * HOUR
    done = accept(viewer=answering.viewer(answering.mira, at=at), proposal_id=row.pk, at=at)
    assert (clock_of(done).state, done.state) == ("missed", "accepted")
    assert list(differences(open_desk(DUE + 10 * HOUR))) == []


def test_nothing_that_befalls_the_ticket_ends_it(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    row = on_ticket(answering, ticket)
    mira = answering.viewer(answering.mira, at=NOW)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=NOW)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s2", at=NOW)
    assert (clock_of(row).state, clock_of(row).due_at) == ("running", DUE)


@pytest.mark.clause("S6")
def test_a_proposal_on_an_account_has_the_clock_of_its_facts(lighthouse: Lighthouse) -> None:
    strategic = ANSWER.replace("    clock:", "    when: {strategic: true}\n    clock:")
    how_to = ANSWER.replace("answers", "of-how-to").replace(
        "    clock:", "    when: {kind: troubleshooting}\n    clock:"
    )
    publish_answers(strategic + how_to.replace("4 hours", "1 hours"))
    borealis = on_account(lighthouse, lighthouse.borealis, field="plan", value="team")
    assert clock_of(borealis).clause == "answers"
    acme = on_account(lighthouse, lighthouse.acme, field="plan", value="team")
    assert not Clock.objects.filter(subject=acme.subject).exists()  # a kind of request is not it
    ticket = lighthouse.ticket(received_at=NOW)
    assert clock_of(on_ticket(lighthouse, ticket)).due_at == NOW + HOUR  # runs as for troubleshooting until confirmed
    fire_due(now=DUE + HOUR / 4)
    assert told(borealis, "clock_breached") == [lighthouse.eve]


@pytest.mark.clause("S6")
def test_whom_the_book_names_owes_the_answer_hears_of_it_and_may_decline(lighthouse: Lighthouse) -> None:
    publish_answers(ANSWER.replace("warn_at: 3/4", "owed_by: product"))
    row = on_ticket(lighthouse, lighthouse.ticket(received_at=NOW))
    assert told(row, "proposal") == [lighthouse.pat]
    fire_due(now=DUE + HOUR / 4)
    assert told(row, "clock_breached") == [lighthouse.pat]
    [shown] = open_on_ticket(viewer=lighthouse.viewer(lighthouse.pat, at=NOW), ticket=row.ticket, desk=open_desk(NOW))  # type: ignore[arg-type]
    assert (shown.waits, shown.may_accept) == (True, False)
    decline(viewer=lighthouse.viewer(lighthouse.pat, at=LATER), proposal_id=row.pk, why="No.", at=LATER)


@pytest.mark.clause("S6")
def test_without_a_clause_no_clock_runs_and_the_reason_is_kept(lighthouse: Lighthouse) -> None:
    row = on_account(lighthouse, lighthouse.acme, field="plan", value="team")
    assert not Clock.objects.filter(subject=row.subject).exists()
    mira, desk = lighthouse.viewer(lighthouse.mira, at=NOW), open_desk(NOW)
    [shown] = open_on_account(viewer=mira, account=lighthouse.acme, desk=desk)
    assert PLAIN.phrase(shown.clock.none_because) == "No clause in force says by when a proposal is answered."
    accepts(lighthouse, row, lighthouse.eve)
    assert fire_due(now=NOW + 99 * HOUR) == 0 or not told(row, "clock_breached")


def test_no_clock_by_policy_is_said_with_its_reason(lighthouse: Lighthouse) -> None:
    none = """  - clause: prospects
    source: [S35]
    text: Nobody is promised an answer about a trial.
    when: {stage: trial}
    no_clock: {kinds: [answer], reason: "trials are best effort"}
    precedence: scope
"""
    publish_answers(ANSWER + none)
    on_account(lighthouse, lighthouse.acme, field="plan", value="team")
    mira, desk = lighthouse.viewer(lighthouse.mira, at=NOW), open_desk(NOW)
    [shown] = open_on_account(viewer=mira, account=lighthouse.acme, desk=desk)
    assert PLAIN.phrase(shown.clock.none_because) == "Trials are best effort."


def test_another_book_that_favours_whoever_waits_moves_it(lighthouse: Lighthouse) -> None:
    publish_answers(ANSWER.replace("    class:", "    straddle: at_evaluation\n    class:"))
    row = on_ticket(lighthouse, lighthouse.ticket(received_at=NOW))
    clause = ANSWER.replace("answers\n", "soon\n    replaces: answers\n", 1).replace("4 hours", "2 hours")
    sooner = f"""book: three-clocks
amendment: 2026-03-02-sooner
title: Sooner
published_at: {LATER:%Y-%m-%dT%H:%M:%SZ}
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
service_levels:
{clause}"""
    publish(texts=[("2026-03-02-sooner.yaml", sooner)], at=LATER, by=None)
    assert bring_other_subjects_to_book(now=LATER) == 1
    assert bring_other_subjects_to_book(now=LATER) == 0
    clocks = list(Clock.objects.filter(subject=row.subject).order_by("id").values_list("state", "clause"))
    assert clocks == [("replaced", "answers"), ("running", "soon")]
    assert Event.objects.get(verb="terms_changed", subject=row.subject).at == LATER
