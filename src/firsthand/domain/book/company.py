"""The company that the clauses in force declare; a family of names that they leave out is as in the default book."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from firsthand.domain.book.answers import settled
from firsthand.domain.book.effects.declaring import DeclaringEffect
from firsthand.domain.book.effects.kind import KindEffect
from firsthand.domain.book.effects.right import RightEffect
from firsthand.domain.book.effects.role import RoleEffect
from firsthand.domain.book.effects.solved_closes import LifecycleEffect
from firsthand.domain.book.effects.stage import StageEffect
from firsthand.domain.book.effects.state import StateEffect
from firsthand.domain.book.effects.team import TeamEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Kind, Role, Stage, StateName, TeamName
from firsthand.domain.organisation import Became, DeclaredRole, GivenRight, Organisation, Right
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.tickets.lifecycle import Phase, State, States, StateTimer

NameSteps = Mapping[str, Mapping[str, str]]
"""Of each family, the names that took the place of others."""
_Name = TypeVar("_Name", bound=str)


def name_of(clause: Clause) -> tuple[str, str] | None:
    """The family and the name that a clause declares; None for one that declares none."""
    effect = clause.effect
    return (effect.family, effect.declares) if isinstance(effect, DeclaringEffect) else None


def deciding(clauses: Iterable[Clause]) -> list[Clause]:
    """Of clauses that are in force together, those that decide who there is and how work stands: of two about one
    thing, the one that settles it."""
    found: dict[Matter, list[Clause]] = {}
    for clause in clauses:
        if isinstance(clause.effect, DeclaringEffect | RightEffect | LifecycleEffect):
            for matter in clause.effect.matters(()):
                found.setdefault(matter, []).append(clause)
    return [settled(about)[0] for about in found.values()]


def organisation_of(clauses: Sequence[Clause], became: NameSteps) -> Organisation:
    """Who there is and how work stands by these clauses, in their order; of two that declare the same name, by the
    second. `became` are the names that took the place of others."""
    effects = [clause.effect for clause in clauses]
    roles = {one.declared.name: one.declared for one in effects if isinstance(one, RoleEffect)} or DEFAULT.roles
    kinds = {one.declared.name: one.declared for one in effects if isinstance(one, KindEffect)} or DEFAULT.kinds
    stages = {one.declared.name: one.declared for one in effects if isinstance(one, StageEffect)} or DEFAULT.stages
    states = [one.declared for one in effects if isinstance(one, StateEffect)] or [*DEFAULT.states.by_name.values()]
    teams = {one.declared.name: one.declared for one in effects if isinstance(one, TeamEffect)}
    closing = next((one for one in effects if isinstance(one, LifecycleEffect)), None)
    return Organisation(
        roles=roles,
        kinds=kinds,
        stages=stages,
        states=_states(states, closing, became.get(StateEffect.family, {})),
        rights=_rights(clauses, roles),
        teams=teams,
        first_line=DEFAULT.first_line if DEFAULT.first_line in roles else next(iter(roles)),
        unread_as=DEFAULT.unread_as if DEFAULT.unread_as in kinds else next(iter(kinds)),
        became=Became(
            roles=_stands_for(became.get(RoleEffect.family, {}), roles, Role),
            teams=_stands_for(became.get(TeamEffect.family, {}), teams, TeamName),
            kinds=_stands_for(became.get(KindEffect.family, {}), kinds, Kind),
            stages=_stands_for(became.get(StageEffect.family, {}), stages, Stage),
        ),
    )


def _stands_for(steps: Mapping[str, str], names: Collection[str], name: Callable[[str], _Name]) -> dict[_Name, _Name]:
    """The names that are no more, each with the one of `names` to which the steps from it lead."""
    found: dict[_Name, _Name] = {}
    for old in steps:
        now, been = old, {old}
        while now not in names and (then := steps.get(now, now)) not in been:
            now = then
            been.add(now)
        if now != old and now in names:
            found[name(old)] = name(now)
    return found


def _states(found: Iterable[State], closing: LifecycleEffect | None, became: Mapping[str, str]) -> States:
    """The states; what is solved closes by the clause about closing, where the state says nothing of its own."""
    states = {one.name: one for one in found}
    closed = next((one for one in states.values() if one.phase is Phase.closed), None)
    if closing is not None and closed is not None:
        timer = StateTimer(after=closing.solved_closes_after, calendar=closing.calendar, becomes=closed.name)
        states = {
            name: replace(one, timer=timer) if one.phase is Phase.solved and one.timer is None else one
            for name, one in states.items()
        }
    return States(by_name=states, became=_stands_for(became, states, StateName))


def _rights(clauses: Iterable[Clause], roles: Mapping[Role, DeclaredRole]) -> Mapping[Right, GivenRight]:
    """The rights that the clauses give. Any other is as in the default book, as far as its roles exist."""
    usual = {name: replace(right, roles=right.roles & roles.keys()) for name, right in DEFAULT.rights.items()}
    heads = frozenset(one.name for one in roles.values() if one.heads is not None)
    usual[Right.assign_directly] = replace(usual[Right.assign_directly], roles=heads)
    return usual | {
        clause.effect.right: GivenRight(
            right=clause.effect.right,
            roles=frozenset(clause.effect.roles),
            everyone=clause.effect.everybody,
            source=clause.source_text,
            clause=clause.id,
        )
        for clause in clauses
        if isinstance(clause.effect, RightEffect)
    }


def missing_states(organisation: Organisation) -> Sentence | None:
    """What its states lack for a ticket to be worked on; None when nothing."""
    states = organisation.states.by_name.values()
    if not any(one.phase is Phase.open for one in states):
        return say("the states have none that is open; a ticket could not be worked on")
    if not any(one.phase is Phase.closed for one in states):
        return say("the states have none that is closed; a ticket could never be over")
    return None
