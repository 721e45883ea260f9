"""Open clocks follow the book by the straddle rule of their clause. Times are Pacific; V1 comes on Friday at 16:30."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firsthand.domain.names import Kind, StateName
from firsthand.domain.sentences import Name, say
from firsthand.engine.policy import FollowedBook
from firsthand.models.clocks import LIVE, Clock, Verdict
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.clocks.rows import pauses_of
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.opening import Opening, open_ticket
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.timers import book
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse

PACIFIC = ZoneInfo("America/Los_Angeles")
ANSWER = "The session cookie is rejected after the upgrade: I reproduced it. Next I send you a patched build by Monday."
HEAD = """
book: customer-first
amendment: {name}
title: {name}
published_at: {published}
author: Head of support
approver: Head of support
zone: America/Los_Angeles
"""
JULY = """
service_levels:
  - clause: S20.july
    source: [S20, A12]
    text: Until August, support answers pre-sales requests within a working day
    when: {{kind: troubleshooting, stage: [prospect, trial]}}
    clock: {{kind: {kind}, budget: 8 business hours, calendar: contract-hours{pauses}, warn_at: 3/4}}
    class: internal_target
    precedence: internal
    straddle: {rule}
    replaces: {replaces}
    in_force: {{from: 2021-07-02, to: 2021-08-01}}
