"""Coaching: the plan, its steps, and what tickets say of them (S8, S9, S25, S26)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from firsthand.domain.acts import ByWhen, Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import count, say
from firsthand.services.catalogue.act import Doer, Done, act, beside
from firsthand.services.catalogue.tickets.parts import OnTicket
from firsthand.services.coaching import actions, likeness

_FOUND = ("no_step", "no_account", "ended")
What = Annotated[str, Text(at_most=actions.LONGEST_WHAT)]
Why = Annotated[str, Text(at_most=actions.LONGEST_WHY)]
Somebody = Annotated[int | None, Id("person")]


@dataclass(frozen=True, kw_only=True)
class AskPlan:
    """An account."""

    account: Annotated[int, Id("account")]


@act(
    "coaching.plan-ask",
    say("Begin the coaching plan of where the account stands"),
    right=Right.coach,
    refusals=("no_account", "no_plan_in_book", "plan_before"),
    possible=beside,
)
def ask_plan(doer: Doer, wanted: AskPlan) -> Done:
    """For an account that stood there already; entering the stage does it by itself."""
    plan = actions.ask_plan(viewer=doer.viewer, account_id=wanted.account, at=doer.at)
    return Done(said=count(plan.steps.count(), "{n} step begins now.", "{n} steps begin now."))


@dataclass(frozen=True, kw_only=True)
class Add:
    """An account, what is to be done there, when it is done, by whom (nobody named: whoever is accountable) and by
    when."""

    account: Annotated[int, Id("account")]
    what: What
    done: Annotated[str, Text(at_most=actions.LONGEST_DONE)] = ""
    who: Somebody = None
    due: Annotated[datetime, ByWhen()]


@act(
    "coaching.step-add",
    say("Add a coaching step"),
    right=Right.coach,
    refusals=("no_account", "what_missing", "wrong_role", "due_past"),
    possible=beside,
)
def add(doer: Doer, wanted: Add) -> Done:
    """Proactive work is customer engineering's (S9); whoever else has an idea proposes it."""
    row = actions.add(
        viewer=doer.viewer,
        account_id=wanted.account,
        what=wanted.what,
        done_means=wanted.done,
        who_id=wanted.who,
        due_at=wanted.due,
        at=doer.at,
    )
    return Done(said=say("Added, due {time}.", time=row.due_at))


@dataclass(frozen=True, kw_only=True)
class OnStep:
    """A coaching step."""

    step: Annotated[int, Id("step")]


@dataclass(frozen=True, kw_only=True)
class Finish(OnStep):
    """A step, what came of it, and what shows that."""

    note: Annotated[str, Text(at_most=actions.LONGEST_NOTE)]
    evidence: Annotated[str, Text(at_most=actions.LONGEST_EVIDENCE)]


@act(
    "coaching.step-done",
    say("Say that a coaching step is done"),
    right=Right.coach,
    refusals=(*_FOUND, "note_missing", "evidence_missing"),
    possible=beside,
)
def finish(doer: Doer, wanted: Finish) -> Done:
    """With what came of it and what shows it; whether it was in time stands beside it."""
    actions.finish(viewer=doer.viewer, step_id=wanted.step, note=wanted.note, evidence=wanted.evidence, at=doer.at)
    return Done(said=say("Done."))


@dataclass(frozen=True, kw_only=True)
class Skip(OnStep):
    """A step, and why nobody does it."""

    why: Why


@act(
    "coaching.step-skip",
    say("Skip a coaching step"),
    right=Right.skip_coaching,
    refusals=(*_FOUND, "why_missing"),
    possible=beside,
)
def skip(doer: Doer, wanted: Skip) -> Done:
    """Its clock ends with the reason; a late one stays missed."""
    actions.skip(viewer=doer.viewer, step_id=wanted.step, why=wanted.why, at=doer.at)
    return Done(said=say("Skipped."))


@dataclass(frozen=True, kw_only=True)
class HandOn(OnStep):
    """A step, who has it from now on (nobody named: whoever is accountable for the account), and why."""

    who: Somebody = None
    why: Why


@act(
    "coaching.step-hand-on",
    say("Give a coaching step to somebody else"),
    right=Right.coach,
    refusals=(*_FOUND, "why_missing", "wrong_role", "same_person"),
    possible=beside,
)
def hand_on(doer: Doer, wanted: HandOn) -> Done:
    """Its clock runs on, and they are told."""
    row = actions.pass_on(viewer=doer.viewer, step_id=wanted.step, who_id=wanted.who, why=wanted.why, at=doer.at)
    return Done(said=say("{person} has it.", person=row.who.name) if row.who else say("Whoever holds the role has it."))


@dataclass(frozen=True, kw_only=True)
class OnLike:
    """Tickets that are alike."""

    alike: Annotated[int, Id("alike")]


@dataclass(frozen=True, kw_only=True)
class TakeOn(OnLike):
    """Tickets that are alike, and what is done so that the next does not come."""

    what: What


@act(
    "coaching.alike-take",
    say("Make a coaching step of tickets that are alike"),
    right=Right.coach,
    refusals=("no_like_tickets", "no_account", "answered", "no_plan_in_book", "what_missing"),
    possible=beside,
)
def take_on(doer: Doer, wanted: TakeOn) -> Done:
    """Due by the book's time; the step shows the tickets it came of."""
    row = likeness.take_on(viewer=doer.viewer, like_id=wanted.alike, what=wanted.what, at=doer.at)
    return Done(said=say("Added, due {time}.", time=row.due_at))


@dataclass(frozen=True, kw_only=True)
class Leave(OnLike):
    """Tickets that are alike, and why no step comes of them."""

    why: Why


@act(
    "coaching.alike-leave",
    say("Leave tickets that are alike without a step"),
    right=Right.coach,
    refusals=("no_like_tickets", "no_account", "answered", "why_missing"),
    possible=beside,
)
def leave(doer: Doer, wanted: Leave) -> Done:
    """Only tickets that come later count again."""
    likeness.leave(viewer=doer.viewer, like_id=wanted.alike, why=wanted.why, at=doer.at)
    return Done(said=say("Left. Only later ones count again."))


@dataclass(frozen=True, kw_only=True)
class Prevention(OnTicket):
    """A ticket, and the coaching step of its account that should have prevented it, or none."""

    step: Annotated[int | None, Id("step")] = None


@act(
    "coaching.ticket-prevention",
    say("Say which coaching step should have prevented the ticket"),
    right=Right.work_tickets,
    refusals=("no_ticket", "no_step", "other_account"),
    possible=beside,
)
def say_prevention(doer: Doer, wanted: Prevention) -> Done:
    """It stands on the account's plan; nothing else changes."""
    likeness.say_prevention(viewer=doer.viewer, ticket_id=wanted.ticket, step_id=wanted.step, at=doer.at)
    return Done(said=say("Saved.") if wanted.step is not None else say("Taken back."))
