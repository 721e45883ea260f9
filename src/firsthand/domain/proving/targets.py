"""Targets of something that nothing measures."""

import difflib
from collections.abc import Iterator

from firsthand.domain.book.effects.target import MEASURED, TargetEffect
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.space import rule_of
from firsthand.domain.sentences import NOTHING_SAID, say


def unknown_measures(proof: Proof) -> Iterator[Finding]:
    """Targets whose measure is neither measured by the desk nor a name that the book declares."""
    known = (*MEASURED, *proof.edition.fields["measure"].values)
    for clause in proof.clauses:
        effect = clause.effect
        if isinstance(effect, TargetEffect) and effect.measure not in known:
            near = difflib.get_close_matches(effect.measure, known, n=1)
            yield Finding(
                code=FindingCode.unknown_measure,
                clauses=(clause.id,),
                about=say("a target"),
                message=say(
                    "{clause} is a target of {measure}, which nothing measures",
                    clause=clause.id,
                    measure=effect.measure,
                ),
                region=times_said(rule_of(clause).times, proof.edition.zone),
                said={"measure": effect.measure, "near": say(" (`{name}`?)", name=near[0]) if near else NOTHING_SAID},
            )
