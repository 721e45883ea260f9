"""Steps are done with evidence, skipped with a reason, handed on, and late to the second (S8, S9)."""

from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingStep
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.services.access.waiting import owed_clocks
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.book.desk import open_desk
from firsthand.services.coaching.actions import add, finish, pass_on, skip
from firsthand.services.leaving.actions import leave
from firsthand.services.proposals.actions import accept, propose
from firsthand.services.timers.firing import fire_due
from firsthand.services.waiting.queries import waiting_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.coaching.moving import moved, steps

SOON, DUE = NOW + timedelta(hours=1), NOW + timedelta(days=7)
SECOND = timedelta(seconds=1)


def added(
    lighthouse: Lighthouse, *, what: str = "Show them the new editor", by: Person | None = None, who: int | None = None
) -> CoachingStep:
    """Noor, or somebody else, adds a step for Acme."""
    viewer = lighthouse.viewer(by or lighthouse.noor)
    return add(viewer=viewer, account_id=lighthouse.acme.pk, what=what, due_at=DUE, at=NOW, who_id=who)


def waits_for(lighthouse: Lighthouse, who: Person, *, at: datetime = SOON) -> list[str]:
    """What waits for somebody by a coaching clock."""
    page = waiting_page(viewer=lighthouse.viewer(who, at=at), desk=open_desk(at))
    return [PLAIN.phrase(one.what) for one in page.items if one.clock == "coaching"]


@pytest.mark.clause("S8", "S9")
def test_proactive_work_is_added_for_the_accountable_engineer_by_whoever_coaches(lighthouse: Lighthouse) -> None:
    row = added(lighthouse)
    assert (row.who, row.role, row.origin) == (lighthouse.noor, "customer_engineering", "by_hand")
    clock = Clock.objects.get(subject=row.subject)
    assert (clock.kind, clock.due_at, clock.state, clock.warn_at) == ("coaching", DUE, "running", None)
    for one in (lighthouse.mira, lighthouse.eve, lighthouse.pat):
        with pytest.raises(Refused, match="coach an account"):
            added(lighthouse, by=one)


@pytest.mark.clause("S8", "S9")
def test_it_is_given_to_customer_engineers_only(lighthouse: Lighthouse) -> None:
    other = person("Nils Berg", Role("customer_engineering"))
    assert added(lighthouse, who=other.pk).who == other
    with pytest.raises(Invalid, match="customer engineering"):
        added(lighthouse, who=lighthouse.mira.pk)


@pytest.mark.clause("S6", "S9")
def test_another_role_proposes_it_and_the_engineer_takes_it_on(lighthouse: Lighthouse) -> None:
    mira, noor = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(lighthouse.noor)
    row = propose(
        viewer=mira,
        field="coaching_step",
        value="Teach them to read the log",
        why="They ask each week.",
        account_id=lighthouse.acme.pk,
        at=NOW,
    )
    assert steps(lighthouse.acme) == []
    accept(viewer=noor, proposal_id=row.pk, at=SOON)
    [step] = steps(lighthouse.acme)
    assert (step.what, step.origin, step.who) == ("Teach them to read the log", "proposal", lighthouse.noor)


@pytest.mark.parametrize(("what", "due", "error"), [(" ", DUE, "what is to be done"), ("Call", NOW, "past already")])
def test_what_is_added_has_words_and_a_time_to_come(
    lighthouse: Lighthouse, what: str, due: datetime, error: str
) -> None:
    with pytest.raises(Invalid, match=error):
        add(viewer=lighthouse.viewer(lighthouse.noor), account_id=lighthouse.acme.pk, what=what, due_at=due, at=NOW)


@pytest.mark.clause("S8")
def test_done_says_what_came_of_it_and_what_shows_it(lighthouse: Lighthouse) -> None:
    noor, row = lighthouse.viewer(lighthouse.noor), added(lighthouse)
    for note, evidence, error in ((" ", "x", "what came of it"), ("x", "\x00", "what shows it")):
        with pytest.raises(Invalid, match=error):
            finish(viewer=noor, step_id=row.pk, note=note, evidence=evidence, at=DUE)
    done = finish(viewer=noor, step_id=row.pk, note="Three of them tried it.", evidence="https://rec.example/7", at=DUE)
    assert (done.state, Clock.objects.get(subject=row.subject).outcome) == ("done", "met")
    with pytest.raises(Refused, match="has ended"):
        finish(viewer=noor, step_id=row.pk, note="Again.", evidence="x", at=DUE)


def test_a_second_late_is_breached_and_told_to_whoever_has_it(lighthouse: Lighthouse) -> None:
    row = added(lighthouse)
    fire_due(now=DUE)
    assert not Notice.objects.filter(kind="clock_breached").exists()
    fire_due(now=DUE + SECOND)
    fire_due(now=DUE + SECOND)
    notice = Notice.objects.get(kind="clock_breached")
    assert (notice.person, "Acme: Show them the new editor" in PLAIN.phrase(notice.text)) == (lighthouse.noor, True)
    finish(viewer=lighthouse.viewer(lighthouse.noor), step_id=row.pk, note="Late.", evidence="x", at=DUE + SECOND)
    clock = Clock.objects.get(subject=row.subject)
    assert (clock.state, clock.outcome, clock.breached_at) == ("missed", "breached", DUE)


