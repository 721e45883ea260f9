"""Clocks of the grammar that the desk runs otherwise than a reader of the clause would think, or not at all."""

from collections.abc import Iterator

from firsthand.domain.amending.publishing import kinds_that_run
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.clocks import BOOK_RULES, ClockKind
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_words
from firsthand.domain.proving.showing import shown_by
from firsthand.domain.proving.space import rule_of
from firsthand.domain.tickets import Phase
from firsthand.domain.words import words


def clocks_not_run(proof: Proof) -> Iterator[Finding]:
    """Clocks of a kind that nothing starts, and pauses that no clock of the kind makes, or that leave it none."""
    declared = proof.edition.organisation_at(proof.edition.latest).states.by_name.values()
    after_a_reply = {one.after_reply for one in declared if one.phase is Phase.open and one.after_reply != one.name}
    for clause in proof.clauses:
        effect = clause.effect
        if not isinstance(effect, ClockEffect):
            continue
        kind, rule = words(effect.kind), BOOK_RULES.get(effect.kind)
        held = after_a_reply & set(effect.pauses_on) if effect.kind is ClockKind.update else set()
        if rule is None:
            message = f"{clause.id} promises a {kind} clock, which the desk does not run; it runs {kinds_that_run()}"
            yield _finding(proof, clause, FindingCode.clock_not_run, message)
        elif effect.pauses_on and not rule.pauses:
            message = f"{clause.id} lets a {kind} clock stand still, and the desk never pauses one"
            yield _finding(proof, clause, FindingCode.never_pauses, message)
        elif held:
            states = " or ".join(sorted(one.said for one in declared if one.name in held))
            message = f"{clause.id} lets the {kind} clock stand still while {states}, where our own message leads"
            yield _finding(proof, clause, FindingCode.pauses_itself, message, states=states)


def _finding(proof: Proof, clause: Clause, code: FindingCode, message: str, *, states: str = "") -> Finding:
    ticket, expect = shown_by(proof, clause, code)
    kind = words(clause.effect.kind) if isinstance(clause.effect, ClockEffect) else ""
    return Finding(
        code=code,
        clauses=(clause.id,),
        about=f"the {kind} clock",
        message=message,
        region=times_words(rule_of(clause).times, proof.edition.zone),
        example=ticket,
        expect=expect,
        said={"kind": kind, "runs": kinds_that_run(), "states": states},
    )