"""
RULES = {
    "at_creation": ("S20.july", "Mon 16:30"),
    "at_evaluation": ("S18", "Mon 02:30"),
    "customer_favourable": ("S18", "Mon 02:30"),
    "restart_at_effective": ("S18", "Mon 03:00"),
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC).astimezone(UTC)


CHANGED = say("the policy changed ({rule})", rule=Name("at evaluation"))
FRIDAY, AUGUST = local("2021-07-30 16:30"), local("2021-08-01 00:00")


def amend(name: str, published: str, rules: str) -> None:
    """Publish an amendment that becomes known at an instant."""
    text = HEAD.format(name=name, published=published) + rules
    publish(texts=[(f"{name}.yaml", text)], at=datetime.fromisoformat(published), by=None)


def july(rule: str, *, kind: str = "first_response", pauses: str = "", replaces: str = "S20") -> str:
    """The clause of July, for one kind of clock."""
    return JULY.format(rule=rule, kind=kind, pauses=pauses, replaces=replaces)


def straddles(rule: str) -> None:
    """The clause of July says what becomes of its clocks in August."""
    amend("2021-07-01", "2021-07-01T19:00:00+00:00", july(rule))


def straddles_with_waits(rule: str) -> None:
    """As `straddles`, for the whole request, which waits while the customer owes; a first response never waits."""
    waits = july(rule, kind="resolution", pauses=", pauses_on: pending", replaces="S18.no-resolution")
    amend("2021-07-01", "2021-07-01T19:00:00+00:00", waits)


def engine(now: datetime) -> int:
    """Rounds of a new engine until it finds nothing to do; how many tickets it looked at."""
    part, looked_at = FollowedBook(), 0
    while done := part.round(now):
        looked_at += done
    return looked_at


def runs(ticket: Ticket, kind: str = "first_response") -> tuple[str, str]:
    """The clause of the clock that runs, and when it is due."""
    clock = ticket.subject.clocks.get(state="running", kind=kind)
    assert clock.due_at is not None
    return clock.clause, clock.due_at.astimezone(PACIFIC).strftime("%a %H:%M")


@pytest.mark.clause("A12", "S18", "S20")
@pytest.mark.parametrize("rule", RULES)
def test_a_request_of_friday_1630_straddles_the_first_of_august(lighthouse: Lighthouse, rule: str) -> None:
    straddles(rule)
    ticket = lighthouse.ticket(received_at=FRIDAY)
    engine(AUGUST - timedelta(seconds=1))
    assert runs(ticket) == ("S20.july", "Mon 16:30")
    engine(AUGUST)
    assert runs(ticket) == RULES[rule]
    ticket.refresh_from_db()
    assert ticket.order_at == ticket.subject.clocks.get(state="running").due_at


@pytest.mark.clause("A12")
def test_the_old_clock_ends_with_its_reason_and_a_decision_says_why(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    ticket = lighthouse.ticket(received_at=FRIDAY)
    engine(AUGUST)
    old, new = ticket.subject.clocks.order_by("pk")
    assert (old.state, old.ended_because, old.ended_at) == ("replaced", CHANGED, AUGUST)
    assert (old.started_by, old.started_at) == (new.started_by, new.started_at)
    assert old.decision is not None
    assert new.decision is not None
    assert new.decision.occasion == "policy_changed"
    assert new.decision.because[0]["text"] == (
        "On 2021-08-01 S20.july gave way to S18; at evaluation: the request goes by the new terms."
    )
    assert new.decision.outcome["owner"] == old.decision.outcome["owner"]
    event = ticket.subject.events.get(verb="terms_changed")
    assert (event.payload["from"], event.payload["to"], event.by_desk) == ("S20.july", "S18", True)
    assert (event.payload["rule"], event.at, event.decision) == ("at evaluation", AUGUST, new.decision)
    assert old.ended_by == event
    assert not Verdict.objects.exists()


def test_looking_again_and_starting_again_changes_nothing(lighthouse: Lighthouse) -> None:
    straddles("restart_at_effective")
    ticket = lighthouse.ticket(received_at=FRIDAY)
    assert engine(AUGUST) == 1
    before = list(Clock.objects.order_by("pk").values())
    assert engine(AUGUST + timedelta(minutes=1)) == 0
    book.bring_to_book(now=AUGUST + timedelta(hours=3))
    assert list(Clock.objects.order_by("pk").values()) == before
    assert ticket.subject.events.filter(verb="terms_changed").count() == 1


def test_after_a_crash_half_way_the_rest_is_done_and_nothing_twice(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    straddles("at_evaluation")
    first, second = (lighthouse.ticket(received_at=FRIDAY, number=number) for number in (1, 2))
    whole = book.bring_ticket_to_book

    def dies_at_the_second(number: int, *, desk: Desk) -> bool:
        done = whole(number, desk=desk)
        if number == second.pk:
            raise SystemExit
        return done

    monkeypatch.setattr(book, "bring_ticket_to_book", dies_at_the_second)
    with pytest.raises(SystemExit):
        engine(AUGUST)
    assert (runs(first)[0], runs(second)[0]) == ("S18", "S20.july")
    monkeypatch.undo()
    engine(AUGUST)
    assert (runs(first)[0], runs(second)[0]) == ("S18", "S18")
    assert first.subject.events.filter(verb="terms_changed").count() == 1


def test_what_was_answered_or_broken_before_the_change_stays(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    answered = lighthouse.ticket(received_at=FRIDAY)
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=answered.pk, text=ANSWER, substantive=True, at=FRIDAY + timedelta(minutes=20))
    lighthouse.post(at=FRIDAY + timedelta(minutes=21))
    broken = lighthouse.ticket(received_at=local("2021-07-28 09:00"), number=2)
    fire_due(now=local("2021-07-29 09:00"))
    before, verdicts = list(Clock.objects.order_by("pk").values()), list(Verdict.objects.values())
    engine(AUGUST)
    assert list(Clock.objects.order_by("pk").values()) == before
    assert list(Verdict.objects.values()) == verdicts
    assert broken.subject.clocks.get().breached_at == local("2021-07-28 17:00")


def test_a_wait_is_carried_over_with_its_evidence(lighthouse: Lighthouse) -> None:
    straddles_with_waits("at_evaluation")
    amend(
        "2021-07-02",
        "2021-07-02T19:00:00+00:00",
        """
