"""Warning of a consequence without being asked: of a ticket, a request, a deviation, a proposal or a move (S16)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.consequences import warning_roles
from firsthand.domain.errors import DeskError, Invalid, Missing, Refused
from firsthand.domain.events import Actor
from firsthand.domain.events.consequences import ConsequenceNoted, ConsequenceNotesWentAlong
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, either, named, quoted, say
from firsthand.models.consequences import ConsequenceNote
from firsthand.models.people import Person
from firsthand.models.policy import PolicyException
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import (
    decisions_for,
    feature_requests_for,
    proposals_for,
    ticket_behind,
    tickets_for,
)
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.consequences.locking import locked_round
from firsthand.services.consequences.telling import bridge_people, label_of
from firsthand.services.notices.actions import notify
from firsthand.services.search.actions import write_index_of

LONGEST = 2000
NOBODY_WARNS = say("The book asks nobody for consequences, so it has no warnings.")


@dataclass(frozen=True, kw_only=True)
class About:
    """What somebody warns of: exactly one of these, by number."""

    ticket: int | None = None
    request: int | None = None
    exception: int | None = None
    proposal: int | None = None
    round: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What it is about, with its subject locked: its account, who hears of a warning, where it stands, and in a
    line."""

    subject: Subject
    account_id: int | None
    hearers: list[Person]
    path: str
    called: Sentence
    ticket: Ticket | None = None


def role_that_warns(viewer: Viewer, *, desk: Desk) -> Role | None:
    """The role for which the viewer may warn: the first of theirs that the book asks about any move."""
    return next((one for one in warning_roles(desk.edition, at=desk.at) if one in viewer.roles), None)


@transaction.atomic
def warn(*, viewer: Viewer, about: About, text: str, at: datetime, decision_id: int | None = None) -> ConsequenceNote:
    """Say what one sees coming; the whole company reads it, on a restricted ticket whoever may read that. Whoever is
    accountable for the account or responsible for the ticket is told. `decision_id`: what the book decided about it, if
    it is that. Raises Missing, Invalid without a text, and Refused for whose role the book does not ask."""
    require(viewer, Right.see_desk)
    desk = open_desk(at)
    role = role_that_warns(viewer, desk=desk)
    if role is None:
        raise _not_yours(desk)
    found = _found(viewer, about, desk=desk)
    decision = _decision(viewer, found.subject, decision_id)
    note = ConsequenceNote.objects.create(
        about=found.subject,
        account_id=found.account_id,
        decision=decision,
        role=role,
        text=said(text),
        by_id=viewer.person_id,
        at=at,
    )
    payload = ConsequenceNoted(
        note=note.pk, role=role, decision=decision.pk if decision is not None else None, text=note.text
    )
    if found.ticket is not None:
        with acting_on_ticket(found.ticket, desk=desk, actor=viewer.actor) as act:
            act.append(payload)
    else:
        with acting(found.subject, desk=desk, actor=viewer.actor, account_id=found.account_id) as act:
            act.append(payload)
        if found.subject.ticket_id is not None:
            _touch(found.subject.ticket_id, at)
    _tell(found, note, viewer=viewer, desk=desk)
    return note


def take_along(*, source: Ticket, target: Ticket, desk: Desk, actor: Actor, because: int) -> None:
    """The warnings of a ticket that is merged into another stand there from now on. The caller holds both tickets
    locked."""
    notes = ConsequenceNote.objects.filter(about=source.subject_id)
    if not (numbers := tuple(notes.order_by("pk").values_list("pk", flat=True))):
        return
    notes.update(about=target.subject_id, account=target.account_id)
    with acting_on_ticket(target, desk=desk, actor=actor) as act:
        act.append(ConsequenceNotesWentAlong(from_ticket=source.pk, notes=numbers), because=because)


def said(text: str) -> str:
    """What somebody sees coming, as it is kept. Raises Invalid without a text."""
    checked = text.replace("\x00", "").strip()
    if not checked or len(checked) > LONGEST:
        raise Invalid(
            "text_missing",
            say("Say what you see coming, in at most {longest} characters.", longest=LONGEST),
            field="text",
        )
    return checked


def _not_yours(desk: Desk) -> DeskError:
    roles = warning_roles(desk.edition, at=desk.at)
    if not roles:
        return Refused("nobody_warns", NOBODY_WARNS)
    return Refused("not_yours", say("Only {roles} warns of consequences.", roles=either(named(roles, NameFamily.role))))