def test_the_book_warns_of_its_steps_once(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "trial")
    first = Clock.objects.get(subject=steps(granite)[0].subject)
    assert first.warn_at is not None
    fire_due(now=first.warn_at)
    fire_due(now=first.warn_at + SECOND)
    assert Event.objects.filter(subject=first.subject, verb="clock_told").count() == 1


def test_skipped_with_a_reason_by_whom_the_book_lets(lighthouse: Lighthouse) -> None:
    row, noor = added(lighthouse), lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="skip a coaching step"):
        skip(viewer=lighthouse.viewer(lighthouse.mira), step_id=row.pk, why="No.", at=SOON)
    with pytest.raises(Invalid, match="why"):
        skip(viewer=noor, step_id=row.pk, why=" ", at=SOON)
    skip(viewer=noor, step_id=row.pk, why="They know it.", at=SOON)
    clock = Clock.objects.get(subject=row.subject)
    assert (clock.state, PLAIN.phrase(clock.ended_because)) == ("cancelled", "skipped")


def test_skipped_when_it_was_late_already_it_stays_missed(lighthouse: Lighthouse) -> None:
    row = added(lighthouse)
    skip(viewer=lighthouse.viewer(lighthouse.noor), step_id=row.pk, why="Too late.", at=DUE + SECOND)
    assert Clock.objects.get(subject=row.subject).state == "missed"


def test_handed_on_the_clock_runs_on_and_they_are_told(lighthouse: Lighthouse) -> None:
    other, row = person("Nils Berg", Role("customer_engineering")), added(lighthouse)
    noor = lighthouse.viewer(lighthouse.noor)
    pass_on(viewer=noor, step_id=row.pk, who_id=other.pk, why="He built it.", at=SOON)
    assert (waits_for(lighthouse, other), waits_for(lighthouse, lighthouse.noor)) == (
        ["Acme: Show them the new editor"],
        [],
    )
    assert Notice.objects.get(kind="coaching").person == other
    with pytest.raises(Invalid, match="so already"):
        pass_on(viewer=noor, step_id=row.pk, who_id=other.pk, why="He built it.", at=SOON)
    pass_on(viewer=noor, step_id=row.pk, who_id=None, why="He is ill.", at=SOON)
    assert waits_for(lighthouse, lighthouse.noor) == ["Acme: Show them the new editor"]
    assert Clock.objects.get(subject=row.subject).due_at == DUE


def test_of_nobody_it_is_owed_by_the_role_and_while_that_is_vacant_by_its_head(lighthouse: Lighthouse) -> None:
    head = person("Vera Holt", Role("vp_customer_engineering"))
    Account.objects.filter(pk=lighthouse.acme.pk).update(accountable=None)
    lighthouse.acme.refresh_from_db()
    added(lighthouse)
    assert (waits_for(lighthouse, lighthouse.noor), waits_for(lighthouse, head)) == (
        ["Acme: Show them the new editor"],
        [],
    )
    lighthouse.noor.holdings.update(to_at=NOW)
    assert waits_for(lighthouse, head) == ["Acme: Show them the new editor"]
    fire_due(now=DUE + SECOND)
    assert Notice.objects.get(kind="clock_breached").person == head


def test_who_leaves_leaves_them_to_the_lead_and_every_clock_runs_on(lighthouse: Lighthouse) -> None:
    head, row = person("Vera Holt", Role("vp_customer_engineering")), added(lighthouse)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=SOON)
    row.refresh_from_db()
    assert (row.who, Clock.objects.get(subject=row.subject).due_at) == (head, DUE)
    assert [one.subject for one in owed_clocks(lighthouse.viewer(head, at=SOON), SOON) if one.kind == "coaching"] == [
        row.subject
    ]


def test_an_erased_contact_is_in_no_step_and_in_no_event_of_one(lighthouse: Lighthouse) -> None:
    row, noor = added(lighthouse, what="Show Ana Costa the editor"), lighthouse.viewer(lighthouse.noor)
    finish(viewer=noor, step_id=row.pk, note="Ana Costa tried it.", evidence="Mail of ana@acme.example", at=SOON)
    erase_contact(viewer=lighthouse.viewer(lighthouse.mira), contact_id=lighthouse.ana.pk, why="She asked.", at=DUE)
    row.refresh_from_db()
    said = f"{row.what} {row.note} {row.evidence}" + "".join(
        str(one.words) for one in Event.objects.filter(subject=row.subject)
    )
    assert "Ana" not in said
    assert "ana@" not in said


def test_there_is_no_step_for_whoever_sees_no_account(lighthouse: Lighthouse) -> None:
    row = added(lighthouse)
    with pytest.raises(Missing, match="no such step"):
        finish(viewer=lighthouse.viewer(lighthouse.noor), step_id=row.pk + 1, note="x", evidence="x", at=SOON)
