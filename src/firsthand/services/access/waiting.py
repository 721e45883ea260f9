"""What waits for whom: the promises that a viewer owes, and what they owe without a clock.

A clock that names a role is owed by whoever holds it, and by the desk's owners where nobody does (A20). One of a ticket
that names none is the responsible person's; where no person is responsible it stands in their team's list. Whose the
others are says their room, in one entry of `WHOSE`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length

from firsthand.domain.clocks import ClockState
from firsthand.domain.events import SubjectKind
from firsthand.domain.organisation import Right
from firsthand.domain.tickets import OURS
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.coaching import OPEN as OPEN_STEP
from firsthand.models.coaching import CoachingStep, LikeTickets
from firsthand.models.consequences import AskedConsequence, ConsequenceRound
from firsthand.models.considerations import UNANSWERED as UNWEIGHED
from firsthand.models.considerations import Consideration
from firsthand.models.feature_requests import UNANSWERED, FeatureRequest
from firsthand.models.handoffs import OPEN as OPEN_OFFER
from firsthand.models.handoffs import Handoff
from firsthand.models.help import HelpRequest
from firsthand.models.intake import HeldMessage, RawState
from firsthand.models.people import RoleHolding
from firsthand.models.policy import PolicyException
from firsthand.models.proposals import Proposal
from firsthand.models.questions import UNANSWERED as NOBODY_ANSWERED
from firsthand.models.questions import Question
from firsthand.models.tasks import OPEN as OPEN_TASK
from firsthand.models.tasks import Task
from firsthand.models.tickets import NO_CLOCK, OPEN, Ticket
from firsthand.services.access.consequences import asked_of as consequences_asked_of
from firsthand.services.access.consequences import to_combine
from firsthand.services.access.doors import (
    accounts_for,
    clocks_for,
    considerations_for,
    feature_requests_for,
    handoffs_for,
    help_requests_for,
    questions_for,
    raw_messages_for,
    tickets_for,
)
from firsthand.services.access.handoffs import asked_of, waits_for
from firsthand.services.access.help import waits_for_answer, waits_for_word
from firsthand.services.access.proposals import waiting_for
from firsthand.services.access.roles import roles_of
from firsthand.services.access.viewers import Viewer, held_at, same_role

Rows = QuerySet[Any, Any]


def _proposals(viewer: Viewer, at: datetime) -> Rows:
    return waiting_for(viewer, at=at)


def _held(viewer: Viewer, at: datetime) -> Rows:
    return HeldMessage.objects.filter(responsible_role__in=roles_of(viewer, at), raw__state=RawState.quarantined)


def _tasks(viewer: Viewer, _at: datetime) -> Rows:
    """Theirs; those that nobody has are whoever's who gave them, and the owners' where they left as well."""
    mine = Q(who=viewer.person_id) | Q(who=None, given_by=viewer.person_id)
    if viewer.is_owner:
        mine |= Q(who=None, given_by__is_active=False)
    return Task.objects.filter(OPEN_TASK).filter(mine)


def _exceptions(viewer: Viewer, _at: datetime) -> Rows:
    """The reviews that are no role's are the owners'."""
    return PolicyException.objects.all() if viewer.is_owner else PolicyException.objects.none()


def _coaching(viewer: Viewer, at: datetime) -> Rows:
    """The steps that are theirs by name; those of nobody are whoever's who holds their role, its head's while nobody
    does, and the owners' where it has none."""
    mine = Q(who=viewer.person_id) | Q(who=None, role__in=roles_of(viewer, at))
    roles = viewer.organisation.roles.values()
    headed = [one.heads for one in roles if one.heads is not None and one.name in viewer.roles]
    if headed:
        held = RoleHolding.objects.filter(held_at(at), role=OuterRef("role"), person__is_active=True)
        mine |= Q(who=None, role__in=headed) & ~Q(Exists(held))
    return CoachingStep.objects.filter(OPEN_STEP).filter(mine)


def _handoffs(viewer: Viewer, at: datetime) -> Rows:
    """The offers that they answer."""
    return Handoff.objects.filter(OPEN_OFFER).filter(waits_for(viewer, at))


def _help(viewer: Viewer, at: datetime) -> Rows:
    """What they look after, and what is asked of a team of theirs and nobody looks after."""
    return HelpRequest.objects.filter(waits_for_answer(viewer, at))


