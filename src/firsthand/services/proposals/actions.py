"""Proposing, and answering a proposal (S5, S6): accepted by the owner's own act, or declined with a reason."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.proposals import ProposalAccepted, ProposalDeclined, ProposalWithdrawn, Proposed
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.tickets import Phase
from firsthand.models.accounts import Account
from firsthand.models.proposals import UNANSWERED, Proposal, ProposalState
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import accounts_for, proposals_for, ticket_behind, tickets_for
from firsthand.services.access.proposals import answerable_by
from firsthand.services.access.viewers import Viewer, permission, require
from firsthand.services.acting import Acting, acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.people.queries import names_of
from firsthand.services.proposals.deciding import decide_answer
from firsthand.services.proposals.fields import FIELDS, ProposableField, Wanted, value_words
from firsthand.services.proposals.telling import roles_that_answer, tell_who_answers, tell_who_proposed
from firsthand.services.tickets.actions.locking import merged_into

LONGEST_WHY = 400


@transaction.atomic
def propose(
    *,
    viewer: Viewer,
    field: str,
    value: str,
    why: str,
    at: datetime,
    ticket_id: int | None = None,
    account_id: int | None = None,
) -> Proposal:
    """Propose another value of a field that others own; they hear of it, and owe an answer where the book says so.

    Raises Missing for what the viewer may not see, Invalid for a value that does not fit, stands already or is proposed
    already, and without a reason; Refused for whoever may set the field, and on a closed ticket.
    """
    require(viewer, Right.see_desk)
    found = FIELDS.get(field)
    if found is None or (found.on == "ticket") != (ticket_id is not None):
        raise Missing("no_field", say("There is no field {field} here that can be proposed.", field=repr(field)))
    if viewer.may(found.right):
        raise Refused(
            "do_it", say("You may {act} yourself: set it, there is nothing to propose.", act=found.right.said)
        )
    reason, desk = _reason(why, say("Say why, in at most {longest} characters.", longest=LONGEST_WHY)), open_desk(at)
    about = _locked_ticket(viewer, ticket_id) if ticket_id is not None else _locked_account(viewer, account_id)
    if isinstance(about, Ticket) and (obstacle := obstacle_of(about)):
        raise Refused("closed", obstacle)
    checked, before = found.check(value, desk), found.read(about)
    names = names_of(found.people(checked, before))
    said = found.words(checked, names)
    if checked == before:
        raise Invalid("same_value", say("It is {said} already.", said=said), field="value")
    row = _created(viewer, found, about, value=checked, before=before, why=reason, desk=desk)
    decision = decide_answer(row, about, desk=desk)
    with _acting(row, desk=desk, viewer=viewer, is_new=True) as act:
        was, wanted = value_words(found.words(before, names)), value_words(said)
        payload = Proposed(act=found.right, field=found.name, before=was, after=wanted, why=reason)
        act.append(payload, decision=decision)
    clock = next(iter(act.rows), None)
    roles = (Role(clock.owed_by),) if clock is not None and clock.owed_by else roles_that_answer(row, desk)
    tell_who_answers(row, roles=roles, clause=clock.clause if clock is not None else "", desk=desk)
    _touch(row, at)
    return row


@transaction.atomic
def accept(*, viewer: Viewer, proposal_id: int, at: datetime, seen: str | None = None) -> Proposal:
    """Set the field as it was proposed, by the viewer's own act, with all that this checks, decides and tells; the
    proposal ends with it. Where the field is so already, only the proposal ends.

    Raises Refused for whom the field is not, for what is no longer open, and on a closed ticket; Invalid for a value
    that no longer fits, or where the field changed since the viewer saw it as `seen`. It then stays open.
    """
    row, about, desk = *_locked(viewer, proposal_id), open_desk(at)
    field = FIELDS[row.field]
    require(viewer, field.right)
    if isinstance(about, Ticket) and (obstacle := obstacle_of(about)):
        raise Refused("closed", obstacle)
    current = field.read(about)
    names = names_of(field.people(row.value, current))
    if seen is not None and current not in (seen, row.value):
        raise Invalid(
            "changed",
            say(
                "The {field} became {value} meanwhile. Look at it again.",
                field=field.called,
                value=field.words(current, names),
            ),
            field="accept",
        )
    already = current == row.value
    if not already:
        _apply(field, row, about, viewer=viewer, desk=desk)
    _end(row, ProposalState.accepted, viewer=viewer, at=at)
    with _acting(row, desk=desk, viewer=viewer) as act:
        act.append(ProposalAccepted(field=field.name, after=_said(row), already=already))
    tell_who_proposed(row, viewer=viewer, desk=desk)
    _touch(row, at)
    return row


@transaction.atomic
def decline(*, viewer: Viewer, proposal_id: int, why: str, at: datetime) -> Proposal:
    """Leave the field as it is, with a reason. Raises Invalid without one, and Refused for whom the answer is not."""
    row, _about, desk = *_locked(viewer, proposal_id), open_desk(at)
    if not proposals_for(viewer).filter(answerable_by(viewer, at=at), pk=row.pk).exists():
        raise Refused("not_yours", permission(viewer, Right(row.act)).whose_words(say("answer this proposal")))
    reason = _reason(why, say("Say why not, in at most {longest} characters.", longest=LONGEST_WHY))
    _end(row, ProposalState.declined, viewer=viewer, at=at, answer=reason)
    with _acting(row, desk=desk, viewer=viewer) as act:
        act.append(ProposalDeclined(field=row.field, after=_said(row), why=reason))
    tell_who_proposed(row, viewer=viewer, desk=desk)
    _touch(row, at)
    return row


@transaction.atomic
def withdraw(*, viewer: Viewer, proposal_id: int, at: datetime, why: str = "") -> Proposal:
    """Whoever proposed it does so no more; the clock of its answer ends. Raises Refused for anybody else."""
    row, _about, desk = *_locked(viewer, proposal_id), open_desk(at)
    whose = row.carried_by or row.proposed_by
    if whose.pk != viewer.person_id:
        raise Refused("not_yours", say("Only {person}, whose proposal it is, may withdraw it.", person=whose.name))
    reason = " ".join(why.split())[:LONGEST_WHY]
    _end(row, ProposalState.withdrawn, viewer=viewer, at=at, answer=reason)
    with _acting(row, desk=desk, viewer=viewer) as act:
        act.append(ProposalWithdrawn(field=row.field, after=_said(row), why=reason))
    _touch(row, at)
    return row


def obstacle_of(ticket: Ticket) -> Sentence | None:
    """Why no field of a ticket is set any more; None while it is open or solved."""
    if ticket.phase != Phase.closed:
        return None
    if went := merged_into(ticket.pk):
        return say(
            "#{number} was merged into #{into} and stays as it is. Propose it there.", number=ticket.pk, into=went[-1]
        )
    return say("#{number} is closed and stays as it is.", number=ticket.pk)


def _created(
    viewer: Viewer,
    field: ProposableField,
    about: Ticket | Account,
    *,
    value: str,
    before: str,
    why: str,
    desk: Desk,
) -> Proposal:
    ticket, account = (about, None) if isinstance(about, Ticket) else (None, about)
    same = Proposal.objects.filter(UNANSWERED, ticket=ticket, account=account, field=field.name, value=value)
    try:
        with transaction.atomic():
            subject = Subject.objects.create(kind=Proposal.subject_kind, ticket=ticket)
            return Proposal.objects.create(
                subject=subject,
                act=field.right,
                field=field.name,
                value=value,
                before=before,
                why=why,
                ticket=ticket,
                account=account,
                proposed_by_id=viewer.person_id,
                proposed_at=desk.at,
            )
    except IntegrityError as error:
        first = same.select_related("proposed_by").get()
        who = say("You") if first.proposed_by_id == viewer.person_id else first.proposed_by.name
        raise Invalid(
            "proposed_before", say("{who} proposed the same; it waits for an answer.", who=who), field="value"
        ) from error


def _locked(viewer: Viewer, proposal_id: int) -> tuple[Proposal, Ticket | Account]:
    """A proposal that is still open, and what it is about: first that is locked, then the proposal with its subject,
    so that no two acts block each other."""
    require(viewer, Right.see_desk)
    row = proposals_for(viewer).filter(pk=proposal_id).first()
    if row is None:
        raise Missing("no_proposal", say("There is no such proposal."))
    about = _locked_ticket(viewer, row.ticket_id) if row.ticket_id else _locked_account(viewer, row.account_id)
    rows = Proposal.objects.select_for_update(of=("self", "subject"))
    found = rows.select_related("subject", "proposed_by", "carried_by", "ticket", "account").get(pk=row.pk)
    if found.state != ProposalState.open:
        raise Refused("answered", say("This proposal was {state} before.", state=Name(found.state)))
    return found, about


def _locked_ticket(viewer: Viewer, number: int | None) -> Ticket:
    return ticket_behind(tickets_for(viewer).select_for_update(of=("self",)), number or 0)


def _locked_account(viewer: Viewer, number: int | None) -> Account:
    account = accounts_for(viewer).select_for_update(of=("self",), no_key=True).filter(pk=number or 0).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    return account


def _apply(field: ProposableField, row: Proposal, about: Ticket | Account, *, viewer: Viewer, desk: Desk) -> None:
    """The owner's own act; a value that no longer fits is said at the proposal."""
    wanted = Wanted(
        viewer=viewer,
        number=about.pk,
        value=row.value,
        why=row.why,
        proposed_by=row.proposed_by.name,
        at=desk.at,
    )
    try:
        field.check(row.value, desk)
        field.apply(wanted)
    except Invalid as error:
        raise Invalid(error.code, say("It no longer fits: {problem}", problem=error.message), field="accept") from error


def _end(row: Proposal, state: ProposalState, *, viewer: Viewer, at: datetime, answer: str = "") -> None:
    row.state, row.answered_by_id, row.answered_at, row.answer = state.value, viewer.person_id, at, answer
    row.save(update_fields=["state", "answered_by", "answered_at", "answer"])


def _acting(row: Proposal, *, desk: Desk, viewer: Viewer, is_new: bool = False) -> AbstractContextManager[Acting]:
    account = row.ticket.account_id if row.ticket is not None else row.account_id
    return acting(row.subject, desk=desk, actor=viewer.actor, account_id=account, is_new=is_new)


def _said(row: Proposal) -> str | Sentence:
    field = FIELDS[row.field]
    return value_words(field.words(row.value, names_of(field.people(row.value))))


def _touch(row: Proposal, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it."""
    Ticket.objects.filter(pk=row.ticket_id or 0, updated_at__lt=at).update(updated_at=at)


def _reason(why: str, ask: Sentence) -> str:
    reason = " ".join(why.split())
    if not reason or len(reason) > LONGEST_WHY:
        raise Invalid("reason_missing", ask, field="why")
    return reason
