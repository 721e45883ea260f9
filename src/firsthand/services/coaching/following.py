"""What becomes of coaching when an account changes: its stage is moved, it gets another customer engineer, or it goes
into another account (S10, S25, S26). Each is called by the act itself, which holds the account locked."""

from django.db.models import QuerySet

from firsthand.domain.coaching import StepOrigin, StepState, Template, goes_on
from firsthand.domain.events import Actor, Payload
from firsthand.domain.events.coaching import (
    CoachingBegun,
    CoachingEnded,
    CoachingStepEnded,
    CoachingStepHandedOn,
    CoachingStepWentAlong,
    CoachingWentOn,
)
from firsthand.domain.names import Role, Stage
from firsthand.domain.sentences import NOTHING_SAID, Sentence, count, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN, CoachingPlan, CoachingStep, LikeTickets
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk
from firsthand.services.coaching.giving import Wanted, coach_of, give, tell, template_for


def follow_stage(account: Account, *, viewer: Viewer, desk: Desk, because: int) -> CoachingPlan | None:
    """The account was moved into the stage in which it stands: plans that do not go on there end with their open steps,
    by name, and its plan begins, once an entry. One of that stage that still has open steps goes on instead."""
    living = list(CoachingPlan.objects.filter(OPEN, account=account).order_by("pk"))
    became, now = desk.organisation.became.stages, Stage(account.stage)
    over = [one for one in living if not goes_on(Stage(one.stage), one.goes_on_in, now, became)]
    for plan in over:
        end_plan(plan, account, viewer=viewer, desk=desk, because=because)
    same = [one for one in living if one not in over and became.get(Stage(one.stage), Stage(one.stage)) == now]
    if CoachingStep.objects.filter(OPEN, plan__in=same).exists():
        _say(account, CoachingWentOn(stage=now), viewer=viewer, desk=desk, because=because)
        return None
    for plan in same:  # all done: what begins now is another entry
        plan.ended_at = desk.at
        plan.save(update_fields=["ended_at"])
    template = template_for(account, desk)
    return begin(account, template, viewer=viewer, desk=desk, because=because) if template is not None else None


def begin(
    account: Account, template: Template, *, viewer: Viewer, desk: Desk, because: int | None = None, asked: bool = False
) -> CoachingPlan:
    """Begin a plan now: each step is given, due to the second, and whoever coaches the account is told once."""
    plan = CoachingPlan.objects.create(
        account=account,
        stage=account.stage,
        clause=template.clause,
        edition=template.edition.id,
        goes_on_in=list(template.effect.goes_on_in),
        asked=asked,
        began_by_id=viewer.person_id,
        began_at=desk.at,
    )
    steps = template.steps(at=desk.at)
    begun = CoachingBegun(stage=account.stage, clause=template.clause, steps=len(steps), asked=asked)
    event = _say(account, begun, viewer=viewer, desk=desk, because=because)
    for one in steps:
        wanted = Wanted(
            what=one.what,
            done_means=one.done,
            origin=StepOrigin.plan,
            role=one.role,
            due_at=one.due_at,
            warn_at=one.warn_at,
            budget=one.budget,
            template=template,
            plan=plan,
        )
        give(wanted, account=account, viewer=viewer, desk=desk, because=event)
    if not asked:
        text = count(len(steps), "{n} coaching step", "{n} coaching steps")
        said = say("{account} has a coaching plan now: {steps}", account=account.name, steps=text)
        for role in dict.fromkeys(one.role for one in steps):
            key = f"coaching_plan:{plan.pk}:{role}"
            tell(account, role, text=said, key=key, clause=template.clause, desk=desk, but=viewer.person_id)
    return plan


def end_plan(plan: CoachingPlan, account: Account, *, viewer: Viewer, desk: Desk, because: int) -> None:
    """The plan goes on no more: each of its open steps ends by name, by the act that moved the account."""
    rows = list(_open_steps(account).filter(plan=plan))
    ended = CoachingEnded(stage=plan.stage, now=account.stage, steps=len(rows))
    event = _say(account, ended, viewer=viewer, desk=desk, because=because)
    for row in rows:
        payload = CoachingStepEnded(what=row.what, stage=plan.stage, now=account.stage)
        with acting(row.subject, desk=desk, actor=viewer.actor, account_id=account.pk) as act:
            act.append(payload, because=event)
        row.state, row.ended_at, row.ended_by_id = StepState.ended.value, desk.at, viewer.person_id
        row.save(update_fields=["state", "ended_at", "ended_by"])
    plan.ended_at = desk.at
    plan.save(update_fields=["ended_at"])


