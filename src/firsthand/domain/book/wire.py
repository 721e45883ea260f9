"""A request and its decision in plain values: the one form in which they are written as JSON and read back.

`firsthand decide` takes a request and gives a decision in it, and a finding shows its ticket in it. What a decision's
row keeps stands here too (`plain_facts`, `plain_outcome`): rows are never rewritten, so that form is the one that
earlier versions wrote.
"""

from collections.abc import Mapping
from datetime import datetime

from firsthand.domain.book.answers import Conflict, NoClock, Owner, Reason
from firsthand.domain.book.deciding import DecidedClock, DecidedRequest, Request, starts_on_of
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.straddling import PolicyChange
from firsthand.domain.book.values import CommitmentClass
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import PLAIN

Plain = dict[str, object]


def instant_text(at: datetime) -> str:
    """An instant as ISO 8601 in UTC."""
    return at.isoformat().replace("+00:00", "Z")


# A request --------------------------------------------------------------------------------------------------------


def plain_request(cell: Cell, *, ident: str | int, received_at: datetime) -> Plain:
    """A request by the facts that the rules look at; what is not given is left out."""
    account = {"stage": cell.stage, "plan": cell.plan, "contract": cell.contract, "name": cell.account}
    ticket = {"kind": cell.kind, "severity": cell.severity, "channel": cell.channel, "topic": cell.topic}
    return {
        "id": ident,
        "received_at": instant_text(received_at),
        **{name: value for name, value in ticket.items() if value is not None},
        "account": {
            **{name: value for name, value in account.items() if value is not None},
            **({"strategic": True} if cell.strategic else {}),
        },
    }


def request_of(plain: Mapping[str, object]) -> Request:
    """The request of a plain one that was checked."""
    account = plain["account"]
    assert isinstance(account, Mapping)  # noqa: S101 - the form of a request
    cell = _cell({**plain, **account, "account": account.get("name")})
    ident = plain.get("id", "")
    return Request.of(
        cell,
        ident=ident if isinstance(ident, int) else str(ident),
        received_at=datetime.fromisoformat(str(plain["received_at"])),
    )


def _cell(facts: Mapping[str, object]) -> Cell:
    def text(name: str) -> str | None:
        value = facts.get(name)
        return None if value is None else str(value)

    return Cell(
        kind=str(facts["kind"]),
        severity=text("severity"),
        channel=text("channel"),
        stage=str(facts["stage"]),
        strategic=facts.get("strategic") is True,
        plan=text("plan"),
        contract=text("contract"),
        account=text("account"),
        topic=text("topic"),
    )


# A decision -------------------------------------------------------------------------------------------------------


def plain_decision(decision: DecidedRequest) -> Plain:
    """A decision, as `firsthand decide` writes it."""
    return {
        "id": decision.request_id,
        "edition": decision.edition,
        "owner": plain_owner(decision.owner),
        "clocks": [plain_clock(clock) for clock in decision.clocks],
        "no_clocks": [plain_no_clock(one) for one in decision.no_clocks],
        "conflicts": [plain_conflict(one) for one in decision.conflicts],
        "context_required": list(decision.context_required),
        "because": [plain_reason(one) for one in decision.because],
    }


def plain_owner(owner: Owner | None) -> Plain | None:
    """The owner, with its team where the book routes to one; None for nobody."""
    if owner is None:
        return None
    team = {"team": owner.team} if owner.team is not None else {}
    return {"role": owner.role, **team, "clause": owner.clause}


def plain_clock(clock: DecidedClock) -> Plain:
    """A clock that runs."""
    instants = None
    if clock.starts_at is not None and clock.due_at is not None:
        instants = instant_text(clock.starts_at), instant_text(clock.due_at)
    return clock_form(
        clock.kind, clock.budget, clock.calendar, clause=clock.clause, class_=clock.class_, instants=instants
    )


def clock_form(
    kind: ClockKind,
    budget: Budget,
    calendar: str,
    *,
    clause: str,
    class_: CommitmentClass,
    instants: tuple[str, str] | None,
) -> Plain:
    """A clock with the texts of the instants at which it starts and is due; None for one that does not start at
    receipt."""
    return {
        "kind": str(kind),
        "budget": str(budget),
        "calendar": calendar,
        **instants_form(kind, instants),
        "clause": clause,
        "class": str(class_),
    }


def instants_form(kind: ClockKind, instants: tuple[str, str] | None) -> Plain:
    """When a clock starts and is due: null, with the event that starts it, for one that does not start at receipt."""
    if instants is None:
        return {"starts_at": None, "due_at": None, "starts_on": starts_on_of(kind)}
    return {"starts_at": instants[0], "due_at": instants[1]}


def plain_no_clock(one: NoClock) -> Plain:
    """That no clock of a kind runs, and why."""
    return {
        "kind": str(one.kind),
        "result": str(one.result),
        "clause": one.clause,
        "reason": PLAIN.phrase(one.reason),
    }


def plain_conflict(conflict: Conflict) -> Plain:
    """Clauses that overlap."""
    return {"about": conflict.about, "clauses": list(conflict.clauses)}


def plain_reason(reason: Reason) -> Plain:
    """A reason in words, with its clause."""
    return {"clause": reason.clause, "source": reason.source, "text": PLAIN.sentence(reason.text)}


def plain_change(kind: ClockKind, change: PolicyChange) -> Plain:
    """A change of the policy while a clock of that kind was open."""
    return {
        "kind": str(kind),
        "at": instant_text(change.at),
        "rule": str(change.rule),
        "from": change.before.id if change.before else None,
        "to": change.after.id if change.after else None,
        "calendar": change.calendar,
        "taken": change.taken,
        "text": PLAIN.sentence(change.sentence),
    }


# What a row keeps -------------------------------------------------------------------------------------------------


def plain_facts(cell: Cell, received_at: datetime) -> Plain:
    """The facts that a decision saw. What was not given is an empty text, but for the account."""
    return {
        "kind": cell.kind,
        "severity": cell.severity or "",
        "channel": cell.channel or "",
        "stage": cell.stage,
        "strategic": cell.strategic,
        "account": cell.account,
        "plan": cell.plan or "",
        "contract": cell.contract or "",
        **({"topic": cell.topic} if cell.topic is not None else {}),
        "received_at": received_at.isoformat(),
    }


def cell_of_facts(facts: Mapping[str, object]) -> Cell:
    """The facts of a row."""
    return _cell({name: None if value == "" else value for name, value in facts.items()})


def plain_outcome(decision: DecidedRequest, *, as_of: datetime) -> Plain:
    """What was decided. `as_of` is the instant at which its clauses were in force."""
    return {
        "owner": plain_owner(decision.owner),
        "clocks": [plain_promise(clock, as_of=as_of) for clock in decision.clocks],
        "no_clocks": [plain_no_clock(one) for one in decision.no_clocks],
        "context_required": list(decision.context_required),
    }


def plain_promise(clock: DecidedClock, *, as_of: datetime) -> Plain:
    """A clock that was promised. `as_of` is the instant at which its clause was in force: a clause may change its words
    and keep its name."""
    return {
        "kind": str(clock.kind),
        "budget": str(clock.budget),
        "calendar": clock.calendar,
        "due_at": clock.due_at.isoformat() if clock.due_at else None,
        "starts_on": clock.starts_on,
        "clause": clock.clause,
        "class": str(clock.class_),
        "as_of": as_of.isoformat(),
    }
