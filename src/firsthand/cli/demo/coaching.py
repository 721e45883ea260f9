"""The demo's coaching: plans that began with each stage are worked off in time, and the newest has one late step."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from firsthand.domain.coaching import StepState
from firsthand.domain.organisation import Right
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.accounts.queries import AccountRow, account_list, account_page
from firsthand.services.book.desk import open_desk
from firsthand.services.coaching.actions import add, finish
from firsthand.services.coaching.likeness import say_prevention
from firsthand.services.coaching.queries import plan_page, steps_due

Ago = Callable[[float], datetime]
"""The instant so many open hours before now."""
_BEFORE_DUE = timedelta(hours=3)
_DONE = {
    "note": "Went through it together; what they still need is written down.",
    "evidence": "Summary mail, confirmed by them",
}


def coach_until(people: Mapping[str, Person], now: datetime, *, since: datetime) -> None:
    """Whoever has a step does it some hours before it is due, for all that are due by `now`."""
    by_id, looker = {one.pk: one for one in people.values()}, next(iter(people.values()))
    for step in steps_due(viewer=viewer_of(looker, at=now), by=now + _BEFORE_DUE):
        at = max(step.due_at - _BEFORE_DUE, since)
        if (viewer := viewer_of(by_id[step.who_id], at=at)).may(Right.coach):
            finish(viewer=viewer, step_id=step.id, at=at, **_DONE)


def begin_a_trial(people: Mapping[str, Person], *, ago: Ago) -> None:
    """A prospect moved to a trial some days ago: its first step is done, its second is late. Another account of the
    same engineer has a step that somebody added, and a ticket that an earlier one should have prevented."""
    seller = next(one for one in (_at(person, ago(34)) for person in people.values()) if one.may(Right.set_commercial))
    first, second, *_ = seller.organisation.stages
    accounts = account_list(viewer=seller).rows
    one = next((one for one in accounts if one.stage == first and one.accountable), None)
    if one is None:
        return
    set_commercial(viewer=seller, account_id=one.id, stage=second, why="They signed the trial.", at=ago(34))
    person = next(person for person in people.values() if person.name == one.accountable)
    plan = plan_page(viewer=_at(person, ago(28)), account_id=one.id, desk=open_desk(ago(28)))
    if not plan.open or not plan.may_coach:
        return
    finish(viewer=_at(person, ago(28)), step_id=plan.open[0].id, at=ago(28), **_DONE)
    _add_one(person, [other for other in accounts if other.accountable == person.name and other.id != one.id], ago=ago)


def _add_one(person: Person, accounts: list[AccountRow], *, ago: Ago) -> None:
    for account in accounts:
        plan = plan_page(viewer=_at(person, ago(6)), account_id=account.id, desk=open_desk(ago(6)))
        taught = [one for one in plan.ended if one.state is StepState.done]
        tickets = account_page(viewer=_at(person, ago(6)), account_id=account.id).open_tickets
        if not taught or not tickets:
            continue
        add(
            viewer=_at(person, ago(6)),
            account_id=account.id,
            what="Show the new people how to read a failed run",
            done_means="Each of them found the reason of one themselves.",
            due_at=ago(6) + timedelta(days=6),
            at=ago(6),
        )
        say_prevention(viewer=_at(person, ago(5)), ticket_id=tickets[0].pk, step_id=taught[0].id, at=ago(5))
        return


def _at(person: Person, at: datetime) -> Viewer:
    return viewer_of(person, at=at)
