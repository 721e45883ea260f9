"""Who should take a ticket, with the reasons, and why each of the others is left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.domain.rosters.presence import Presence, WorkState
from firsthand.domain.sentences import Sentence, count, say

WORTH_OF_KNOWING = 2
"""Somebody who knows the account comes first with up to so many more open tickets than another."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody of the role: how it is with them, their open tickets, how many other tickets of the account they had,
    how many open ones they said they can have at most, and whether they see the ticket."""

    person: int
    presence: Presence
    open_tickets: int
    of_the_account: int
    at_most: int | None = None
    is_let_in: bool = True


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """Somebody who could take it, and what speaks for it; or who is left out, and why."""

    person: int
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Who could take it, the likeliest first, and who is left out."""

    likely: tuple[Suggested, ...]
    left_out: tuple[Suggested, ...]


def suggest(candidates: Iterable[Candidate]) -> Suggestion:
    """Never somebody away, outside their hours, not let in or with all the open tickets that they can have. Whoever is
    known to be at work comes before whoever gave no hours; then who has the fewest open tickets, of which knowing the
    account makes up for two."""
    likely, left_out = [], []
    for one in candidates:
        why_not = _why_not(one)
        if why_not is None:
            likely.append(one)
        else:
            left_out.append(Suggested(person=one.person, reasons=(why_not,)))
    likely.sort(key=_order)
    return Suggestion(
        likely=tuple(Suggested(person=one.person, reasons=_reasons(one)) for one in likely), left_out=tuple(left_out)
    )


def _order(one: Candidate) -> tuple[bool, int, bool, int]:
    knows = one.of_the_account > 0
    weighed = one.open_tickets - (WORTH_OF_KNOWING if knows else 0)
    return one.presence.state is WorkState.unsaid, weighed, not knows, one.person


def _why_not(one: Candidate) -> Sentence | None:
    back = one.presence.until
    if not one.is_let_in:
        return say("is not let in to this ticket")
    if one.at_most is not None and one.open_tickets >= one.at_most:
        return count(one.at_most, "can have one open ticket at most", "can have {n} open tickets at most")
    match one.presence.state:
        case WorkState.away:
            return say("is away until {back}", back=back) if back is not None else say("is away")
        case WorkState.outside_hours:
            return say("is not at work until {back}", back=back) if back is not None else say("is not at work")
        case _:
            return None


def _reasons(one: Candidate) -> tuple[Sentence, ...]:
    until = one.presence.until
    if one.presence.state is WorkState.unsaid:
        here = say("gave no hours")
    else:
        here = say("at work until {until}", until=until) if until is not None else say("at work")
    load = say("has no open ticket")
    if one.open_tickets:
        load = count(one.open_tickets, "has one open ticket", "has {n} open tickets")
    if not one.of_the_account:
        return here, load
    knows = count(one.of_the_account, "had another ticket of this account", "had {n} other tickets of this account")
    return here, load, knows
