"""Whose the answer to a proposal is, and word to them and to whoever proposed it."""

from collections.abc import Collection
from datetime import datetime

from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.words import words
from firsthand.models.people import Person
from firsthand.models.proposals import Proposal, ProposalState
from firsthand.models.subjects import Subject
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of, names_of
from firsthand.services.proposals.fields import FIELDS

PAGE = "/proposals"
_ANSWERED = {
    ProposalState.accepted.value: "{name} accepted your proposal of {what} for {about}",
    ProposalState.declined.value: "{name} declined your proposal of {what} for {about}",
}


def roles_that_answer(row: Proposal, desk: Desk) -> tuple[Role, ...]:
    """The roles whose field it is, in the order of the book."""
    return desk.organisation.who_may(Right(row.act))


def owed_by(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """As `roles_that_answer`, of the proposal that a subject is."""
    return roles_that_answer(Proposal.objects.get(subject=subject), desk)


def what_words(row: Proposal) -> Sentence:
    """The field and the value that are proposed."""
    return _what_words(row, names_of(people) if (people := FIELDS[row.field].people(row.value)) else {})


def _what_words(row: Proposal, names: dict[int, str]) -> Sentence:
    field = FIELDS[row.field]
    return say("{field} {value}", field=field.called, value=field.words(row.value, names))


def about_words(row: Proposal) -> str:
    """What it is about: a ticket's number and title, or an account's name."""
    if row.ticket is not None:
        return f"#{row.ticket.pk} {row.ticket.title}".strip()
    return row.account.name if row.account is not None else ""


def labels_of(subjects: Collection[int], _desk: Desk) -> dict[int, Sentence]:
    """Proposals in a line each, for whoever owes the answer."""
    rows = list(Proposal.objects.filter(subject__in=subjects).select_related("ticket", "account", "proposed_by"))
    named = set[int]().union(*(FIELDS[row.field].people(row.value) for row in rows))
    names = names_of(named) if named else {}
    return {row.subject_id: _label(row, names) for row in rows}


def _label(row: Proposal, names: dict[int, str]) -> Sentence:
    name, what = row.proposed_by.name, _what_words(row, names)
    return say("{name} proposes {what} for {about}", name=name, what=what, about=about_words(row))


def tell_who_answers(row: Proposal, *, roles: tuple[Role, ...], clause: str, desk: Desk) -> None:
    """Those who owe the answer hear of a proposal; where nobody holds a role of theirs, the desk's owners do."""
    people: list[Person] = []
    for role in roles:
        people += [one for one in holders_of(role, desk.at) if one not in people]
    _tell(
        people, row, text=labels_of([row.subject_id], desk)[row.subject_id], clause=clause, at=desk.at, key="proposed"
    )


def tell_who_proposed(row: Proposal, *, viewer: Viewer, desk: Desk) -> None:
    """Whoever proposed it, or carries it on for them, hears that it was answered, if they are still here and did not
    answer themselves."""
    person = row.carried_by or row.proposed_by
    if not person.is_active or person.pk == viewer.person_id:
        return
    text = say(_ANSWERED[row.state], name=viewer.name, what=what_words(row), about=about_words(row))
    _tell([person], row, text=text, clause="", at=desk.at, key=words(row.state))


def _tell(people: list[Person], row: Proposal, *, text: Sentence, clause: str, at: datetime, key: str) -> None:
    notify(
        people=people,
        subject=row.subject,
        at=at,
        kind=NoticeKind.proposal,
        text=text,
        clause=clause,
        key=f"proposal:{row.pk}:{key}",
        path=PAGE,
    )
