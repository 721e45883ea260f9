"""Acts on coaching: asking for the plan, adding, doing, skipping and handing on a step (S8, S9, S25, S26)."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.coaching import StepOrigin, StepState
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import Payload
from firsthand.domain.events.coaching import CoachingStepDone, CoachingStepSkipped
from firsthand.domain.names import NameFamily, Role, Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, either, named, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN, CoachingPlan, CoachingStep
from firsthand.models.people import Person
from firsthand.services.access.doors import accounts_for, coaching_steps_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.coaching.following import begin, hand_on
from firsthand.services.coaching.giving import Wanted, coach_of, give, tell_owner, template_for
from firsthand.services.people.queries import holders_of

LONGEST_WHAT, LONGEST_DONE, LONGEST_NOTE, LONGEST_EVIDENCE, LONGEST_WHY = 200, 400, 2000, 400, 400


@transaction.atomic
def ask_plan(*, viewer: Viewer, account_id: int, at: datetime) -> CoachingPlan:
    """Begin the book's plan for an account that stands in its stage already: one that was imported, or that stood there
    before the book had a plan. Raises Missing, and Refused where the book has none, or one of this stage goes on."""
    require(viewer, Right.coach)
    account, desk = locked_account(viewer, account_id), open_desk(at)
    template, stage = template_for(account, desk), Name(account.stage, NameFamily.stage)
    if template is None:
        raise Refused("no_plan_in_book", say("The book has no coaching plan for {stage}.", stage=stage))
    became = desk.organisation.became.stages
    going_on = CoachingPlan.objects.filter(OPEN, account=account).values_list("stage", flat=True)
    if any(became.get(Stage(one), Stage(one)) == account.stage for one in going_on):
        raise Refused("plan_before", say("{account} has its plan of {stage}.", account=account.name, stage=stage))
    return begin(account, template, viewer=viewer, desk=desk, asked=True)


@transaction.atomic
def add(
    *,
    viewer: Viewer,
    account_id: int,
    what: str,
    due_at: datetime,
    at: datetime,
    done_means: str = "",
    who_id: int | None = None,
    origin: StepOrigin = StepOrigin.by_hand,
) -> CoachingStep:
    """Add proactive work to an account (S9): it is customer engineering's, by name or by role. Raises Missing, and
    Invalid without words, for an instant that is past, and for somebody who does not coach."""
    require(viewer, Right.coach)
    account, desk = locked_account(viewer, account_id), open_desk(at)
    if due_at <= at:
        raise Invalid("due_past", say("That is past already. Say a later time."), field="due")
    role = coaching_role(account, desk)
    wanted = Wanted(
        what=said(
            what,
            LONGEST_WHAT,
            "what",
            say("Say what is to be done, in at most {longest} characters.", longest=LONGEST_WHAT),
        ),
        done_means=" ".join(done_means.replace("\x00", "").split())[:LONGEST_DONE],
        origin=origin,
        role=role,
        due_at=due_at,
        who=somebody(who_id, role, desk) if who_id is not None else None,
    )
    row = give(wanted, account=account, viewer=viewer, desk=desk)
    tell_owner(row, by=viewer.person_id, name=viewer.name, event=0, desk=desk)
    return row


@transaction.atomic
def finish(*, viewer: Viewer, step_id: int, note: str, evidence: str, at: datetime) -> CoachingStep:
    """The step is done: what came of it, and what shows that. Raises Missing, Invalid without either, and Refused for
    whoever does not coach or once it has ended."""
    require(viewer, Right.coach)
    row = _locked(viewer, step_id)
    row.note = said(
        note, LONGEST_NOTE, "note", say("Say what came of it, in at most {longest} characters.", longest=LONGEST_NOTE)
    )
    row.evidence = said(
        evidence,
        LONGEST_EVIDENCE,
        "evidence",
        say(
            "Say what shows it: a link, a recording, who was there; in at most {longest} characters.",
            longest=LONGEST_EVIDENCE,
        ),
    )
    payload = CoachingStepDone(what=row.what, note=row.note, evidence=row.evidence)
    return _end(row, payload, state=StepState.done, viewer=viewer, at=at)


@transaction.atomic
def skip(*, viewer: Viewer, step_id: int, why: str, at: datetime) -> CoachingStep:
    """Nobody does the step, for a reason, by whom the book lets. Raises as `finish`."""
    require(viewer, Right.skip_coaching)
    row = _locked(viewer, step_id)
    row.note = reason(why, say("Say why nobody does it, in at most {longest} characters.", longest=LONGEST_WHY))
    return _end(row, CoachingStepSkipped(what=row.what, why=row.note), state=StepState.skipped, viewer=viewer, at=at)


@transaction.atomic
def pass_on(*, viewer: Viewer, step_id: int, who_id: int | None, why: str, at: datetime) -> CoachingStep:
    """Give a step to another person who coaches, or with None to whoever the account's is; its clock runs on, and they
    are told. Raises as `finish`, and Invalid where it is theirs already."""
    require(viewer, Right.coach)
    row, desk = _locked(viewer, step_id), open_desk(at)
    role = Role(row.role)
    to = somebody(who_id, role, desk) if who_id is not None else coach_of(row.account, role, desk)
    words = reason(why, say("Say why, in at most {longest} characters.", longest=LONGEST_WHY))
    event = hand_on(row, to, why=words, actor=viewer.actor, desk=desk)
    if event is None:
        raise Invalid("same_person", say("It is so already. Choose somebody else."), field="who")
    tell_owner(row, by=viewer.person_id, name=viewer.name, event=event, desk=desk)
    return row


def coaching_role(account: Account, desk: Desk) -> Role:
    """The role whose proactive work on an account is: that of the book's plan for where it stands, else the first that
    may be accountable for accounts (S9, S10)."""
    template = template_for(account, desk)
    if template is not None:
        return template.effect.steps[0].role
    found = (*desk.organisation.who_may(Right.coach), *desk.organisation.who_may(Right.be_accountable))
    return found[0] if found else next(iter(desk.organisation.roles))


def somebody(person_id: int, role: Role, desk: Desk) -> Person:
    """Somebody who holds the step's role, or who may coach. Raises Invalid on `who`."""
    roles = dict.fromkeys((desk.organisation.now(role), *desk.organisation.who_may(Right.coach)))
    for one in roles:
        for person in holders_of(one, desk.at):
            if person.pk == person_id:
                return person
    holds = either(named(roles, NameFamily.role))
    raise Invalid("wrong_role", say("Choose somebody who holds {roles} now.", roles=holds), field="who")


