"""The coaching steps that somebody who leaves was to do."""

from collections.abc import Mapping

from django.db.models import Count

from firsthand.domain.names import Role
from firsthand.domain.sentences import count, say
from firsthand.models.accounts import Account
from firsthand.models.coaching import OPEN, CoachingStep
from firsthand.models.people import Person
from firsthand.services.book.desk import Desk
from firsthand.services.coaching.following import hand_on
from firsthand.services.coaching.giving import coach_of
from firsthand.services.owning.values import Leaver, Owned


def _counted(person: Person, desk: Desk) -> Mapping[Role, int]:
    counted = CoachingStep.objects.filter(OPEN, who=person).values_list("role").annotate(Count("pk")).order_by("role")
    found: dict[Role, int] = {}
    for name, number in counted:
        role = desk.organisation.now(Role(name))
        found[role] = found.get(role, 0) + number
    return found


def _hand_on(leaver: Leaver) -> None:
    """To whoever was named, else to whoever is accountable for the account by now, else to the lead by name. The
    accounts are locked first, as by every act on a step."""
    theirs = CoachingStep.objects.filter(OPEN, who=leaver.person)
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=theirs.values("account")).order_by("pk"))
    rows = CoachingStep.objects.select_for_update(of=("self", "subject")).select_related("subject", "account", "who")
    for row in rows.filter(OPEN, who=leaver.person).order_by("subject_id"):
        role = leaver.desk.organisation.now(Role(row.role))
        to = None if leaver.heir("coaching", role) else coach_of(row.account, role, leaver.desk)
        if to is None or to.pk == leaver.person.pk:
            to = leaver.owner("coaching", role)
        hand_on(row, to, why=leaver.why, actor=leaver.actor, desk=leaver.desk, because=leaver.because)
        if to is not None:
            leaver.given.append((to, "coaching"))


OWNED = (
    Owned(
        kind="coaching",
        columns=frozenset({"CoachingStep.who"}),
        counted=_counted,
        said=lambda number: count(number, "One open coaching step", "{n} open coaching steps"),
        left_behind=lambda: CoachingStep.objects.filter(OPEN, who__is_active=False).values_list("who"),
        hand_on=_hand_on,
        left_to=say("whoever holds the role, none by name"),
    ),
)