service_levels:
  - clause: S18.waits
    source: [S18]
    text: From August, solved within an hour, but not while we wait for the customer
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: resolution, budget: 1 business hours, calendar: support-hours, pauses_on: pending}
    class: internal_target
    precedence: internal
    in_force: {from: 2021-08-01}
""",
    )
    ticket = lighthouse.ticket(received_at=FRIDAY)
    mira = lighthouse.viewer(lighthouse.mira)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=FRIDAY + timedelta(minutes=10))
    engine(AUGUST)
    clock = ticket.subject.clocks.get(state="paused")
    assert (clock.clause, clock.due_at) == ("S18.waits", None)
    asked = ticket.subject.events.get(verb="status_changed")
    [pause] = pauses_of(clock)
    assert (pause.from_at, pause.to_at, pause.evidence) == (FRIDAY + timedelta(minutes=10), None, str(asked.pk))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=local("2021-08-02 03:00"))
    assert runs(ticket, "resolution") == ("S18.waits", "Mon 03:50")
    found = receipts(viewer=mira, ticket_id=ticket.pk, desk=open_desk(local("2021-08-02 03:00")))
    [paper] = [one for one in found if one.clock.clause == "S18.waits"]
    assert paper.receipt is not None
    assert {line.evidence for line in paper.receipt.lines if line.kind == "paused"} == {(str(asked.pk),)}


@pytest.mark.clause("A12", "A13")
def test_an_amendment_that_is_published_meanwhile_counts_from_its_publication(lighthouse: Lighthouse) -> None:
    straddles("customer_favourable")
    ticket = lighthouse.ticket(received_at=local("2021-07-20 10:00"))
    engine(local("2021-07-20 11:00"))
    sooner = july("at_creation", replaces="S20.july").replace("8 business hours", "4 business hours")
    sooner = sooner.replace("clause: S20.july", "clause: S20.sooner")
    amend("2021-07-20", "2021-07-20T19:00:00+00:00", sooner.replace("2021-07-02", "2021-07-20"))
    assert runs(ticket) == ("S20.july", "Wed 10:00")
    engine(local("2021-07-20 12:00"))
    assert runs(ticket) == ("S20.sooner", "Tue 14:00")


def test_another_calendar_moves_the_due_instant_and_the_receipt_names_its_version(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    ticket = lighthouse.ticket(received_at=local("2021-07-20 10:00"))
    amend(
        "2021-07-20",
        "2021-07-20T19:00:00+00:00",
        'calendars: {contract-hours: {zone: America/Los_Angeles, weekly: {mon-fri: "09:00-20:00"}}}\n',
    )
    engine(local("2021-07-20 12:30"))
    assert runs(ticket) == ("S20.july", "Tue 18:00")
    old, new = ticket.subject.clocks.order_by("pk")
    assert old.calendar_version != new.calendar_version
    at_one = open_desk(local("2021-07-20 13:00"))
    found = receipts(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, desk=at_one)
    assert [one.receipt.version for one in found if one.receipt] == [old.calendar_version, new.calendar_version]


def test_hours_that_are_loaded_late_do_not_slip_under_a_clock_that_runs_by_the_old_ones(lighthouse: Lighthouse) -> None:
    straddles_with_waits("at_creation")
    ticket = lighthouse.ticket(received_at=local("2021-07-20 10:00"))
    longer = 'calendars: {contract-hours: {zone: America/Los_Angeles, weekly: {mon-fri: "09:00-20:00"}}}\n'
    amend("2021-07-19", "2021-07-19T19:00:00+00:00", longer)
    mira = lighthouse.viewer(lighthouse.mira)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=local("2021-07-20 11:00"))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=local("2021-07-20 12:00"))
    assert runs(ticket, "resolution") == ("S20.july", "Wed 11:00")
    found = receipts(viewer=mira, ticket_id=ticket.pk, desk=open_desk(local("2021-07-20 13:00")))
    [paper] = [one for one in found if one.clock.kind == "resolution"]
    assert paper.receipt is not None
    assert paper.receipt.version == paper.clock.calendar_version


def test_a_clause_that_is_withdrawn_ends_the_clock_when_its_rule_says_so(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    ticket = lighthouse.ticket(received_at=local("2021-07-20 10:00"))
    gone = "withdraws:\n  - {clause: S20.july, at: 2021-07-20T12:00:00-07:00, why: we cannot keep it}\n"
    amend("2021-07-20", "2021-07-20T19:00:00+00:00", gone)
    engine(local("2021-07-20 12:00"))
    assert list(ticket.subject.clocks.values_list("state", "ended_because")) == [("replaced", CHANGED)]
    assert ticket.subject.decisions.order_by("pk").last().outcome["no_clocks"][-1]["result"] == "no_policy"  # type: ignore[union-attr]
    event = ticket.subject.events.get(verb="terms_changed")
    assert (event.payload["from"], event.payload.get("to", "")) == ("S20.july", "")


def test_an_exception_for_one_account_changes_only_its_own_clocks(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    of_acme = lighthouse.ticket(received_at=local("2021-07-20 10:00"))
    lighthouse.cobalt.stage = "trial"
    lighthouse.cobalt.save()
    lighthouse.ben.account = lighthouse.cobalt
    of_cobalt = lighthouse.ticket(contact=lighthouse.ben, received_at=local("2021-07-20 10:00"))
    amend(
        "2021-07-20",
        "2021-07-20T19:00:00+00:00",
        """
