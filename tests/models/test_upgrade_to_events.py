"""The upgrade to events: what earlier versions kept is read as before, and clocks go on as they stood."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from pytest_django import DjangoDbBlocker

from firsthand.domain.events import decode
from firsthand.domain.events.clocks import Baseline
from firsthand.domain.events.conversation import CarriedClock, Wait, Waiting
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account, Contact, Erasure
from firsthand.models.channels import Endpoint
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.desk import DeskSettings
from firsthand.models.events import Event
from firsthand.models.migrations import _0005_rows
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.policy import PolicyException
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from tests.models.desk_of_before import (
    ACME,
    AFTER,
    ANA,
    BEFORE,
    CLOSED,
    MERGED,
    MIRA,
    MONDAY,
    NOOR,
    OPEN,
    SILENT,
    SOLVED,
    WAITING,
    database_of_its_own,
    fill,
    migrate,
    minutes,
)
from tests.models.samples import SAMPLES, UNKNOWN, Sample
from tests.models.schema import schema


@pytest.fixture(scope="module", autouse=True)
def upgraded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Counter[tuple[object, ...]]]:
    """The desk of before, upgraded; the schema of a new one."""
    with django_db_blocker.unblock():
        with database_of_its_own(tmp_path_factory.mktemp("new")):
            call_command("migrate", verbosity=0)
            new = schema()
        with database_of_its_own(tmp_path_factory.mktemp("upgrade")):
            fill()
            migrate(AFTER)
            yield new


def test_an_upgraded_desk_has_the_schema_of_a_new_one(upgraded: Counter[tuple[object, ...]]) -> None:
    upgrade = schema()
    assert upgrade - upgraded == upgraded - upgrade == Counter()
    assert upgrade.total() > 500  # a comparison of nothing with nothing says nothing


def baseline(ticket: int) -> Event:
    return Event.objects.get(subject__ticket=ticket, verb="baseline")


def told(ticket: int) -> Baseline:
    event = baseline(ticket)
    payload = decode(event.verb, event.payload, event.words)
    assert isinstance(payload, Baseline)
    return payload


# Events


@pytest.mark.parametrize(
    ("number", "sample"),
    list(enumerate((*SAMPLES, UNKNOWN), start=1)),
    ids=[f"{number}-{one.verb}" for number, one in enumerate((*SAMPLES, UNKNOWN), start=1)],
)
def test_an_old_event_keeps_its_number_and_falls_into_facts_and_words(number: int, sample: Sample) -> None:
    event = Event.objects.get(pk=number)
    assert (event.verb, event.payload, event.words) == (sample.verb, sample.facts, sample.words)
    assert (event.subject.ticket_id, event.account_id) == (OPEN, ACME)
    assert event.at == event.recorded_at == minutes(number / 1000)


def test_the_samples_are_of_every_verb_that_the_upgrade_knows() -> None:
    assert {one.verb for one in SAMPLES} == set(_0005_rows.VERBS)


def test_every_event_can_be_read() -> None:
    known = Event.objects.exclude(verb=UNKNOWN.verb)
    for event in known:
        assert decode(event.verb, event.payload, event.words).verb == event.verb
    assert known.count() > len(SAMPLES)


def test_what_is_read_says_what_was_kept() -> None:
    event = Event.objects.get(verb="assigned", payload__from_person=2)
    payload: Any = decode(event.verb, event.payload, event.words)
    assert (payload.from_role, payload.from_person, payload.role, payload.to) == (
        "support",
        2,
        "product",
        "Noor Haddad",
    )
    assert payload.why == "Knows it"


def test_an_event_was_done_by_a_person_or_by_the_desk() -> None:
    by_mira = Event.objects.get(verb="taken", payload__from_person=2)
    assert (by_mira.person_id, by_mira.contact_id, by_mira.by_desk) == (MIRA, None, False)
    received = Event.objects.get(pk=1)
    assert (received.person_id, received.contact_id, received.by_desk) == (None, None, True)


def test_an_event_keeps_its_decision() -> None:
    assert Event.objects.get(verb="severity_set").decision_id == OPEN


def test_the_history_of_an_account_follows_the_timelines() -> None:
    changed, strategic, erased = Event.objects.filter(subject__kind="account").order_by("id")
    newest_line = Event.objects.filter(subject__kind="ticket").exclude(verb="baseline").latest("id")
    assert changed.pk == newest_line.pk + 1
    assert (changed.verb, changed.payload) == ("account_changed", {"field": "stage"})
    assert changed.words == {"before": "trial", "after": "production", "why": "They signed"}
    assert (changed.person_id, changed.account_id) == (NOOR, ACME)
    assert (strategic.payload, strategic.words, strategic.by_desk) == ({"field": "strategic"}, {"after": "yes"}, True)
    assert (erased.verb, erased.payload, erased.words) == (
        "contact_erased",
        {"contact": "Erased contact 9"},
        {"why": "Asked"},
    )


# Subjects


def test_every_row_that_has_a_timeline_has_a_subject_of_its_own() -> None:
    having: list[Any] = [Ticket, Account, Person, DeskSettings, Endpoint]
    found = [row.subject for table in having for row in table.objects.all()]
    assert len({one.pk for one in found}) == len(found) == Subject.objects.count()
    assert {one.kind for one in found} == {"ticket", "account", "person", "desk", "endpoint"}


def test_a_tickets_subject_belongs_to_it() -> None:
    assert all(one.subject.ticket_id == one.pk for one in Ticket.objects.all())
    assert not Subject.objects.exclude(kind="ticket").filter(ticket__isnull=False).exists()


def test_a_ticket_has_its_title_and_its_phase() -> None:
    found = dict(Ticket.objects.values_list("id", "phase"))
    assert found == {
        OPEN: "open",
        WAITING: "open",
        SOLVED: "solved",
        CLOSED: "closed",
        MERGED: "closed",
        SILENT: "open",
    }
    assert Ticket.objects.get(pk=OPEN).title == "Request 1"


def test_decisions_and_notices_are_of_the_same_tickets() -> None:
    assert all(one.subject.ticket_id == one.pk for one in Decision.objects.all())
    assert list(Notice.objects.order_by("id").values_list("subject__ticket", flat=True)) == [SOLVED, None]


def test_no_exception_is_made_up() -> None:
    assert not PolicyException.objects.exists()


def test_what_comes_is_numbered_after_what_was() -> None:
    with transaction.atomic():
        newest = Subject.objects.latest("id").pk
        assert Subject.objects.create(kind="person").pk > newest
        last = Event.objects.latest("id")
        assert (
            Event.objects.create(subject=last.subject, at=MONDAY, recorded_at=MONDAY, by_desk=True, verb="x").pk
            > last.pk
        )
        transaction.set_rollback(True)


# Clocks


def test_pauses_become_a_list_with_their_evidence() -> None:
    assert Clock.objects.get(pk=2).pauses == [
        ["2026-03-02T09:10:00+00:00", "2026-03-02T09:20:30+00:00", "the ticket is pending", "103"],
        ["2026-03-02T09:30:00+00:00", None, "the ticket is pending", "106"],
    ]
    assert Clock.objects.get(pk=1).pauses == []
    assert Clock.objects.get(pk=2).warn_at is None


def test_what_people_were_told_becomes_a_list_of_moments() -> None:
    assert Clock.objects.get(pk=5).told == ["warning", "breach", "1"]
    assert Clock.objects.get(pk=3).told == ["warning", "breach", "1", "2"]
    assert Clock.objects.get(pk=2).told == []


def test_the_outcome_of_a_clock_is_its_newest_verdict_unless_that_was_taken_back() -> None:
    assert dict(Clock.objects.values_list("id", "outcome")) == {
        1: "met",
        2: "",
        3: "breached",
        4: "",
        5: "breached",
        6: "",
        7: "",
        8: "",
        9: "",
    }
    assert Clock.objects.get(pk=8).next_at == minutes(480)


def test_verdicts_stay() -> None:
    assert list(Verdict.objects.order_by("id").values_list("id", "clock", "outcome", "basis", "because")) == [
        (1, 1, "met", "as_judged", None),
        (2, 3, "breached", "as_judged", None),
        (3, 5, "breached", "as_judged", None),
        (4, 5, "met", "as_if", None),
        (5, 8, "met", "as_judged", None),
    ]


def test_a_live_clock_goes_on_from_the_baseline_as_it_stood() -> None:
    clock = Clock.objects.get(pk=5)
    assert (clock.started_by_id, clock.state, clock.subject.ticket_id) == (baseline(SOLVED).pk, "running", SOLVED)
    assert (clock.due_at, clock.breached_at, clock.next_at) == (minutes(60), minutes(60), None)


def test_a_clock_that_ended_before_has_no_event_for_its_start() -> None:
    assert set(Clock.objects.filter(pk__in=[1, 6]).values_list("started_by", flat=True)) == {None}


def test_a_clock_of_a_kind_that_never_worked_is_void_by_the_baseline() -> None:
    clock = Clock.objects.get(pk=3)
    assert (clock.state, clock.ended_at, clock.ended_by_id) == ("void", baseline(WAITING).at, baseline(WAITING).pk)
    assert (clock.next_at, clock.started_by_id) == (None, None)
    assert PLAIN.phrase(clock.ended_because) == "clocks of this kind did not work before"


def test_an_open_pause_of_a_void_clock_ends_with_it() -> None:
    assert Clock.objects.get(pk=4).pauses[0][1] == baseline(WAITING).at.isoformat()


def test_the_inbox_is_in_order_without_the_void_clocks() -> None:
    ticket = Ticket.objects.get(pk=WAITING)
    assert (ticket.order_at.year, ticket.next_clock) == (9999, "")
    solved = Ticket.objects.get(pk=SOLVED)
    assert (solved.order_at, solved.next_clock) == (minutes(60), "first_response")


# Baselines


def test_a_baseline_stands_on_every_ticket() -> None:
    found = Event.objects.filter(verb="baseline").values_list("subject__ticket", flat=True)
    assert sorted(found) == [OPEN, WAITING, SOLVED, CLOSED, MERGED, SILENT]


def test_nobody_waits_in_a_ticket_that_is_over() -> None:
    assert told(CLOSED) == Baseline(status="closed", phase="closed", owes="nobody", solved_at=minutes(500))


def test_a_baseline_is_the_desks_and_comes_after_everything() -> None:
    events = Event.objects.filter(verb="baseline")
    assert {(one.by_desk, one.via, one.at == one.recorded_at) for one in events} == {(True, "upgrade", True)}
    assert min(one.pk for one in events) > Event.objects.exclude(verb="baseline").latest("id").pk
    assert (baseline(WAITING).account_id, baseline(SILENT).account_id) == (ACME, None)


def test_a_baseline_stands_on_the_newest_decision() -> None:
    assert baseline(WAITING).decision_id == WAITING


def test_a_baseline_tells_how_a_waiting_ticket_stands() -> None:
    event = baseline(WAITING)
    assert told(WAITING) == Baseline(
        status="pending",
        phase="open",
        owes="customer",
        clocks=(
            CarriedClock(
                kind="resolution",
                started_by=event.pk,
                started_at=MONDAY,
                decision=WAITING,
                waits=(
                    Wait(status="pending", from_at=minutes(10), to_at=minutes(20.5), evidence=103),
                    Wait(status="on_hold", from_at=minutes(25), to_at=minutes(30), evidence=105),
                    Wait(status="pending", from_at=minutes(30), to_at=event.at, evidence=106),
                ),
            ),
        ),
        judged=("first_response",),
        waiting=(Waiting(event=104, message=13, at=minutes(20.5)),),
    )


def test_a_baseline_of_a_solved_ticket_tells_what_is_still_owed() -> None:
    payload = told(SOLVED)
    assert (payload.status, payload.phase, payload.owes, payload.solved_at) == (
        "solved",
        "solved",
        "nobody",
        minutes(500),
    )
    assert [(one.kind, one.started_at) for one in payload.clocks] == [("first_response", MONDAY)]
    assert payload.waiting == (Waiting(event=0, message=16, at=MONDAY),)


def test_a_carried_clock_brings_the_waits_of_the_ticket_that_it_began_on() -> None:
    (clock,) = told(OPEN).clocks
    assert (clock.decision, clock.started_at) == (MERGED, minutes(105))
    assert clock.waits == (Wait(status="on_hold", from_at=minutes(110), to_at=minutes(150), evidence=202),)


def test_a_ticket_that_was_never_touched_tells_little() -> None:
    clock = CarriedClock(kind="first_response", started_by=baseline(SILENT).pk, started_at=MONDAY, decision=SILENT)
    assert told(SILENT) == Baseline(status="new", phase="open", owes="team", clocks=(clock,))


# What is refused


@pytest.mark.parametrize("change", ["verb = 'x'", "payload = '{}'", "at = recorded_at", "words = NULL"])
def test_an_event_is_never_rewritten(change: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE firsthand_event SET {change} WHERE id = 1")


def test_an_event_is_never_deleted() -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=1).delete()


def test_an_erasure_alone_changes_words_until_it_is_sealed() -> None:
    with transaction.atomic():
        tombstone = Erasure.objects.create(
            contact=Contact.objects.get(pk=ANA), pseudonym="Erased contact 1", at=MONDAY, by_id=MIRA, why="Asked"
        )
        Event.objects.filter(pk=1).update(words={"from": "Erased contact 1"})
        Erasure.objects.filter(pk=tombstone.pk).update(sealed_at=MONDAY)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.filter(pk=1).update(words=None)
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", [Decision, Verdict])
def test_the_ledgers_are_still_append_only(table: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.update(edition="two")


def test_the_way_back_is_the_back_up() -> None:
    with pytest.raises(IrreversibleError, match="put the back-up of the database in place"):
        migrate(BEFORE)


def test_an_instant_of_the_old_timeline_is_to_the_microsecond() -> None:
    assert Event.objects.get(pk=7).at == datetime.fromisoformat("2026-03-02T09:00:00.420000+00:00")
