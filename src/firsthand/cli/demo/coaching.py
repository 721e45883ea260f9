"""The demo's coaching: plans that began with each stage are worked off in time, and the newest has one late step."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from firsthand.domain.organisation import Right
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN, CoachingStep
from firsthand.models.people import Person
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.coaching.actions import add, finish
from firsthand.services.coaching.likeness import say_prevention

_BEFORE_DUE = timedelta(hours=3)
_DONE = {
    "note": "Went through it together; what they still need is written down.",
    "evidence": "Summary mail, confirmed by them",
}


def coach_until(now: datetime, *, since: datetime) -> None:
    """Whoever has a step does it some hours before it is due, for all that are due by `now`."""
    due = CoachingStep.objects.filter(OPEN, who__isnull=False, due_at__lte=now + _BEFORE_DUE).order_by("due_at", "pk")
    for step in due.select_related("who"):
        at = max(step.due_at - _BEFORE_DUE, since)
        if step.who is not None and (viewer := viewer_of(step.who, at=at)).may(Right.coach):
            finish(viewer=viewer, step_id=step.pk, at=at, **_DONE)


def begin_a_trial(people: Mapping[str, Person], *, ago: Callable[[float], datetime]) -> None:
    """A prospect moved to a trial some days ago: its first step is done, its second is late; another account has a step
    that somebody added, and a ticket that an earlier one should have prevented. `ago` gives an instant so many open
    hours before now."""
    viewers = [viewer_of(one, at=ago(34)) for one in people.values()]
    seller = next(one for one in viewers if one.may(Right.set_commercial))
    stages = list(seller.organisation.stages)
    account = Account.objects.filter(stage=stages[0], accountable__isnull=False).order_by("pk").first()
    if account is None or account.accountable is None:
        return
    set_commercial(viewer=seller, account_id=account.pk, stage=stages[1], why="They signed the trial.", at=ago(34))
    first = CoachingStep.objects.filter(OPEN, account=account).order_by("due_at").first()
    if first is None:
        return
    engineer = viewer_of(account.accountable, at=ago(28))
    finish(viewer=engineer, step_id=first.pk, at=ago(28), **_DONE)
    _add_one(engineer, ago=ago)


def _add_one(engineer: Viewer, *, ago: Callable[[float], datetime]) -> None:
    theirs = Account.objects.filter(accountable=engineer.person_id, coaching_steps__state="done").order_by("pk")
    account = theirs.distinct().first()
    if account is None:
        return
    add(
        viewer=engineer,
        account_id=account.pk,
        what="Show the new people how to read a failed run",
        done_means="Each of them found the reason of one themselves.",
        due_at=ago(6) + timedelta(days=6),
        at=ago(6),
    )
    taught = CoachingStep.objects.filter(account=account, state="done").order_by("-pk").first()
    ticket = tickets_for(engineer).filter(account=account, closed_at=None).order_by("-pk").first()
    if taught is not None and ticket is not None:
        say_prevention(viewer=engineer, ticket_id=ticket.pk, step_id=taught.pk, at=ago(5))
