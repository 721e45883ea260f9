"""Clocks of the grammar that the desk runs otherwise than a reader of the clause would think, or not at all."""

from collections.abc import Iterator

from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.clocks import BOOK_RULES, ClockKind
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.showing import shown_by
from firsthand.domain.proving.space import rule_of
from firsthand.domain.sentences import Name, Sentence, SentenceValue, Series, every, say
from firsthand.domain.tickets import Phase

_RUNS = every(map(Name, BOOK_RULES))


def clocks_not_run(proof: Proof) -> Iterator[Finding]:
    """Clocks of a kind that nothing starts, and pauses that no clock of the kind makes, or that leave it none."""
    declared = proof.edition.organisation_at(proof.edition.latest).states.by_name.values()
    after_a_reply = {one.after_reply for one in declared if one.phase is Phase.open and one.after_reply != one.name}
    for clause in proof.clauses:
        effect = clause.effect
        if not isinstance(effect, ClockEffect):
            continue
        rule = BOOK_RULES.get(effect.kind)
        said: dict[str, SentenceValue] = {"clause": clause.id, "kind": Name(effect.kind)}
        held = after_a_reply & set(effect.pauses_on) if effect.kind is ClockKind.update else set()
        if rule is None:
            message = say(
                "{clause} promises a {kind} clock, which the desk does not run; it runs {runs}", runs=_RUNS, **said
            )
            yield _finding(proof, clause, FindingCode.clock_not_run, message)
        elif effect.pauses_on and not rule.pauses:
            message = say("{clause} lets a {kind} clock stand still, and the desk never pauses one", **said)
            yield _finding(proof, clause, FindingCode.never_pauses, message)
        elif held:
            states = Series(tuple(sorted(one.said for one in declared if one.name in held)), between=" or ")
            message = say(
                "{clause} lets the {kind} clock stand still while {states}, where our own message leads",
                states=states,
                **said,
            )
            yield _finding(proof, clause, FindingCode.pauses_itself, message, states=states)


def _finding(
    proof: Proof, clause: Clause, code: FindingCode, message: Sentence, *, states: SentenceValue = ""
) -> Finding:
    ticket, expect = shown_by(proof, clause, code)
    kind = Name(clause.effect.kind if isinstance(clause.effect, ClockEffect) else "")
    return Finding(
        code=code,
        clauses=(clause.id,),
        about=say("the {clock} clock", clock=kind),
        message=message,
        region=times_said(rule_of(clause).times, proof.edition.zone),
        example=ticket,
        expect=expect,
        said={"kind": kind, "runs": _RUNS, "states": states},
    )
