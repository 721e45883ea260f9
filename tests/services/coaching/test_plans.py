"""Entering a stage begins its plan, once an entry; set back, it ends by name (S25, S26)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingPlan
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.services.accounts.actions import set_accountable
from firsthand.services.accounts.merging import merge_accounts, would_move
from firsthand.services.coaching.actions import ask_plan, finish
from firsthand.services.proposals.actions import accept, propose
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.coaching.moving import moved, steps

LATER = NOW + timedelta(days=3)


def pacific(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of August 2021 by the clocks of Pacific summer time."""
    return datetime(2021, 8, day, hour, minute, tzinfo=UTC) + timedelta(hours=7)


@pytest.mark.clause("S25")
def test_a_trial_on_friday_afternoon_begins_four_steps_each_due_to_the_second(
    lighthouse: Lighthouse, granite: Account
) -> None:
    moved(lighthouse, granite, "trial")
    found = steps(granite)
    # 15 minutes of Friday are left; 8, 24, 40 and 80 hours of work are 1, 3, 5 and 10 working days
    assert [one.due_at for one in found] == [
        pacific(9, 16, 45),
        pacific(11, 16, 45),
        pacific(13, 16, 45),
        pacific(20, 16, 45),
    ]
    assert {(one.who, one.role, one.origin) for one in found} == {(lighthouse.noor, "customer_engineering", "plan")}
    clocks = Clock.objects.filter(subject__in=[one.subject_id for one in found]).order_by("due_at")
    assert [(one.due_at, one.state, one.clause) for one in clocks] == [(one.due_at, "running", "S25") for one in found]
    assert (clocks[0].warn_at, clocks[0].budget, clocks[0].calendar) == (
        pacific(9, 14, 45),
        "8 business hours",
        "contract-hours",
    )
    notice = Notice.objects.get(kind="coaching")
    assert (notice.person, PLAIN.phrase(notice.text)) == (
        lighthouse.noor,
        "Granite has a coaching plan now: 4 coaching steps",
    )


@pytest.mark.clause("S26")
def test_production_is_a_second_event_and_a_second_plan_while_the_first_goes_on(
    lighthouse: Lighthouse, granite: Account
) -> None:
    moved(lighthouse, granite, "trial")
    moved(lighthouse, granite, "production", at=LATER)
    assert [one.stage for one in CoachingPlan.objects.order_by("pk")] == ["trial", "production"]
    assert len(steps(granite)) == 8
    assert {one.plan.clause for one in steps(granite) if one.plan is not None} == {"S25", "S26"}


@pytest.mark.clause("S25", "S26")
def test_set_back_the_plan_ends_by_name_and_says_who_did_it(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "trial")
    finish(
        viewer=lighthouse.viewer(lighthouse.noor),
        step_id=steps(granite)[0].pk,
        note="Agreed.",
        evidence="Mail of today",
        at=NOW,
    )
    moved(lighthouse, granite, "prospect", at=LATER)
    assert steps(granite) == []
    ended = steps(granite, state="ended")
    assert [(one.ended_by, one.ended_at) for one in ended] == [(lighthouse.eve, LATER)] * 3
    clock = Clock.objects.get(subject=ended[1].subject)
    assert (clock.state, PLAIN.phrase(clock.ended_because)) == ("cancelled", "the account is prospect")
    first = Event.objects.get(subject=ended[0].subject, verb="coaching_step_ended")
    assert (first.person, first.because.verb if first.because else "") == (lighthouse.eve, "coaching_ended")


def test_former_ends_it_too_and_a_late_step_stays_missed(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "trial")
    moved(lighthouse, granite, "former", at=pacific(10, 9))
    states = [Clock.objects.get(subject=one.subject).state for one in steps(granite, state="ended")]
    assert states == ["missed", "cancelled", "cancelled", "cancelled"]


def test_back_from_production_the_trials_plan_goes_on_and_no_other_begins(
    lighthouse: Lighthouse, granite: Account
) -> None:
    moved(lighthouse, granite, "trial")
    before = [(one.pk, one.due_at) for one in steps(granite)]
    moved(lighthouse, granite, "production")
    moved(lighthouse, granite, "trial", at=LATER)
    assert [(one.pk, one.due_at) for one in steps(granite)] == before
    assert Event.objects.filter(subject=granite.subject, verb="coaching_went_on").count() == 1


