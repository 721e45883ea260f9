"""Asks the book about a ticket and keeps its answer."""

from datetime import datetime

from firsthand.domain.book import (
    AccountFacts,
    Clause,
    DecidedClock,
    DecidedRequest,
    Edition,
    NoClockResult,
    Request,
    decide,
)
from firsthand.domain.book.answers import sentence
from firsthand.domain.book.straddling import PolicyChange, StraddledClock
from firsthand.domain.book.values import NoClockEffect
from firsthand.domain.names import Kind, Stage
from firsthand.domain.ownership import KindProposal, Triage
from firsthand.domain.words import words
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket

POLICY_CHANGED = "policy_changed"


def decide_ticket(*, ticket: Ticket, kind: Kind, book: Edition, at: datetime | None = None) -> DecidedRequest:
    """What the book says about the ticket if it is of this kind, by the snapshots taken at its receipt. `at`: of what
    begins at another instant than the receipt."""
    return decide(book, request_about(ticket=ticket, kind=kind, book=book, at=at or ticket.received_at))


def request_about(*, ticket: Ticket, kind: Kind, book: Edition, at: datetime) -> Request:
    """The ticket as the book is asked about it, of what begins at an instant."""
    return Request(
        id=ticket.pk or "new",
        received_at=at,
        kind=kind,
        severity=_declared(ticket.severity, book),
        channel=ticket.channel or None,
        account=AccountFacts(
            name=ticket.account.name if ticket.account else None,
            stage=Stage(ticket.stage),
            strategic=ticket.strategic,
            plan=ticket.plan or None,
            contract=ticket.contract or None,
        ),
    )


def request_of(row: Decision, *, book: Edition) -> Request:
    """The request as a decision saw it, to be put to another edition. A severity that the edition does not declare
    is none there."""
    facts = row.facts
    ticket = row.subject.ticket
    account = facts.get("account", ticket.account.name if ticket is not None and ticket.account else None)
    return Request(
        id=ticket.pk if ticket is not None else f"subject {row.subject_id}",
        received_at=datetime.fromisoformat(facts["received_at"]),
        kind=Kind(facts["kind"]),
        severity=_declared(facts["severity"], book),
        channel=facts["channel"] or None,
        account=AccountFacts(
            name=account or None,
            stage=Stage(facts["stage"]),
            strategic=facts["strategic"],
            plan=facts["plan"] or None,
            contract=facts["contract"] or None,
        ),
    )


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
        facts={
            "kind": kind,
            "severity": ticket.severity,
            "channel": ticket.channel,
            "stage": ticket.stage,
            "strategic": ticket.strategic,
            "account": ticket.account.name if ticket.account else None,
            "plan": ticket.plan,
            "contract": ticket.contract,
            "received_at": begins_at.isoformat(),
        },
        outcome=_outcome(decision, triage=triage, proposal=proposal, as_of=begins_at),
        because=_because(decision, triage=triage),
    )


def keep_decision_about(
    *, subject: Subject, request: Request, decision: DecidedRequest, occasion: str, known_at: datetime
) -> Decision:
    """Append what was decided about a subject that is no ticket, of what begins at the request's instant."""
    account = request.account
    return Decision.objects.create(
        subject=subject,
        at=known_at,
        occasion=occasion,
        edition=decision.edition,
        known_at=known_at,
        facts={
            "kind": request.kind,
            "severity": request.severity or "",
            "channel": request.channel or "",
            "stage": account.stage,
            "strategic": account.strategic,
            "account": account.name,
            "plan": account.plan or "",
            "contract": account.contract or "",
            "received_at": request.received_at.isoformat(),
        },
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
    reasons = [_change_reason(change) for change in straddled.changes]
    if decided is not None and terms.clause is not None:
        reasons.append(_clock_reason(decided, terms.clause))
        due_at = straddled.due_at.isoformat() if straddled.due_at else None
        clocks.append({**_clock_outcome(decided, as_of=straddled.changed_at), "due_at": due_at})
    else:
        no_clocks.append(_no_clock_outcome(straddled))
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


def _change_reason(change: PolicyChange) -> dict[str, str | None]:
    after = change.after
    return {
        "clause": after.id if after else None,
        "source": after.source_text if after else "",
        "text": change.text,
    }


def _clock_reason(decided: DecidedClock, clause: Clause) -> dict[str, str | None]:
    terms = f"{words(decided.kind).capitalize()} within {decided.budget} of {decided.calendar}"
    return {"clause": clause.id, "source": clause.source_text, "text": f"{terms}: {sentence(clause.text)}"}


def first_known_at(row: Decision) -> datetime:
    """When the book was read for what a decision promised: a change of the policy since then does not move it."""
    first = row.facts.get("first_known_at")
    return datetime.fromisoformat(first) if first else row.known_at


def _no_clock_outcome(straddled: StraddledClock) -> dict[str, object]:
    clause = straddled.terms.clause
    if clause is not None and isinstance(clause.effect, NoClockEffect):
        result, reason = NoClockResult.no_clock_by_policy, clause.effect.reason
    else:
        result, reason = NoClockResult.no_policy, straddled.changes[-1].text
    return {
        "kind": straddled.kind.value,
        "result": result.value,
        "clause": clause.id if clause is not None else None,
        "reason": reason,
    }


def _because(decision: DecidedRequest, *, triage: Triage | None) -> list[dict[str, str | None]]:
    reasons: list[dict[str, str | None]] = [
        {"clause": one.clause, "source": one.source, "text": one.text} for one in decision.because
    ]
    if triage is None:
        return reasons
    text = (
        f"Nobody has confirmed the kind yet: {words(triage.role)} is responsible, and the clocks run as for "
        f"{words(triage.clocks_as)}."
    )
    return [{"clause": triage.clause, "source": "", "text": text}, *reasons]


def _outcome(
    decision: DecidedRequest, *, triage: Triage | None, proposal: KindProposal | None, as_of: datetime
) -> dict[str, object]:
    owner = triage or decision.owner
    outcome: dict[str, object] = {
        "owner": {"role": owner.role, "clause": owner.clause} if owner else None,
        "triage": triage is not None,
        "clocks": [_clock_outcome(clock, as_of=as_of) for clock in decision.clocks],
        "no_clocks": [
            {"kind": one.kind.value, "result": one.result.value, "clause": one.clause, "reason": one.reason}
            for one in decision.no_clocks
        ],
        "context_required": list(decision.context_required),
    }
    if proposal is not None and proposal.clause is not None:
        outcome["proposal"] = {
            "kind": proposal.kind,
            "not_a_request": proposal.not_a_request.value if proposal.not_a_request else None,
            "clause": proposal.clause,
            "matched": proposal.matched,
        }
    return outcome


def _clock_outcome(clock: DecidedClock, *, as_of: datetime) -> dict[str, object]:
    """`as_of` is the instant at which its clause was in force: a clause may change its words and keep its name."""
    return {
        "kind": clock.kind.value,
        "budget": str(clock.budget),
        "calendar": clock.calendar,
        "due_at": clock.due_at.isoformat() if clock.due_at else None,
        "starts_on": clock.starts_on,
        "clause": clock.clause,
        "class": clock.class_.value,
        "as_of": as_of.isoformat(),
    }