def locked_account(viewer: Viewer, account_id: int) -> Account:
    """The account, locked before anything that hangs on it. Raises Missing."""
    account = accounts_for(viewer).select_for_update(of=("self",), no_key=True).filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    return account


def said(text: str, longest: int, field: str, wanted: Sentence) -> str:
    """What somebody typed. Raises Invalid where it is empty or too long."""
    words = text.replace("\x00", "").strip() if longest > LONGEST_DONE else " ".join(text.replace("\x00", "").split())
    if not words or len(words) > longest:
        raise Invalid(f"{field}_missing", wanted, field=field)
    return words


def reason(text: str, wanted: Sentence) -> str:
    """Why, in words. Raises Invalid."""
    return said(text, LONGEST_WHY, "why", wanted)


def _locked(viewer: Viewer, step_id: int) -> CoachingStep:
    """The open step, locked with its subject after its account, so that no two acts block each other."""
    seen = coaching_steps_for(viewer).filter(pk=step_id).values_list("account_id", flat=True).first()
    if seen is None:
        raise Missing("no_step", say("There is no such step."))
    locked_account(viewer, seen)
    rows = CoachingStep.objects.select_for_update(of=("self", "subject"))
    row: CoachingStep = rows.select_related("subject", "account", "who").get(pk=step_id)
    if row.ended_at is not None:
        raise Refused("ended", say("That step has ended: it is {state}.", state=Name(row.state)))
    return row


def _end(row: CoachingStep, payload: Payload, *, state: StepState, viewer: Viewer, at: datetime) -> CoachingStep:
    with acting(row.subject, desk=open_desk(at), actor=viewer.actor, account_id=row.account_id) as act:
        act.append(payload)
    row.state, row.ended_at, row.ended_by_id = state.value, at, viewer.person_id
    row.save(update_fields=["state", "ended_at", "ended_by", "note", "evidence"])
    return row
