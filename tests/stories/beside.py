"""What happens at a desk beside the conversation: proposals, tasks, topics, and tickets that are not for everybody."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.models.people import Person
from firsthand.models.proposals import UNANSWERED, Proposal
from firsthand.models.tasks import OPEN, Task
from firsthand.models.tickets import Ticket
from firsthand.services.access.proposals import waiting_for
from firsthand.services.access.restrictions import Circle
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.proposals.actions import accept, decline, propose, withdraw
from firsthand.services.proposals.fields import FIELDS
from firsthand.services.tasks.actions import drop, finish, give_on_account, give_on_ticket, move
from firsthand.services.tickets.actions.kinds import set_topic, topics
from firsthand.services.tickets.actions.restricting import let_oneself_in, lift, restrict
from tests.lighthouse import Lighthouse

Act = Callable[[], object]
HOURS = (0.2, 3, 30, 200)
NEWEST = 8


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Somebody before a ticket, and what they may do that is no word to a customer."""

    desk: Lighthouse
    random: random.Random
    at: datetime
    viewer: Viewer
    ticket: Ticket

    def acts(self) -> Iterator[tuple[str, Act]]:
        """What may happen now."""
        for _ in range(3):
            yield "propose", self.propose
        if row := self.proposal():
            yield "accept", lambda: self.accept(row)
            yield "decline", lambda: self.decline(row)
            yield "withdraw", lambda: self.withdraw(row)
        for _ in range(2):
            yield "give_task", self.give_task
        yield "give_task_on_account", self.give_task_on_account
        if task := self.task():
            yield "finish_task", lambda: self.finish_task(task)
            yield "drop_task", lambda: self.drop_task(task)
            yield "move_task", lambda: self.move_task(task)
        yield "topic", self.topic
        yield "restrict", self.restrict
        yield "lift", self.lift
        yield "let_in", self.let_in

    # Proposals

    def propose(self) -> None:
        """Another value of a field of the ticket or of an account."""
        field = self.random.choice(list(FIELDS.values()))
        here = {"ticket_id": self.ticket.pk} if field.on == "ticket" else {"account_id": self.account()}
        choices = field.choices(open_desk(self.at)) if field.choices is not None else (("gold", "gold"),)
        value = self.random.choice(choices)[0]
        propose(viewer=self.viewer, field=field.name, value=value, why="It fits.", at=self.at, **here)

    def accept(self, row: Proposal) -> None:
        """One answer."""
        accept(viewer=self.answering(row), proposal_id=row.pk, at=self.at)

    def decline(self, row: Proposal) -> None:
        """The other answer."""
        decline(viewer=self.answering(row), proposal_id=row.pk, why="Not so.", at=self.at)

    def withdraw(self, row: Proposal) -> None:
        """Mostly by whoever proposed it."""
        viewer = self.desk.viewer(row.proposed_by, at=self.at) if self.mostly() else self.viewer
        withdraw(viewer=viewer, proposal_id=row.pk, at=self.at)

    def answering(self, row: Proposal) -> Viewer:
        """Mostly somebody for whom it waits."""
        viewers = [self.desk.viewer(one, at=self.at) for one in self.people]
        able = [one for one in viewers if waiting_for(one, at=self.at).filter(pk=row.pk).exists()]
        return self.random.choice(able) if able and self.mostly() else self.viewer

    def proposal(self) -> Proposal | None:
        """One that waits, or none."""
        some = list(Proposal.objects.filter(UNANSWERED).select_related("proposed_by").order_by("-id")[:NEWEST])
        return self.random.choice(some) if some else None

    # Tasks

    def give_task(self) -> None:
        """A task on the ticket, for whoever gives it or another."""
        due = self.at + self.later()
        who = self.somebody()
        give_on_ticket(viewer=self.viewer, ticket_id=self.ticket.pk, what="Call", who_id=who, due_at=due, at=self.at)

    def give_task_on_account(self) -> None:
        """A task on an account."""
        due, number = self.at + self.later(), self.account()
        give_on_account(viewer=self.viewer, account_id=number, what="Visit", who_id=None, due_at=due, at=self.at)

    def finish_task(self, task: Task) -> None:
        """It is done, in time or late."""
        finish(viewer=self.holder(task), task_id=task.pk, at=self.at)

    def drop_task(self, task: Task) -> None:
        """Nobody will do it."""
        drop(viewer=self.holder(task), task_id=task.pk, why="No need.", at=self.at)

    def move_task(self, task: Task) -> None:
        """To somebody else, to another instant, or both."""
        due = self.at + self.later() if self.mostly() else None
        move(viewer=self.holder(task), task_id=task.pk, why="Ill.", who_id=self.somebody(), due_at=due, at=self.at)

    def task(self) -> Task | None:
        """One that is open, or none."""
        some = list(Task.objects.filter(OPEN).select_related("who", "given_by").order_by("-id")[:NEWEST])
        return self.random.choice(some) if some else None

    def holder(self, task: Task) -> Viewer:
        """Mostly somebody who may change it."""
        return self.desk.viewer(task.who or task.given_by, at=self.at) if self.mostly() else self.viewer

    # What it is about, and for whom

    def topic(self) -> None:
        """What the ticket is about."""
        topic = self.random.choice([*topics(open_desk(self.at).edition), "", "nothing known"])
        set_topic(viewer=self.viewer, ticket_id=self.ticket.pk, topic=topic, at=self.at)

    def restrict(self) -> None:
        """To a role and some people."""
        roles = list(open_desk(self.at).organisation.roles)
        people = self.random.sample([one.pk for one in self.people], self.random.randint(0, 2))
        circle = Circle(roles=frozenset(self.random.sample(roles, 1)), people=frozenset(people))
        restrict(viewer=self.viewer, ticket_id=self.ticket.pk, circle=circle, why="A report.", at=self.at)

    def lift(self) -> None:
        """It is everybody's again."""
        lift(viewer=self.viewer, ticket_id=self.ticket.pk, why="Known.", at=self.at)

    def let_in(self) -> None:
        """An owner who is outside lets herself in."""
        let_oneself_in(viewer=self.viewer, ticket_id=self.ticket.pk, why="Nobody answers.", at=self.at)

    # Who, where and when

    @property
    def people(self) -> list[Person]:
        """The teammates."""
        desk = self.desk
        return [desk.mira, desk.noor, desk.ada, desk.olu, desk.pat, desk.eve]

    def somebody(self) -> int | None:
        """A teammate, or whoever it was."""
        return self.random.choice([None, *(one.pk for one in self.people)])

    def mostly(self) -> bool:
        """Seven times of ten."""
        return self.random.random() < 0.7

    def account(self) -> int:
        """One of the customers."""
        return self.random.choice([self.desk.acme, self.desk.borealis, self.desk.cobalt]).pk

    def later(self) -> timedelta:
        """Some time ahead."""
        return timedelta(hours=self.random.choice(HOURS))
