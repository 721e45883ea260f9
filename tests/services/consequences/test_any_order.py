"""Whatever happens in whatever order: no answer is without somebody who owes it, no move is held up, and the clocks are
what their events make of them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from firsthand.domain.consequences import Advice, Conflict, Move, Seen
from firsthand.domain.errors import DeskError
from firsthand.domain.names import Stage
from firsthand.models.accounts import Account
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.consequences import UNANSWERED, AskedConsequence, ConsequenceRound
from firsthand.models.events import Event
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.consequences import asked_of, to_combine
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.accounts.actions import set_accountable, set_commercial
from firsthand.services.accounts.merging import merge_accounts
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences import actions
from firsthand.services.consequences.noting import About, warn
from firsthand.services.people.actions import deactivate, reactivate
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, person

STAGES = ("prospect", "trial", "production", "former")
ACTS = 45
MAY_FAIL = frozenset(
    {"asked_already", "same_value", "not_yours", "answered", "none_and_some", "moved", "reason_missing", "withdrawn"}
    | {"nothing_changed", "wrong_role", "last_owner", "has_left", "no_account", "no_round"}
)
"""What may be refused; somebody who came back without a role sees no round."""


@dataclass
class Days:
    """Days at the desk, in an order that a seed makes."""

    desk: Lighthouse
    random: random.Random
    at: datetime = NOW
    done: list[str] = field(default_factory=list)

    def viewer(self, who: Person) -> Viewer:
        """Somebody as of now."""
        return viewer_of(Person.objects.get(pk=who.pk), at=self.at)

    def anybody(self) -> Viewer:
        """Somebody who is here."""
        return self.viewer(self.random.choice(list(Person.objects.filter(is_active=True))))

    def account(self) -> Account:
        """Some account that was not merged."""
        return self.random.choice(list(Account.objects.filter(merged_into=None)))

    def round(self) -> ConsequenceRound | None:
        """Some round."""
        rows = list(ConsequenceRound.objects.all())
        return self.random.choice(rows) if rows else None

    def one(self) -> None:
        """One act; a refusal is none of the room's business here, another error is a fault."""
        name, act = self.random.choice(list(self.acts()))
        self.at += timedelta(hours=self.random.choice((0.1, 1, 7, 30)))
        try:
            act()
            self.done.append(name)
        except DeskError as error:
            if error.code not in MAY_FAIL:
                raise

    def acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What may happen now."""
        yield "ask", self.ask
        yield "ask", self.ask
        yield "stage", self.stage
        yield "accountable", self.accountable
        yield "merge", self.merge
        yield "leave", self.leave
        yield "return", self.come_back
        yield "time", lambda: fire_due(now=self.at)
        if (row := self.round()) is not None:
            for _ in range(3):
                yield "answer", lambda: self.answer(row)
            yield "combine", lambda: self.combine(row)
            yield "combine", lambda: self.combine(row)
            yield "move", lambda: actions.move_it(viewer=self.eve, round_id=row.pk, why=self.words(), at=self.at)
            yield "withdraw", lambda: actions.withdraw(viewer=self.eve, round_id=row.pk, why="", at=self.at)
            yield "warn", lambda: warn(viewer=self.anybody(), about=About(round=row.pk), text="Look.", at=self.at)

    @property
    def eve(self) -> Viewer:
        """Eve, who sells and never leaves."""
        return self.viewer(self.desk.eve)

    def words(self) -> str:
        """A reason, or none."""
        return self.random.choice(("", "They signed."))

    def ask(self) -> None:
        """Eve asks before something of an account is moved."""
        move = self.random.choice(list(Move))
        wanted = self.random.choice(STAGES) if move is Move.stage else self.random.choice(("1 May", "1 June"))
        actions.ask(viewer=self.eve, account_id=self.account().pk, move=move, wanted=wanted, why="So.", at=self.at)

    def answer(self, row: ConsequenceRound) -> None:
        """Anybody answers for anybody's role."""
        one = self.random.choice(list(row.asked.all()))
        seen = self.random.choice(list(Seen))
        text = "It loops." if seen is Seen.some else ""
        actions.answer(viewer=self.anybody(), asked_id=one.pk, seen=seen, text=text, at=self.at)

    def combine(self, row: ConsequenceRound) -> None:
        """Anybody tries to combine the answers."""
        wanted = actions.Combined(
            advice=self.random.choice(list(Advice)),
            customer_interest="They need it.",
            long_term="It lasts.",
            conflict=self.random.choice(list(Conflict)),
        )
        actions.combine(viewer=self.anybody(), round_id=row.pk, wanted=wanted, at=self.at)

    def stage(self) -> None:
        """Eve moves an account, whatever is asked: that is never refused."""
        account, stage = self.account(), Stage(self.random.choice(STAGES))
        set_commercial(viewer=self.eve, account_id=account.pk, stage=stage, why=self.words(), at=self.at)
        account.refresh_from_db()
        assert account.stage == stage

    def accountable(self) -> None:
        """Somebody else is accountable, or nobody."""
        who = self.random.choice([None, self.desk.noor.pk])
        set_accountable(viewer=self.anybody(), account_id=self.account().pk, person_id=who, at=self.at)

    def merge(self) -> None:
        """Two accounts are one; rarely, for there are three."""
        if self.random.random() < 0.2 and Account.objects.filter(merged_into=None).count() > 1:
            one, other = self.random.sample(list(Account.objects.filter(merged_into=None)), 2)
            merge_accounts(viewer=self.eve, account_id=one.pk, into_id=other.pk, why="One.", at=self.at)

    def leave(self) -> None:
        """Somebody leaves; the owner and Eve stay."""
        who = self.random.choice([self.desk.noor, self.desk.pat, self.desk.olu])
        deactivate(viewer=self.viewer(self.desk.mira), person_id=who.pk, at=self.at)

    def come_back(self) -> None:
        """And comes back."""
        who = self.random.choice([self.desk.noor, self.desk.pat, self.desk.olu])
        reactivate(viewer=self.viewer(self.desk.mira), person_id=who.pk, at=self.at)

    def check(self) -> None:
        """Every open answer stands on somebody's list, and every ended one on nobody's."""
        here = [self.viewer(one) for one in Person.objects.filter(is_active=True)]
        asked = {one.pk for each in here for one in asked_of(each, self.at)}
        assert asked == set(AskedConsequence.objects.filter(UNANSWERED).values_list("pk", flat=True))
        combine = {one.pk for each in here for one in to_combine(each, self.at)}
        open_ = ConsequenceRound.objects.filter(withdrawn_at=None, combined=None)
        assert combine == set(open_.values_list("pk", flat=True))
        live = Clock.objects.filter(state__in=LIVE)
        assert live.filter(kind="consequence").count() == len(asked)
        assert live.filter(kind="answer", subject__kind="consequence_round").count() == len(combine)
        for row in ConsequenceRound.objects.exclude(moved_at=None):
            assert Event.objects.filter(subject=row.subject, verb="sale_moved").exists()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_acts(lighthouse: Lighthouse, seed: int) -> None:
    RoleHolding.objects.create(person=person("Cy Rey", None), role="customer_engineering", from_at=LONG_AGO)
    days = Days(desk=lighthouse, random=random.Random(seed))
    for number in range(ACTS):
        days.one()
        if number % 9 == 0:
            days.check()
    days.check()
    assert list(differences(open_desk(days.at))) == []
    assert len(set(days.done)) > 5
