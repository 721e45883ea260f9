"""Who answers a request for help, to whom it comes back, and word to them."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.help import HelpRequest
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.book.desk import Desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of


def asked_role(row: HelpRequest, organisation: Organisation) -> Role:
    """The role that is asked, by the name of now."""
    return organisation.now(Role(row.role))


def asked_team(row: HelpRequest, organisation: Organisation) -> TeamName | None:
    """The team that is asked, by the name of now."""
    team = TeamName(row.team) if row.team else None
    return organisation.became.teams.get(team, team) if team is not None else None


def asking_role(row: HelpRequest, organisation: Organisation) -> Role:
    """The role that asks, by the name of now."""
    return organisation.now(Role(row.from_role))


def asked_called(role: str, team: str | None) -> Sentence:
    """Whom one asks, in words."""
    if team:
        return say("{role} · {team}", role=Name(role, NameFamily.role), team=Name(team, NameFamily.team))
    return say("{role}", role=Name(role, NameFamily.role))


def helpers_of(row: HelpRequest, desk: Desk) -> list[Person]:
    """Who is to answer: whoever looks after it, else the people of its team who are here, else the whole role."""
    if row.taken_by is not None and row.taken_by.is_active:
        return [row.taken_by]
    return _team(row, desk) or holders_of(asked_role(row, desk.organisation), desk.at)


def people_of(role: Role, team: TeamName | None, desk: Desk) -> list[Person]:
    """The people of a team who are here and hold the role; nobody for none."""
    declared = desk.organisation.teams.get(team) if team is not None else None
    mails = {one.lower() for one in declared.members} if declared is not None else set()
    held = holders_of(role, desk.at) if mails else []
    return [one for one in held if (one.email or "").lower() in mails]


def _team(row: HelpRequest, desk: Desk) -> list[Person]:
    company = desk.organisation
    return people_of(asked_role(row, company), asked_team(row, company), desk)


def askers_of(row: HelpRequest, desk: Desk) -> list[Person]:
    """To whom it comes back: who is responsible for the ticket where that is somebody of the role that asked, else
    whoever asked, else that role."""
    ticket, company = row.ticket, desk.organisation
    role = asking_role(row, company)
    if ticket.responsible is not None and company.now(Role(ticket.responsible_role)) == role:
        return [ticket.responsible]
    if row.asked_by is not None and row.asked_by.is_active:
        return [row.asked_by]
    return holders_of(role, desk.at)


def owed_by(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """The role that owes the answer to the request that a subject is."""
    return (asked_role(HelpRequest.objects.get(subject=subject), desk.organisation),)


def whose(subject: Subject, desk: Desk) -> list[Person]:
    """Who looks after it by name; while nobody does, the people of its team."""
    row = _rows().get(subject=subject)
    person = row.taken_by
    return [person] if person is not None and person.is_active else _team(row, desk)


def labels_of(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """Requests in a line each, by subject, for whoever hears of their clocks."""
    return {row.subject_id: label_of(row) for row in _rows().filter(subject__in=subjects)}


def label_of(row: HelpRequest) -> Sentence:
    """The request in a line."""
    if row.priority:
        words = "help, {priority}, with #{number} {title}"
        return say(words, priority=row.priority, number=row.ticket_id, title=row.ticket.title)
    return say("help with #{number} {title}", number=row.ticket_id, title=row.ticket.title)


def page_of(row: HelpRequest) -> str:
    """Where it stands."""
    return f"/help/{row.pk}"


def tell_helpers(
    row: HelpRequest, *, text: Sentence, key: str, desk: Desk, but: int | None = None, clause: str = ""
) -> None:
    """Whoever is to answer hears of it, but for whoever did it."""
    _tell(row, helpers_of(row, desk), but, text=text, key=key, desk=desk, clause=clause)


def tell_askers(
    row: HelpRequest, *, text: Sentence, key: str, desk: Desk, but: int | None = None, clause: str = ""
) -> None:
    """Whoever it comes back to hears of it, but for whoever did it."""
    _tell(row, askers_of(row, desk), but, text=text, key=key, desk=desk, clause=clause)


def _tell(
    row: HelpRequest, people: Sequence[Person], but: int | None, *, text: Sentence, key: str, desk: Desk, clause: str
) -> None:
    """Nobody is told what they did themselves. With nobody else to tell, nobody is."""
    others = [one for one in people if one.pk != but]
    if people and not others:
        return
    notify(
        people=list(dict.fromkeys(others)),
        subject=row.subject,
        at=desk.at,
        kind=NoticeKind.help,
        text=text,
        clause=clause,
        key=f"help:{row.pk}:{key}",
        path=page_of(row),
    )


def _rows() -> QuerySet[HelpRequest]:
    return HelpRequest.objects.select_related("ticket", "taken_by", "asked_by")