WHOSE: Mapping[SubjectKind, Callable[[Viewer, datetime], Rows]] = {
    SubjectKind.exception: _exceptions,
    SubjectKind.proposal: _proposals,
    SubjectKind.handoff: _handoffs,
    SubjectKind.help: _help,
    SubjectKind.held: _held,
    SubjectKind.task: _tasks,
    SubjectKind.coaching_step: _coaching,
    SubjectKind.consequence: consequences_asked_of,
    SubjectKind.consequence_round: to_combine,
}
"""The rows of a kind of subject whose clocks wait for the viewer where they name no role themselves."""


def owed_clocks(viewer: Viewer, at: datetime) -> QuerySet[Clock]:
    """The running clocks that the viewer owes at `at`, one by one; `by` is when each is due."""
    found = Q(pk__in=_on_my_tickets(viewer).values("pk")) | Q(pk__in=_of_my_roles(viewer, at).values("pk"))
    for kind, rows in WHOSE.items():
        mine = _UNNAMED.filter(subject__kind=kind, subject__in=rows(viewer, at).values("subject"))
        found |= Q(pk__in=mine.values("pk"))
    return clocks_for(viewer).filter(found).annotate(by=F("due_at"))


_RUNNING = Clock.objects.filter(ended_at=None, state=ClockState.running)
_UNNAMED = _RUNNING.alias(length=Length("owed_by")).filter(length=0)
"""Those that name no role. Written so that a database goes by their subjects: nearly every open clock is one."""


def _of_tickets_role(viewer: Viewer) -> Q:
    """Those of tickets that the responsible role owes."""
    same = same_role(viewer.organisation, "owed_by", "subject__ticket__responsible_role")
    return Q(subject__kind=SubjectKind.ticket) & same


def _on_my_tickets(viewer: Viewer) -> QuerySet[Clock]:
    mine = Ticket.objects.filter(closed_at=None, order_at__lt=NO_CLOCK, responsible=viewer.person_id)
    return _RUNNING.filter(Q(owed_by="") | _of_tickets_role(viewer), subject__in=mine.values("subject"))


def _of_my_roles(viewer: Viewer, at: datetime) -> QuerySet[Clock]:
    return _RUNNING.filter(owed_by__in=roles_of(viewer, at)).exclude(_of_tickets_role(viewer))


def undelivered_tickets(viewer: Viewer, _at: datetime) -> QuerySet[Ticket]:
    """The viewer's tickets on which our last word did not arrive; `by` is since when that is known."""
    return _my_tickets(viewer).filter(undelivered_at__isnull=False).annotate(by=F("undelivered_at"))


def tickets_without_clock(viewer: Viewer, _at: datetime) -> QuerySet[Ticket]:
    """The viewer's tickets on which they owe the next step, and no clock says by when."""
    return _at_the_end(_my_tickets(viewer).filter(owes__in=OURS, order_at=NO_CLOCK))


def _my_tickets(viewer: Viewer) -> QuerySet[Ticket]:
    return tickets_for(viewer).filter(OPEN, responsible=viewer.person_id)


def proposals_without_clock(viewer: Viewer, at: datetime) -> QuerySet[Proposal]:
    """The proposals that wait for the viewer's answer, and no clock says by when."""
    return _at_the_end(waiting_for(viewer, at=at).filter(~Q(Exists(_LIVE_HERE))))


def offers_to_answer(viewer: Viewer, at: datetime) -> QuerySet[Handoff]:
    """The open offers that wait for the viewer's answer, and theirs about which something was asked."""
    return handoffs_for(viewer).filter(OPEN_OFFER).filter(waits_for(viewer, at) | asked_of(viewer))


def handoffs_without_clock(viewer: Viewer, at: datetime) -> QuerySet[Handoff]:
    """The offers that wait for the viewer's answer and no clock says by when, and theirs about which something was
    asked."""
    offered = Q(pk__in=_handoffs(viewer, at).values("pk")) & ~Q(Exists(_LIVE_HERE))
    return _at_the_end(handoffs_for(viewer).filter(OPEN_OFFER).filter(offered | asked_of(viewer)))


def held_without_clock(viewer: Viewer, at: datetime) -> QuerySet[HeldMessage]:
    """The held messages that the viewer's role looks at, and no clock says by when."""
    seen = raw_messages_for(viewer).filter(pk=OuterRef("raw"))
    return _at_the_end(_held(viewer, at).filter(~Q(Exists(_LIVE_HERE)), Q(Exists(seen))))


