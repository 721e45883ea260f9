"""What timers and lists ask of a coaching step: its line, whose it is, and who is told."""

from collections.abc import Collection, Mapping

from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence, say
from firsthand.models.coaching import CoachingStep
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import holders_of


def labels_of(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """Steps in a line each, with their account."""
    rows = CoachingStep.objects.filter(subject__in=subjects).select_related("account")
    return {row.subject_id: say("{account}: {step}", account=row.account.name, step=row.what) for row in rows}


def owed_by(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """The role that owes a step; who heads it while nobody holds it (A20)."""
    role = desk.organisation.now(Role(CoachingStep.objects.values_list("role", flat=True).get(subject=subject)))
    heads = desk.organisation.heads_of(role)
    return (role,) if not heads or holders_of(role, desk.at) else heads


def whose(subject: Subject, _desk: Desk) -> list[Person]:
    """The person whose step it is by name, while they are here."""
    row = CoachingStep.objects.select_related("who").get(subject=subject)
    return [row.who] if row.who is not None and row.who.is_active else []
