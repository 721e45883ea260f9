"""Warnings as pages show them: beside what they are about, and the newest of all in one list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from firsthand.domain.events import SubjectKind
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.search import wanted_in
from firsthand.domain.sentences import Sentence, say
from firsthand.models.consequences import ConsequenceNote
from firsthand.models.policy import PolicyException
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import (
    consequence_notes_for,
    consequence_rounds_for,
    feature_requests_for,
    proposals_for,
    tickets_for,
)
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk
from firsthand.services.consequences.noting import role_that_warns
from firsthand.services.consequences.telling import label_of
from firsthand.services.search.queries import notes_with_all

MOST_NOTES = 100


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One warning: for which role, and whether it was unasked. `about_decision`: it is about what the
    book decided there; `about` is what it is about, with its page, where the page does not say that."""

    id: int
    text: str
    role: str
    who: str
    at: datetime
    unasked: bool
    about_decision: bool
    about: Sentence
    page: str


@dataclass(frozen=True, kw_only=True)
class NotesBeside:
    """The warnings about one thing, and the role for which the viewer may add one; None for whoever may not."""

    notes: tuple[NoteRow, ...]
    role: Role | None


def notes_on_subjects(viewer: Viewer, subjects: Collection[int]) -> Mapping[int, tuple[NoteRow, ...]]:
    """The unasked warnings about these subjects, oldest first, in one query."""
    found: dict[int, list[NoteRow]] = {one: [] for one in subjects}
    rows = consequence_notes_for(viewer).filter(about__in=subjects, asked=None).select_related("by", "about")
    for one in rows.order_by("pk"):
        found[one.about_id].append(_row(one, about=say(""), page=""))
    return {subject: tuple(notes) for subject, notes in found.items()}


def notes_beside(*, viewer: Viewer, subject_id: int, desk: Desk, has_some: bool = True) -> NotesBeside:
    """The warnings about a subject that the viewer was shown; no query where it `has_some` not."""
    notes = notes_on_subjects(viewer, [subject_id])[subject_id] if has_some else ()
    return NotesBeside(notes=notes, role=role_that_warns(viewer, desk=desk))


def notes_on_requests(viewer: Viewer, numbers: Collection[int]) -> Mapping[int, tuple[NoteRow, ...]]:
    """The warnings about these feature requests, by their numbers."""
    return _by_number(viewer, feature_requests_for(viewer).filter(pk__in=numbers))


def notes_on_proposals(viewer: Viewer, numbers: Collection[int]) -> Mapping[int, tuple[NoteRow, ...]]:
    """The warnings about these proposals, by their numbers."""
    return _by_number(viewer, proposals_for(viewer).filter(pk__in=numbers))


def notes_on_exceptions(viewer: Viewer, numbers: Collection[int]) -> Mapping[int, tuple[NoteRow, ...]]:
    """The warnings about these deviations, by their numbers; no query where there are none."""
    return _by_number(viewer, PolicyException.objects.filter(pk__in=numbers)) if numbers else {}


def _by_number(viewer: Viewer, rows: QuerySet[Any, Any]) -> Mapping[int, tuple[NoteRow, ...]]:
    """In one query; nothing for a number that has no warning."""
    found: defaultdict[int, list[NoteRow]] = defaultdict(list)
    numbered = rows.filter(subject=OuterRef("about")).values("pk")[:1]
    notes = consequence_notes_for(viewer).filter(about__in=rows.values("subject"), asked=None)
    for one in notes.annotate(number=Subquery(numbered)).select_related("by", "about").order_by("pk"):
        found[one.number].append(_row(one, about=say(""), page=""))
    return {number: tuple(notes_here) for number, notes_here in found.items()}


def newest_notes(*, viewer: Viewer, words: str = "") -> tuple[NoteRow, ...]:
    """The newest warnings that the viewer may read, asked and unasked; those that have all the words, where some are
    given."""
    require(viewer, Right.see_desk)
    found = consequence_notes_for(viewer).select_related("by", "about")
    if words.strip():
        wanted = wanted_in(words)
        found = found.filter(pk__in=notes_with_all(wanted, viewer)) if wanted.terms else found.none()
    rows = list(found.order_by("-at", "-pk")[:MOST_NOTES])
    places = _places(viewer, rows)
    return tuple(_row(one, about=places[one.about_id][0], page=places[one.about_id][1]) for one in rows)


def _row(one: ConsequenceNote, *, about: Sentence, page: str) -> NoteRow:
    return NoteRow(
        id=one.pk,
        text=one.text,
        role=one.role,
        who=one.by.name,
        at=one.at,
        unasked=one.asked_id is None,
        about_decision=one.decision_id is not None,
        about=about,
        page=page,
    )


def _places(viewer: Viewer, rows: Iterable[ConsequenceNote]) -> Mapping[int, tuple[Sentence, str]]:
    """What warnings are about, in a line and with its page; one query for each kind of thing among them."""
    of_kind: dict[str, set[int]] = {}
    for row in rows:
        of_kind.setdefault(row.about.kind, set()).add(row.about_id)
    found: dict[int, tuple[Sentence, str]] = {}
    for ticket in tickets_for(viewer).filter(subject__in=of_kind.get(SubjectKind.ticket, ())):
        found[ticket.subject_id] = _ticket(ticket), f"/t/{ticket.pk}"
    rounds = consequence_rounds_for(viewer).filter(subject__in=of_kind.get(SubjectKind.consequence_round, ()))
    for round_ in rounds.select_related("account"):
        found[round_.subject_id] = label_of(round_), f"/consequences/{round_.pk}"
    requests = feature_requests_for(viewer).filter(subject__in=of_kind.get(SubjectKind.feature_request, ()))
    for request in requests:
        said = say("#{number} {title}", number=request.ticket_id, title=request.title)
        found[request.subject_id] = said, f"/requests#request-{request.pk}"
    for exception in PolicyException.objects.filter(subject__in=of_kind.get(SubjectKind.exception, ())):
        found[exception.subject_id] = say("{clause}", clause=exception.clause), f"/book#{exception.clause}"
    proposals = proposals_for(viewer).filter(subject__in=of_kind.get(SubjectKind.proposal, ()))
    for proposal in proposals.select_related("ticket", "account"):
        about = (
            _ticket(proposal.ticket)
            if proposal.ticket is not None
            else say("{account}", account=proposal.account.name if proposal.account is not None else "")
        )
        found[proposal.subject_id] = about, f"/proposals#proposal-{proposal.pk}"
    return found


def _ticket(ticket: Ticket) -> Sentence:
    return say("#{number} {title}", number=ticket.pk, title=ticket.title)
