"""Who may do what: rights that no role has, and rights of roles that nobody holds (S5)."""

from collections.abc import Iterator

from firsthand.domain.book.effects.coaching_plan import CoachingPlanEffect
from firsthand.domain.book.effects.help import HelpEffect
from firsthand.domain.book.effects.right import RightEffect
from firsthand.domain.book.effects.role import RoleEffect
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import OWNERS_RIGHTS, Right
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import less, meet, span, union
from firsthand.domain.sentences import every, named, say

_NOT_NEEDED = frozenset({Right.assign_directly})
"""Where nobody heads a role, a ticket is handed over all the same."""
_OF_HELP = frozenset({Right.ask_for_help, Right.answer_help})
"""Where the book has nobody who is asked for help, nobody needs them."""
_OF_COACHING = frozenset({Right.coach, Right.skip_coaching})
"""What only a book that coaches needs somebody for."""


def rights_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about decision rights, as far as the book is written."""
    company = proof.edition.organisation_at(proof.edition.latest)
    shapes = (RightEffect, RoleEffect)
    nearest = tuple(one.id for one in proof.edition.clauses if isinstance(one.effect, shapes))[:1]
    effects = [type(one.effect) for one in proof.edition.clauses]
    not_needed = OWNERS_RIGHTS | _NOT_NEEDED
    not_needed |= frozenset() if HelpEffect in effects else _OF_HELP
    not_needed |= frozenset() if CoachingPlanEffect in effects else _OF_COACHING
    for right in Right:
        given = company.rights.get(right)
        if right not in not_needed and (given is None or not (given.everyone or given.roles)):
            yield Finding(
                code=FindingCode.right_of_nobody,
                clauses=nearest,
                about=say("who may {act}", act=right.said),
                message=say("no role may {act}", act=right.said),
                said={"act": right.said, "name": right.value},
            )
    yield from _vacant(proof)


def _vacant(proof: Proof) -> Iterator[Finding]:
    """Rights of roles none of which is held, in a book that says who holds which."""
    holders = proof.edition.holders
    for clause in proof.clauses if holders else ():
        effect = clause.effect
        if not isinstance(effect, RightEffect) or effect.everybody:
            continue
        if not set(effect.roles) <= {one.role for one in holders}:
            continue  # the book does not say who holds these; the desk does
        held = union(span(one.from_at, one.to_at) for one in holders if one.role in effect.roles)
        vacant = less(meet(rule_of(clause).times, proof.since), held)
        if vacant:
            region = times_said(vacant, proof.edition.zone)
            roles, act = every(named(effect.roles, NameFamily.role)), effect.right.said
            yield Finding(
                code=FindingCode.vacant_right,
                clauses=(clause.id,),
                about=say("who may {act}", act=act),
                message=say(
                    "{clause} lets only {roles} {act}, and nobody is that {region}",
                    clause=clause.id,
                    roles=roles,
                    act=act,
                    region=region,
                ),
                region=region,
                said={"role": roles, "act": act},
            )