service_levels:
  - clause: acme.launch
    source: [A5]
    text: While Acme launches, we answer within four hours
    when: {account: Acme, kind: troubleshooting}
    exception: {reason: their launch, approver: Head of support, review_at: 2021-09-01}
    clock: {kind: first_response, budget: 4 business hours, calendar: contract-hours}
    class: internal_target
    in_force: {from: 2021-07-20T12:00:00-07:00}
""",
    )
    engine(local("2021-07-20 12:00"))
    assert runs(of_acme) == ("acme.launch", "Tue 14:00")
    assert runs(of_cobalt) == ("S20.july", "Wed 10:00")


def test_confirming_the_kind_after_the_change_keeps_the_terms_that_hold_now(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    ticket = lighthouse.ticket(received_at=FRIDAY)
    engine(AUGUST)
    mira = lighthouse.viewer(lighthouse.mira)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=AUGUST + timedelta(hours=1))
    assert runs(ticket) == ("S18", "Mon 02:30")


def test_mail_that_came_before_the_change_and_is_read_after_it_goes_by_the_rule(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    opening = Opening(
        subject="Login loops",
        text="It loops.",
        channel="email",
        external_id="<late@mail.example>",
        sender=lighthouse.ana.address,
        contact=lighthouse.ana,
        account=lighthouse.acme,
        received_at=FRIDAY,
    )
    assert runs(open_ticket(opening=opening, desk=open_desk(AUGUST + timedelta(hours=1))).ticket) == (
        "S18",
        "Mon 02:30",
    )


def test_a_clock_that_a_merge_carried_over_follows_as_well(lighthouse: Lighthouse) -> None:
    straddles("at_evaluation")
    first = lighthouse.ticket(received_at=FRIDAY)
    second = lighthouse.ticket(received_at=FRIDAY + timedelta(minutes=5), number=2)
    mira = lighthouse.viewer(lighthouse.mira)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=FRIDAY + timedelta(minutes=10))
    engine(AUGUST)
    carried, own = second.subject.clocks.filter(state="running").order_by("started_at")
    assert (carried.started_at, own.started_at) == (FRIDAY, FRIDAY + timedelta(minutes=5))
    assert [(one.clause, one.due_at) for one in (carried, own)] == [
        ("S18", local("2021-08-02 02:30")),
        ("S18", local("2021-08-02 02:35")),
    ]
    assert not first.subject.clocks.filter(state__in=LIVE).exists()
