"""Who may do what: acts that no role may do, and rights of roles that nobody holds (S5)."""

from collections.abc import Iterator

from firsthand.domain.book.effects.right import RightEffect
from firsthand.domain.book.effects.role import RoleEffect
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import OWNERS_ACTS, Act
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding, listed
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_words
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import less, meet, span, union


def rights_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about decision rights, as far as the book is written."""
    company = proof.edition.organisation_at(proof.edition.latest)
    shapes = (RightEffect, RoleEffect)
    nearest = tuple(one.id for one in proof.edition.clauses if isinstance(one.effect, shapes))[:1]
    for act in Act:
        right = company.rights.get(act)
        if act not in OWNERS_ACTS and (right is None or not (right.everyone or right.roles)):
            yield Finding(
                code=FindingCode.right_of_nobody,
                clauses=nearest,
                about=f"who may {act.text}",
                message=f"no role may {act.text}",
                said={"act": act.text, "name": act.value},
            )
    yield from _vacant(proof)


def _vacant(proof: Proof) -> Iterator[Finding]:
    """Rights of roles none of which is held, in a book that says who holds which."""
    holders = proof.edition.holders
    for clause in proof.clauses if holders else ():
        effect = clause.effect
        if not isinstance(effect, RightEffect) or effect.everybody:
            continue
        if not any(one.role in effect.roles for one in holders):
            continue  # the book does not say who holds these; the desk does
        held = union(span(one.from_at, one.to_at) for one in holders if one.role in effect.roles)
        vacant = less(meet(rule_of(clause).times, proof.since), held)
        if vacant:
            region = times_words(vacant, proof.edition.zone)
            roles = listed([proof.edition.declared.called(role, NameFamily.role) for role in effect.roles])
            yield Finding(
                code=FindingCode.vacant_right,
                clauses=(clause.id,),
                about=f"who may {effect.act.text}",
                message=f"{clause.id} lets only {roles} {effect.act.text}, and nobody is that {region}",
                region=region,
                said={"role": roles, "act": effect.act.text},
            )
