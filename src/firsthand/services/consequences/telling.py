"""Rounds and what is asked in them in a line each, whose the answers are, and word to those whom it concerns."""

from collections.abc import Collection, Mapping, Sequence

from firsthand.domain.consequences import Move
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.consequences import AskedConsequence, ConsequenceRound
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.book.desk import Desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of

PAGE = "/consequences"
OF_SUBJECT = "/consequences/of/{subject}"
"""The sheet on which a subject of this room stands."""


def wanted_of(row: ConsequenceRound) -> Sentence:
    """What sales wants to move, without the account."""
    if row.move == Move.stage:
        return say("stage to {stage}", stage=Name(row.wanted, NameFamily.stage))
    if row.move == Move.date:
        return say("date: {what}", what=row.wanted)
    return say("exception: {what}", what=row.wanted)


def label_of(row: ConsequenceRound) -> Sentence:
    """A round in a line."""
    return say("{account}, {what}", account=row.account.name, what=wanted_of(row))


def labels_of_rounds(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """The combined answers that rounds wait for, by the subjects that the rounds are."""
    rows = ConsequenceRound.objects.filter(subject__in=subjects).select_related("account")
    return {row.subject_id: say("Combined answer: {what}", what=label_of(row)) for row in rows}


def labels_of_asked(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """What roles are asked, by the subjects that it is."""
    rows = AskedConsequence.objects.filter(subject__in=subjects).select_related("round__account")
    return {row.subject_id: say("Consequences: {what}", what=label_of(row.round)) for row in rows}


def asked_role(subject: Subject, _desk: Desk) -> tuple[Role, ...]:
    """The role that answers what a subject asks."""
    return (Role(AskedConsequence.objects.values_list("role", flat=True).get(subject=subject)),)


def bridging_role(subject: Subject, _desk: Desk) -> tuple[Role, ...]:
    """The role that records the combined answer of the round that a subject is; none where the book names nobody."""
    role = ConsequenceRound.objects.values_list("bridge", flat=True).get(subject=subject)
    return (Role(role),) if role else ()


def who_bridges(subject: Subject, _desk: Desk) -> list[Person]:
    """Whoever is accountable for the account of the round that a subject is."""
    row = ConsequenceRound.objects.select_related("account__accountable").get(subject=subject)
    person = row.account.accountable
    return [person] if person is not None and person.is_active else []


def bridge_people(row: ConsequenceRound, desk: Desk) -> list[Person]:
    """Who records the combined answer: whoever is accountable for the account, else who holds the role of the book."""
    people = who_bridges(row.subject, desk)
    return people or (holders_of(desk.organisation.now(Role(row.bridge)), desk.at) if row.bridge else [])


def tell(
    people: Sequence[Person], row: ConsequenceRound, *, text: Sentence, key: str, desk: Desk, but: int = 0
) -> None:
    """Tell people of a round once, by key; not whoever did it themselves. Where nobody is there the desk's owners hear,
    unless it was for one who is not to be told."""
    others = [one for one in people if one.pk != but]
    if people and not others:
        return
    notify(
        people=others,
        subject=row.subject,
        at=desk.at,
        kind=NoticeKind.consequence,
        text=text,
        clause=row.clause,
        key=f"consequences:{row.pk}:{key}",
        path=f"{PAGE}/{row.pk}",
    )