def feature_requests_without_clock(viewer: Viewer, at: datetime) -> QuerySet[FeatureRequest]:
    """The feature requests that the viewer's role answers, and no clock says by when."""
    mine = feature_requests_for(viewer).filter(UNANSWERED, role__in=roles_of(viewer, at))
    return _at_the_end(mine.filter(~Q(Exists(_LIVE_HERE))))


def consequences_without_clock(viewer: Viewer, at: datetime) -> QuerySet[AskedConsequence]:
    """The consequences that a role of the viewer's is asked for, and no clock says by when."""
    return _at_the_end(consequences_asked_of(viewer, at).filter(~Q(Exists(_LIVE_HERE))))


def combined_without_clock(viewer: Viewer, at: datetime) -> QuerySet[ConsequenceRound]:
    """The combined answers that are the viewer's to record, and no clock says by when."""
    return _at_the_end(to_combine(viewer, at).filter(~Q(Exists(_LIVE_HERE))))


def help_to_give(viewer: Viewer, at: datetime) -> QuerySet[HelpRequest]:
    """The help that is asked of the viewer, and what comes back to them."""
    return help_requests_for(viewer).filter(waits_for_answer(viewer, at) | waits_for_word(viewer, at))


def help_without_clock(viewer: Viewer, at: datetime) -> QuerySet[HelpRequest]:
    """The help that is asked of the viewer, and no clock says by when; and what comes back to them: something was asked
    back, or it was answered and nobody said what came of it."""
    asked = waits_for_answer(viewer, at) & ~Q(Exists(_LIVE_HERE))
    return _at_the_end(help_requests_for(viewer).filter(asked | waits_for_word(viewer, at)))


def considerations_without_clock(viewer: Viewer, at: datetime) -> QuerySet[Consideration]:
    """What is to be considered and answered, and no clock says by when: whoever is responsible for the ticket does, and
    whoever holds the role where nobody of it is."""
    of_role = same_role(viewer.organisation, "role", "ticket__responsible_role")
    mine = Q(ticket__responsible=viewer.person_id) | Q(ticket__responsible=None) | ~of_role
    open_ones = considerations_for(viewer).filter(UNWEIGHED, mine, role__in=roles_of(viewer, at), until__gt=at)
    return _at_the_end(open_ones.filter(~Q(Exists(_LIVE_HERE)), ticket__solved_at=None, ticket__closed_at=None))


def questions_unanswered(viewer: Viewer, at: datetime) -> QuerySet[Question]:
    """What the viewer asked, or carries on for somebody who left, and, by the days of the book, nobody has answered for
    long: theirs to ask elsewhere."""
    theirs = Q(carried_by=viewer.person_id) | Q(carried_by=None, asked_by=viewer.person_id)
    return _at_the_end(questions_for(viewer).filter(NOBODY_ANSWERED, theirs, remind_at__lte=at))


def like_tickets(viewer: Viewer, at: datetime) -> Rows:
    """Tickets alike of an account that the viewer is accountable for: whether a step comes of them is theirs to say.
    Those of an account of nobody are whoever's who coaches."""
    mine = Q(account__accountable=viewer.person_id, account__accountable__is_active=True)
    if viewer.may(Right.coach):
        mine |= Q(account__accountable=None) | Q(account__accountable__is_active=False)
    proposed = LikeTickets.objects.filter(proposed_at__isnull=False, account__in=accounts_for(viewer))
    return _at_the_end(proposed.filter(mine))


_LIVE_HERE = Clock.objects.filter(subject=OuterRef("subject"), state__in=LIVE)


def _at_the_end(rows: Rows) -> Rows:
    found: Rows = rows.annotate(by=Value(NO_CLOCK, output_field=DateTimeField()))
    return found


OWED: Mapping[str, Callable[[Viewer, datetime], Rows]] = {
    "clocks": owed_clocks,
    "undelivered": undelivered_tickets,
    "tickets": tickets_without_clock,
    "proposals": proposals_without_clock,
    "handoffs": handoffs_without_clock,
    "held": held_without_clock,
    "feature_requests": feature_requests_without_clock,
    "help": help_without_clock,
    "questions": questions_unanswered,
    "considerations": considerations_without_clock,
    "like_tickets": like_tickets,
    "consequences": consequences_without_clock,
    "combined": combined_without_clock,
}
"""Everything that waits for a viewer, in lists that do not meet; `by` orders the rows of each."""
