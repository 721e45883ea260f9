"""Asks the book about a ticket and keeps its answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from firsthand.domain.book import (
    DecidedClock,
    DecidedRequest,
    Edition,
    Request,
    decide,
)
from firsthand.domain.book.answers import NoClock, Reason
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.straddling import StraddledClock
from firsthand.domain.book.wire import (
    Plain,
    cell_of_facts,
    plain_facts,
    plain_no_clock,
    plain_outcome,
    plain_promise,
    plain_reason,
)
from firsthand.domain.kept_sentences import plain_sentence, sentence_of
from firsthand.domain.names import Kind
from firsthand.domain.ownership import KindProposal, Triage
from firsthand.domain.sentences import Sentence, as_written
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket

POLICY_CHANGED = "policy_changed"


def decide_ticket(*, ticket: Ticket, kind: Kind, book: Edition, at: datetime | None = None) -> DecidedRequest:
    """What the book says about the ticket if it is of this kind, by the snapshots taken at its receipt. `at`: of what
    begins at another instant than the receipt."""
    return decide(book, request_about(ticket=ticket, kind=kind, book=book, at=at or ticket.received_at))


def request_about(*, ticket: Ticket, kind: Kind, book: Edition, at: datetime) -> Request:
    """The ticket as the book is asked about it, of what begins at an instant."""
    cell = _cell_of(ticket, kind)._replace(severity=_declared(ticket.severity, book))
    return Request.of(cell, ident=ticket.pk or "new", received_at=at)


def _cell_of(ticket: Ticket, kind: Kind) -> Cell:
    return Cell(
        kind=kind,
        severity=ticket.severity or None,
        channel=ticket.channel or None,
        stage=ticket.stage,
        strategic=ticket.strategic,
        plan=ticket.plan or None,
        contract=ticket.contract or None,
        account=ticket.account.name if ticket.account else None,
        topic=ticket.topic or None,
    )


def request_of(row: Decision, *, book: Edition) -> Request:
    """The request as a decision saw it, to be put to another edition. A severity that the edition does not declare
    is none there."""
    ticket = row.subject.ticket
    # Earlier versions did not keep the account.
    facts = {"account": ticket.account.name if ticket is not None and ticket.account else None, **row.facts}
    cell = cell_of_facts(facts)._replace(severity=_declared(facts["severity"], book))
    return Request.of(cell, ident=_ident(row), received_at=datetime.fromisoformat(facts["received_at"]))


def _ident(row: Decision) -> str | int:
    ticket = row.subject.ticket_id
    return ticket if ticket is not None else f"subject {row.subject_id}"


def _declared(severity: str, book: Edition) -> str | None:
    return severity if severity and severity in book.fields["severity"].values else None


def keep_decision(
    *,
    ticket: Ticket,
    decision: DecidedRequest,
    occasion: str,
    kind: Kind,
    known_at: datetime,
    triage: Triage | None = None,
    proposal: KindProposal | None = None,
    starts_at: datetime | None = None,
) -> Decision:
    """Append the decision with the facts it saw and its reasons in words. `starts_at`: of what begins then."""
    begins_at = starts_at or ticket.received_at
    return Decision.objects.create(
        subject=ticket.subject,
        at=known_at,
        occasion=occasion,
        edition=decision.edition,
        known_at=known_at,
        facts=plain_facts(_cell_of(ticket, kind), begins_at),
        outcome=_outcome(decision, triage=triage, proposal=proposal, as_of=begins_at),
        because=_because(decision, triage=triage),
    )


def keep_decision_about(
    *, subject: Subject, request: Request, decision: DecidedRequest, occasion: str, known_at: datetime
) -> Decision:
    """Append what was decided about a subject that is no ticket, of what begins at the request's instant."""
    return Decision.objects.create(
        subject=subject,
        at=known_at,
        occasion=occasion,
        edition=decision.edition,
        known_at=known_at,
        facts=plain_facts(request.cell, request.received_at),
        outcome=_outcome(decision, triage=None, proposal=None, as_of=request.received_at),
        because=_because(decision, triage=None),
    )


def keep_policy_change(
    *, subject: Subject, before: Decision, straddled: StraddledClock, decided: DecidedClock | None, at: datetime
) -> Decision:
    """Append that the policy changed while a clock was open: the facts of the decision it ran on, the outcome of the
    ticket's newest one with that clock's new terms (None: no clock runs any more), and the changes as reasons first."""
    terms, kind = straddled.terms, straddled.kind.value
    newest = subject.decisions.order_by("pk").last() or before
    known_at = first_known_at(before)
    amendments = terms.edition.amendments
    clocks = [one for one in newest.outcome["clocks"] if one["kind"] != kind]
    gone = {one["clause"] for one in newest.outcome["clocks"] if one["kind"] == kind}
    no_clocks = [one for one in newest.outcome["no_clocks"] if one["kind"] != kind]
    reasons = [_kept_reason(one) for one in straddled.reasons]
    if decided is not None and terms.clause is not None:
        due_at = straddled.due_at.isoformat() if straddled.due_at else None
        clocks.append({**plain_promise(decided, as_of=straddled.changed_at), "due_at": due_at})
    else:
        no_clocks.append(_kept_no_clock(straddled.no_clock(straddled.changes[-1].sentence)))
    return Decision.objects.create(
        subject=subject,
        at=at,
        occasion=POLICY_CHANGED,
        edition=terms.edition.id,
        known_at=max(known_at, amendments[-1].published_at) if amendments else known_at,
        facts={**before.facts, "first_known_at": known_at.isoformat()},
        outcome={**newest.outcome, "clocks": clocks, "no_clocks": no_clocks},
        because=[*reasons, *(one for one in newest.because if one["clause"] not in gone)],
    )


def _kept_reason(reason: Reason) -> Plain:
    """A reason as a row keeps it: its wire form, and the message that it is."""
    return {**plain_reason(reason), **plain_sentence(reason.text)}


def reason_of(kept: Mapping[str, Any]) -> Sentence:
    """A reason that a row keeps, or that no clock runs; one of an earlier version in the words that it kept."""
    return sentence_of(kept) if "say" in kept else as_written(str(kept.get("text") or kept.get("reason") or ""))


def _kept_no_clock(one: NoClock) -> Plain:
    """That no clock of a kind runs, as a row keeps it."""
    return {**plain_no_clock(one), **plain_sentence(one.reason)}


def first_known_at(row: Decision) -> datetime:
    """When the book was read for what a decision promised: a change of the policy since then does not move it."""
    first = row.facts.get("first_known_at")
    return datetime.fromisoformat(first) if first else row.known_at


def _because(decision: DecidedRequest, *, triage: Triage | None) -> list[Plain]:
    reasons: list[Plain] = [_kept_reason(one) for one in decision.because]
    if triage is None:
        return reasons
    return [_kept_reason(Reason(clause=triage.clause, source="", text=triage.text)), *reasons]


def _outcome(
    decision: DecidedRequest, *, triage: Triage | None, proposal: KindProposal | None, as_of: datetime
) -> Plain:
    outcome = {**plain_outcome(decision, as_of=as_of), "triage": triage is not None}
    outcome["no_clocks"] = [_kept_no_clock(one) for one in decision.no_clocks]
    if triage is not None:
        outcome["owner"] = {"role": triage.role, "clause": triage.clause}
    if proposal is not None and proposal.clause is not None:
        outcome["proposal"] = {
            "kind": proposal.kind,
            "not_a_request": str(proposal.not_a_request) if proposal.not_a_request else None,
            "clause": proposal.clause,
            "matched": proposal.matched,
        }
    return outcome