def test_another_entry_is_another_plan(lighthouse: Lighthouse, granite: Account) -> None:
    for stage in ("trial", "prospect", "trial"):
        moved(lighthouse, granite, stage)
    assert CoachingPlan.objects.filter(account=granite).count() == 2
    assert (len(steps(granite)), len(steps(granite, state="ended"))) == (4, 4)


def test_saying_the_same_stage_again_begins_nothing(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "trial")
    moved(lighthouse, granite, "trial", at=LATER)
    assert CoachingPlan.objects.filter(account=granite).count() == 1


def test_who_stands_there_already_gets_a_plan_when_their_engineer_asks(lighthouse: Lighthouse) -> None:
    noor, eve = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.eve)
    assert steps(lighthouse.acme) == []
    with pytest.raises(Refused, match="coach an account"):
        ask_plan(viewer=eve, account_id=lighthouse.acme.pk, at=NOW)
    plan = ask_plan(viewer=noor, account_id=lighthouse.acme.pk, at=NOW)
    assert (plan.asked, plan.stage, len(steps(lighthouse.acme))) == (True, "trial", 4)
    with pytest.raises(Refused, match="has its plan"):
        ask_plan(viewer=noor, account_id=lighthouse.acme.pk, at=LATER)


def test_where_the_book_has_none_nothing_begins(lighthouse: Lighthouse, granite: Account) -> None:
    with pytest.raises(Refused, match="no coaching plan for prospect"):
        ask_plan(viewer=lighthouse.viewer(lighthouse.noor), account_id=granite.pk, at=NOW)


def test_a_proposed_stage_that_sales_accepts_is_sales_move(lighthouse: Lighthouse, granite: Account) -> None:
    noor, eve = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.eve)
    row = propose(viewer=noor, field="stage", value="trial", why="They said yes.", account_id=granite.pk, at=NOW)
    accept(viewer=eve, proposal_id=row.pk, at=LATER)
    assert {(one.given_by, one.given_at) for one in steps(granite)} == {(lighthouse.eve, LATER)}


@pytest.mark.clause("S10")
def test_another_accountable_engineer_has_the_steps_and_the_clocks_run_on(
    lighthouse: Lighthouse, granite: Account
) -> None:
    noor = lighthouse.viewer(lighthouse.noor)
    moved(lighthouse, granite, "trial")
    due = [Clock.objects.get(subject=one.subject).due_at for one in steps(granite)]
    set_accountable(viewer=noor, account_id=granite.pk, person_id=None, at=LATER)
    assert [one.who for one in steps(granite)] == [None] * 4
    set_accountable(viewer=noor, account_id=granite.pk, person_id=lighthouse.noor.pk, at=LATER)
    assert [one.who for one in steps(granite)] == [lighthouse.noor] * 4
    assert [Clock.objects.get(subject=one.subject).due_at for one in steps(granite)] == due


def test_merged_into_another_the_steps_go_along_and_are_its_engineers(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "trial")
    eve, acme = lighthouse.viewer(lighthouse.eve), lighthouse.acme
    assert would_move(viewer=eve, account_id=granite.pk, into="Acme", at=NOW).coaching == 4
    merge_accounts(viewer=eve, account_id=granite.pk, into_id=acme.pk, why="One company.", at=LATER)
    assert (steps(granite), len(steps(acme))) == ([], 4)
    assert set(CoachingPlan.objects.values_list("account", flat=True)) == {acme.pk}


def test_merged_into_one_that_stands_elsewhere_what_does_not_go_on_there_ends(
    lighthouse: Lighthouse, granite: Account
) -> None:
    moved(lighthouse, granite, "production")
    merge_accounts(
        viewer=lighthouse.viewer(lighthouse.eve),
        account_id=granite.pk,
        into_id=lighthouse.acme.pk,
        why="One.",
        at=LATER,
    )
    assert steps(lighthouse.acme) == []
    assert {one.ended_by for one in steps(lighthouse.acme, state="ended")} == {lighthouse.eve}


def test_what_ended_with_a_merge_warns_and_escalates_no_more(lighthouse: Lighthouse, granite: Account) -> None:
    moved(lighthouse, granite, "production")
    eve = lighthouse.viewer(lighthouse.eve)
    merge_accounts(viewer=eve, account_id=granite.pk, into_id=lighthouse.acme.pk, why="One.", at=LATER)
    told = Notice.objects.count()
    fire_due(now=NOW + timedelta(days=90))
    assert Notice.objects.count() == told
