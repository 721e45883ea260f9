"""Stage moves, steps done, skipped, added and handed on, and merges, in any order: clocks follow, and every open step
of a plan is one that its account is owed where it stands."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from firsthand.domain.coaching import goes_on
from firsthand.domain.errors import DeskError
from firsthand.domain.names import Role, Stage
from firsthand.models.accounts import Account
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.coaching import CoachingPlan, CoachingStep
from firsthand.models.people import Person
from firsthand.services.access.waiting import owed_clocks
from firsthand.services.accounts.actions import set_accountable, set_commercial
from firsthand.services.accounts.merging import merge_accounts
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.coaching.actions import add, ask_plan, finish, pass_on, skip
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse, person

STAGES = ("prospect", "trial", "production", "former")
ENDS = {"done": {"met", "missed"}, "skipped": {"cancelled", "missed"}, "ended": {"cancelled", "missed"}}


class Weeks:
    """Weeks in which Eve moves stages, and Noor and Nils coach."""

    def __init__(self, desk: Lighthouse, seed: int) -> None:
        self.desk, self.random, self.at = desk, random.Random(seed), FRIDAY_1645_PACIFIC
        self.refusals: list[DeskError] = []
        self.engineers = [desk.noor, person("Nils Berg", Role("customer_engineering"))]
        self.acts: list[Callable[[], None]] = [self.move] * 3 + [self.finish] * 3
        self.acts += [self.skip, self.add, self.pass_on, self.ask, self.account, self.merge, self.time]

    def act(self) -> None:
        """Something happens, some hours later; what is refused changes nothing."""
        self.at += timedelta(minutes=self.random.randrange(1, 2000))
        try:
            self.random.choice(self.acts)()
        except DeskError as error:
            self.refusals.append(error)

    def _account(self) -> Account:
        return self.random.choice(list(Account.objects.filter(merged_into=None).order_by("pk")))

    def _step(self) -> int:
        return self.random.choice([0, *CoachingStep.objects.values_list("pk", flat=True)])

    def _engineer(self) -> Person:
        return self.random.choice(self.engineers)

    def move(self) -> None:
        stage = Stage(self.random.choice(STAGES))
        viewer = self.desk.viewer(self.desk.eve, at=self.at)
        set_commercial(viewer=viewer, account_id=self._account().pk, stage=stage, at=self.at)

    def finish(self) -> None:
        viewer = self.desk.viewer(self._engineer(), at=self.at)
        finish(viewer=viewer, step_id=self._step(), note="Done.", evidence="Seen.", at=self.at)

    def skip(self) -> None:
        skip(viewer=self.desk.viewer(self._engineer(), at=self.at), step_id=self._step(), why="No.", at=self.at)

    def add(self) -> None:
        viewer, due = (
            self.desk.viewer(self._engineer(), at=self.at),
            self.at + timedelta(hours=self.random.randrange(200)),
        )
        add(viewer=viewer, account_id=self._account().pk, what="Call", due_at=due, at=self.at)

    def pass_on(self) -> None:
        viewer, who = self.desk.viewer(self._engineer(), at=self.at), self.random.choice([None, self._engineer().pk])
        pass_on(viewer=viewer, step_id=self._step(), who_id=who, why="So.", at=self.at)

    def ask(self) -> None:
        ask_plan(viewer=self.desk.viewer(self._engineer(), at=self.at), account_id=self._account().pk, at=self.at)

    def account(self) -> None:
        who = self.random.choice([None, self._engineer().pk])
        viewer = self.desk.viewer(self.desk.noor, at=self.at)
        set_accountable(viewer=viewer, account_id=self._account().pk, person_id=who, at=self.at)

    def merge(self) -> None:
        if Account.objects.filter(merged_into=None).count() > 2 and self.random.random() < 0.3:
            viewer, one, other = self.desk.viewer(self.desk.eve, at=self.at), self._account(), self._account()
            merge_accounts(viewer=viewer, account_id=one.pk, into_id=other.pk, why="One.", at=self.at)

    def time(self) -> None:
        fire_due(now=self.at)


def check(at: datetime) -> None:
    """What holds after every act."""
    became = open_desk(at).organisation.became.stages
    for step in CoachingStep.objects.select_related("account", "plan"):
        [clock] = Clock.objects.filter(subject=step.subject_id)
        assert clock.due_at == step.due_at
        assert step.account.merged_into_id is None
        if step.state == "open":
            assert clock.state in LIVE
            plan = step.plan
            assert plan is None or plan.ended_at is None
            assert plan is None or goes_on(Stage(plan.stage), plan.goes_on_in, Stage(step.account.stage), became)
        else:
            assert clock.state in ENDS[step.state]
            assert (clock.state in ("met", "cancelled")) == (
                clock.ended_at is not None and clock.ended_at <= step.due_at
            )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_owed_holds_in_any_order(lighthouse: Lighthouse, seed: int) -> None:
    weeks = Weeks(lighthouse, seed)
    for number in range(120):
        weeks.act()
        if number % 10 == 9:
            check(weeks.at)
    check(weeks.at)
    assert list(differences(open_desk(weeks.at))) == []
    assert all(one.code and one.message for one in weeks.refusals)
    assert CoachingPlan.objects.count() > 3
    assert (
        {"done", "skipped", "ended", "open"}
        >= set(CoachingStep.objects.values_list("state", flat=True))
        >= {"done", "ended"}
    )
    waits = {one.pk for who in weeks.engineers for one in owed_clocks(lighthouse.viewer(who, at=weeks.at), weeks.at)}
    assert waits >= set(Clock.objects.filter(kind="coaching", state__in=LIVE).values_list("pk", flat=True))
