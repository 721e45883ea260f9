"""Who answers an offer, who made it, and word to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import QuerySet

from firsthand.domain.handoffs import End
from firsthand.domain.names import Role, TeamName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Sentence, say
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.models.rosters import TimeOff
from firsthand.models.subjects import Subject
from firsthand.services.access.handoffs import away_at
from firsthand.services.access.viewers import role_names
from firsthand.services.book.desk import Desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of, owners


def receiver_of(row: Handoff, organisation: Organisation) -> End:
    """To whom it is offered, by the names of now."""
    team = TeamName(row.to_team) if row.to_team else None
    return End(role=organisation.now(Role(row.to_role)), team=team, person=row.to_person_id)


def sender_of(row: Handoff, organisation: Organisation) -> End:
    """Who offers it, by the names of now."""
    team = TeamName(row.from_team) if row.from_team else None
    return End(role=organisation.now(Role(row.from_role)), team=team, person=row.from_person_id)


def leads_of(role: Role, desk: Desk) -> list[Person]:
    """The people who head a role now, those who do so outright first."""
    found = [one for head in desk.organisation.heads_of(role) for one in holders_of(head, desk.at)]
    return list(dict.fromkeys(found))


def people_asked(row: Handoff, desk: Desk) -> list[Person]:
    """Whom an open offer waits for, by name; as `access/handoffs.py` has it for one who looks."""
    company = desk.organisation
    role = receiver_of(row, company).role
    senders = (row.offered_by_id, row.from_person_id)
    holders, heads = (
        [one for one in _holders(roles, desk) if one.pk not in senders] for roles in ((role,), company.heads_of(role))
    )
    named = next((one for one in (*holders, *heads) if one.pk == row.to_person_id), None)
    if named is not None and not TimeOff.objects.filter(away_at(desk.at), person=named).exists():
        return [named]
    found = holders or heads or [one for one in owners() if one.pk not in senders]
    return list(dict.fromkeys([*([named] if named is not None else []), *found]))


def _holders(roles: Iterable[Role], desk: Desk) -> list[Person]:
    """Who holds some roles, by whatever names they were given them."""
    return [one for name in role_names(desk.organisation, roles) for one in holders_of(Role(name), desk.at)]


def owed_by(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """The role that owes the answer to the offer that a subject is."""
    return (receiver_of(Handoff.objects.get(subject=subject), desk.organisation).role,)


def whose(subject: Subject, desk: Desk) -> list[Person]:
    """Whom the offer that a subject is waits for."""
    return people_asked(_rows().get(subject=subject), desk)


def labels_of(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """Offers in a line each, by subject, for whoever hears of their clocks."""
    return {row.subject_id: label_of(row) for row in _rows().filter(subject__in=subjects)}


def label_of(row: Handoff) -> Sentence:
    """The offer in a line."""
    return say("hand-off of #{number} {title}", number=row.ticket_id, title=row.ticket.title)


def tell_receiver(
    row: Handoff, *, text: Sentence, key: str, desk: Desk, clause: str = "", but: int | None = None
) -> None:
    """Whom it waits for hears of it; `but` whoever did it."""
    _tell_others(row, people_asked(row, desk), but, text=text, key=key, desk=desk, clause=clause)


def tell_sender(
    row: Handoff, *, text: Sentence, key: str, desk: Desk, clause: str = "", but: int | None = None
) -> None:
    """Who offered it hears of it, and who had the ticket; where neither is anybody, the sending role; `but` whoever did
    it."""
    people = [one for one in (row.offered_by, row.from_person) if one is not None and one.is_active]
    sender = sender_of(row, desk.organisation)
    hearers = people or holders_of(sender.role, desk.at)
    _tell_others(row, hearers, but, text=text, key=key, desk=desk, clause=clause)


def _tell_others(
    row: Handoff, people: Sequence[Person], but: int | None, *, text: Sentence, key: str, desk: Desk, clause: str
) -> None:
    """Nobody is told what they did themselves. With nobody else to tell, nobody is told."""
    others = [one for one in people if one.pk != but]
    if others or not people:
        tell(row, others, text=text, key=key, desk=desk, clause=clause)


def tell(row: Handoff, people: Sequence[Person], *, text: Sentence, key: str, desk: Desk, clause: str = "") -> None:
    """Word of a hand-off to some people, once each."""
    notify(
        people=list(dict.fromkeys(people)),
        subject=row.subject,
        at=desk.at,
        kind=NoticeKind.handoff,
        text=text,
        clause=clause,
        key=f"handoff:{row.pk}:{key}",
    )


def _rows() -> QuerySet[Handoff]:
    return Handoff.objects.select_related("ticket", "to_person", "from_person", "offered_by")