def follow_accountable(account: Account, before: Person | None, *, viewer: Viewer, desk: Desk, because: int) -> None:
    """Another person is accountable for the account: the open steps of whoever was, and those of nobody, are theirs.
    What was handed to somebody else stays there."""
    for row in _open_steps(account):
        if row.who_id is None or (before is not None and row.who_id == before.pk):
            to = coach_of(account, Role(row.role), desk)
            hand_on(row, to, why=NOTHING_SAID, actor=viewer.actor, desk=desk, because=because)


def hand_on(
    row: CoachingStep,
    to: Person | None,
    *,
    why: str | Sentence,
    actor: Actor,
    desk: Desk,
    because: int | None = None,
) -> int | None:
    """The step is another person's, or its role's; its clock runs on. Answers the event, None where it is so already.
    The caller holds the step's subject locked."""
    before, after = row.who_id, to.pk if to is not None else None
    if before == after:
        return None
    moved = CoachingStepHandedOn(what=row.what, role=row.role, from_person=before, to_person=after, why=why)
    with acting(row.subject, desk=desk, actor=actor, account_id=row.account_id) as act:
        event = act.append(moved, because=because)
    row.who = to
    row.save(update_fields=["who"])
    return event.pk


def take_along(source: Account, target: Account, *, viewer: Viewer, desk: Desk, because: int) -> int:
    """The account was merged into another: its plans, steps and like tickets are the other's. What its customer
    engineer owed, the other's owes; a plan that does not go on in the other's stage ends there by name. How many steps
    were open."""
    rows = list(_open_steps(source))
    for row in rows:
        row.account = target
        row.save(update_fields=["account"])
        went = CoachingStepWentAlong(what=row.what, from_account=source.pk, account=target.pk)
        with acting(row.subject, desk=desk, actor=viewer.actor, account_id=target.pk) as act:
            act.append(went, because=because)
        if row.who_id is None or row.who_id == source.accountable_id:
            to = coach_of(target, Role(row.role), desk)
            hand_on(row, to, why=say("The account was merged."), actor=viewer.actor, desk=desk, because=because)
    CoachingStep.objects.filter(account=source).update(account=target)
    plans = list(CoachingPlan.objects.filter(OPEN, account=source).order_by("pk"))
    CoachingPlan.objects.filter(account=source).update(account=target)
    _take_like_tickets_along(source, target)
    became, now = desk.organisation.became.stages, Stage(target.stage)
    for plan in plans:
        if not goes_on(Stage(plan.stage), plan.goes_on_in, now, became):
            end_plan(plan, target, viewer=viewer, desk=desk, because=because)
    return len(rows)


def _take_like_tickets_along(source: Account, target: Account) -> None:
    """What both counted is counted once: from the later answer on, proposed where one of them was."""
    theirs = {(one.kind, one.topic): one for one in LikeTickets.objects.select_for_update().filter(account=target)}
    for row in LikeTickets.objects.select_for_update().filter(account=source).order_by("pk"):
        same = theirs.get((row.kind, row.topic))
        if same is None:
            row.account = target
            row.save(update_fields=["account"])
            continue
        if row.proposed_at is not None and same.proposed_at is None:
            same.from_at, same.proposed_at, same.clause = row.from_at, row.proposed_at, row.clause
            same.save(update_fields=["from_at", "proposed_at", "clause"])
        row.delete()


def _open_steps(account: Account) -> QuerySet[CoachingStep]:
    rows = CoachingStep.objects.select_for_update(of=("self", "subject"))
    return rows.select_related("subject", "account", "who").filter(OPEN, account=account).order_by("subject_id")


def _say(account: Account, payload: Payload, *, viewer: Viewer, desk: Desk, because: int | None) -> int:
    subject = Subject.objects.select_for_update().get(pk=account.subject_id)
    with acting(subject, desk=desk, actor=viewer.actor, account_id=account.pk) as act:
        return act.append(payload, because=because).pk
