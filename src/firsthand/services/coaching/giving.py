"""Steps as they begin: whose they are, and the event that starts their clock."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.coaching import AccountInStage, StepOrigin, Template, template_of
from firsthand.domain.events.coaching import CoachingStepGiven
from firsthand.domain.names import Role, Stage
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import CoachingPlan, CoachingStep
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A step that is to be given. `budget` is what `template` counted for it; empty where a person named the
    instant."""

    what: str
    done_means: str
    origin: StepOrigin
    role: Role
    due_at: datetime
    warn_at: datetime | None = None
    budget: str = ""
    template: Template | None = None
    plan: CoachingPlan | None = None
    who: Person | None = None


def template_for(account: Account, desk: Desk) -> Template | None:
    """The plan that the book has now for an account where it stands; None where it has none."""
    found = AccountInStage(
        name=account.name,
        stage=Stage(account.stage),
        strategic=account.strategic,
        plan=account.plan,
        contract=account.contract,
    )
    return template_of(desk.edition, found, at=desk.at)


def coach_of(account: Account, role: Role, desk: Desk) -> Person | None:
    """Whose a step of a role is by name: the person who is accountable for the account (S10), where they are here and
    the step is of those who may be; else nobody, and whoever holds the role owes it."""
    person = account.accountable
    may_be = desk.organisation.who_may(Right.be_accountable)
    return person if person is not None and person.is_active and desk.organisation.now(role) in may_be else None


def give(wanted: Wanted, *, account: Account, viewer: Viewer, desk: Desk, because: int | None = None) -> CoachingStep:
    """Keep the step and start its clock. The caller has checked who gives it, and holds the account locked."""
    row = CoachingStep(
        account=account,
        plan=wanted.plan,
        origin=wanted.origin,
        what=wanted.what,
        done_means=wanted.done_means,
        role=wanted.role,
        who=wanted.who or coach_of(account, wanted.role, desk),
        given_by_id=viewer.person_id,
        given_at=desk.at,
        due_at=wanted.due_at,
    )
    row.save()
    template = wanted.template
    counted = template is not None and bool(wanted.budget)
    payload = CoachingStepGiven(
        what=row.what,
        done=row.done_means,
        origin=row.origin,
        role=row.role,
        who=row.who_id,
        due_at=row.due_at,
        warn_at=wanted.warn_at,
        clause=template.clause if template is not None else "",
        edition=template.edition.id if template is not None else desk.edition.id,
        commitment=template.commitment if template is not None else "",
        budget=wanted.budget,
        calendar=template.effect.calendar if template is not None and counted else "",
        calendar_version=template.calendar_version if template is not None and counted else "",
    )
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=account.pk, is_new=True) as act:
        act.append(payload, because=because)
    return row


def page_of(account_id: int) -> str:
    """Where people look for an account's steps."""
    return f"/a/{account_id}/plan"


def tell(account: Account, role: Role, *, text: Sentence, key: str, clause: str, desk: Desk, but: int = 0) -> None:
    """Tell whoever coaches the account, by name or as holders of the role; not whoever did it."""
    person = coach_of(account, role, desk)
    people = [person] if person is not None else holders_of(desk.organisation.now(role), desk.at)
    others = [one for one in people if one.pk != but]
    if others or not people:
        notify(
            people=others,
            subject=account.subject,
            at=desk.at,
            kind=NoticeKind.coaching,
            text=text,
            clause=clause,
            key=key,
            path=page_of(account.pk),
        )


def tell_owner(row: CoachingStep, *, by: int, name: str, event: int, desk: Desk) -> None:
    """Tell the person to whom somebody else gave a step."""
    if row.who is None or row.who_id == by:
        return
    said = say("{name} gave you a coaching step: {account}, {what}", name=name, account=row.account.name, what=row.what)
    notify(
        people=[row.who],
        subject=row.subject,
        at=desk.at,
        kind=NoticeKind.coaching,
        text=said,
        clause="",
        key=f"coaching_step:{row.pk}:{event}",
        path=page_of(row.account_id),
    )