def _decision(viewer: Viewer, subject: Subject, decision_id: int | None) -> Decision | None:
    if decision_id is None:
        return None
    found = decisions_for(viewer).filter(pk=decision_id, subject=subject).first()
    if found is None:
        raise Missing("no_decision", say("The book decided no such thing about it."))
    return found


def _found(viewer: Viewer, about: About, *, desk: Desk) -> _Found:
    if about.ticket is not None:
        return _ticket(viewer, about.ticket)
    if about.request is not None:
        return _request(viewer, about.request)
    if about.exception is not None:
        return _exception(about.exception)
    if about.proposal is not None:
        return _proposal(viewer, about.proposal)
    if about.round is not None:
        row = locked_round(viewer, about.round)
        return _Found(
            subject=row.subject,
            account_id=row.account_id,
            hearers=_here(row.asked_by, *bridge_people(row, desk)),
            path=f"/consequences/{row.pk}",
            called=label_of(row),
        )
    raise Missing("nothing_named", say("Say what you warn of: a ticket, a request, a deviation, a proposal or a move."))


def _ticket(viewer: Viewer, number: int) -> _Found:
    rows = tickets_for(viewer).select_for_update(of=("self", "subject"))
    related = ("subject", "account__accountable", "contact", "responsible")
    ticket = ticket_behind(rows.select_related(*related), number)
    return _Found(
        subject=ticket.subject,
        account_id=ticket.account_id,
        hearers=_here(ticket.responsible, ticket.account.accountable if ticket.account is not None else None),
        path="",
        called=_called(ticket),
        ticket=ticket,
    )


def _request(viewer: Viewer, number: int) -> _Found:
    seen = feature_requests_for(viewer).select_related("ticket__account__accountable", "sent_by").filter(pk=number)
    if (row := seen.first()) is None:
        raise Missing("no_request", say("There is no such request."))
    account = row.ticket.account
    return _Found(
        subject=_locked(row.subject_id),
        account_id=row.ticket.account_id,
        hearers=_here(row.sent_by, account.accountable if account is not None else None),
        path="/requests",
        called=say("#{number} {title}", number=row.ticket_id, title=row.title),
    )


def _exception(number: int) -> _Found:
    if (row := PolicyException.objects.filter(pk=number).first()) is None:
        raise Missing("no_exception", say("There is no such deviation."))
    subject = _locked(row.subject_id)
    account = subject.events.order_by("pk").values_list("account", flat=True).first()
    return _Found(
        subject=subject, account_id=account, hearers=[], path="/book", called=say("{clause}", clause=row.clause)
    )


def _proposal(viewer: Viewer, number: int) -> _Found:
    seen = proposals_for(viewer).select_related("ticket", "account", "proposed_by").filter(pk=number)
    if (row := seen.first()) is None:
        raise Missing("no_proposal", say("There is no such proposal."))
    name = row.account.name if row.account is not None else ""
    return _Found(
        subject=_locked(row.subject_id),
        account_id=row.account_id or (row.ticket.account_id if row.ticket is not None else None),
        hearers=_here(row.proposed_by),
        path="/proposals",
        called=_called(row.ticket) if row.ticket is not None else say("{account}", account=name),
    )


def _locked(subject_id: int) -> Subject:
    return Subject.objects.select_for_update().get(pk=subject_id)


def _called(ticket: Ticket) -> Sentence:
    return say("#{number} {title}", number=ticket.pk, title=ticket.title)


def _here(*people: Person | None) -> list[Person]:
    return list({one.pk: one for one in people if one is not None and one.is_active}.values())


def _tell(found: _Found, note: ConsequenceNote, *, viewer: Viewer, desk: Desk) -> None:
    hearers = [one for one in found.hearers if one.pk != viewer.person_id]
    if not hearers:
        return
    text = "{name} warns of a consequence of {what}: {text}"
    notify(
        people=hearers,
        subject=found.subject,
        at=desk.at,
        kind=NoticeKind.consequence,
        text=say(text, name=viewer.name, what=found.called, text=quoted(note.text)),
        clause="",
        key=f"consequence_note:{note.pk}",
        path=found.path,
    )


def _touch(ticket_id: int, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it, and its words are found at once."""
    Ticket.objects.filter(pk=ticket_id, updated_at__lt=at).update(updated_at=at)
    write_index_of(ticket_id, contact=None)
