"""By when what sales asked is answered: by each role as its clause says, and by whoever bridges."""

from dataclasses import replace

from firsthand.domain.book import DecidedRequest, Edition, NoClock, NoClockResult, Reason, decide
from firsthand.domain.book.answers import clock_reason, no_policy
from firsthand.domain.book.deciding import clock_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision
from firsthand.services.book.about_one_clock import only_of, request_of_account
from firsthand.services.book.deciding import keep_decision_about
from firsthand.services.book.desk import Desk

NO_CLOCK = say("The clause names no time for the answer.")
NO_BRIDGE = say("No clause in force says by when the answers are combined.")


def decide_asked(subject: Subject, account: Account, clause: str, *, desk: Desk) -> Decision:
    """Keep by when a role answers, counted from now: within the time of the clause that asks it, else by a clause about
    such clocks, else not at all, by policy."""
    request = request_of_account(account, desk)
    decision = decide(desk.edition, request)
    found = _clause(clause, desk)
    said = only_of(decision, ClockKind.consequence, no_policy_text=NO_CLOCK)
    if found.effect.runs is not None or not said.clocks:
        said = _of_clause(decision, found, ClockKind.consequence, edition=desk.edition, desk=desk)
    return keep_decision_about(subject=subject, request=request, decision=said, occasion="asked", known_at=desk.at)


def decide_combined(subject: Subject, account: Account, clause: str, *, desk: Desk) -> Decision:
    """Keep by when the combined answer is recorded, counted from now; without a clause no time is said."""
    request = request_of_account(account, desk)
    decision = decide(desk.edition, request)
    if clause:
        said = _of_clause(decision, _clause(clause, desk), ClockKind.answer, edition=desk.edition, desk=desk)
    else:
        none = NoClock(kind=ClockKind.answer, result=NoClockResult.no_policy, clause=None, reason=NO_BRIDGE)
        because = (Reason(clause=None, source="", text=no_policy(NO_BRIDGE)),)
        said = _only(decision, no_clocks=(none,), because=because)
    return keep_decision_about(subject=subject, request=request, decision=said, occasion="asked", known_at=desk.at)


def _clause(clause: str, desk: Desk) -> Clause:
    found = desk.edition.clause(clause, desk.at)
    if found is None:
        raise TypeError(f"{clause} is not in force")
    return found


def _of_clause(
    decision: DecidedRequest, clause: Clause, kind: ClockKind, *, edition: Edition, desk: Desk
) -> DecidedRequest:
    """The clock that a clause has run; where it names no time, that none runs by policy."""
    effect = clause.effect.runs
    if isinstance(effect, ClockEffect):
        text = clock_reason(effect.kind, clause.text, budget=effect.budget, calendar=effect.calendar)
        reason = Reason(clause=clause.id, source=clause.source_text, text=text)
        return replace(
            _only(decision, no_clocks=(), because=(reason,)), clocks=(clock_of(edition, clause, instant_of(desk.at)),)
        )
    none = NoClock(kind=kind, result=NoClockResult.no_clock_by_policy, clause=clause.id, reason=NO_CLOCK)
    reason = Reason(clause=clause.id, source=clause.source_text, text=NO_CLOCK)
    return _only(decision, no_clocks=(none,), because=(reason,))


def _only(decision: DecidedRequest, *, no_clocks: tuple[NoClock, ...], because: tuple[Reason, ...]) -> DecidedRequest:
    return replace(
        decision,
        owner=None,
        clocks=(),
        no_clocks=no_clocks,
        context_required=(),
        because=because,
        conflicts=(),
    )
