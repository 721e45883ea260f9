"""What another edition of the book says of a clock."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act, beside
from firsthand.services.catalogue.tickets.parts import Why
from firsthand.services.judging.as_if import judge_as_if


@dataclass(frozen=True, kw_only=True)
class JudgeAsIf:
    """A clock, an edition of the book, and why."""

    clock: Annotated[int, Id("clock")]
    edition: Annotated[str, Text(at_most=200)]
    why: Why = ""


@act(
    "tickets.judge-as-if",
    say("Judge a clock as if another edition had held"),
    right=Right.work_tickets,
    refusals=("no_clock", "no_edition", "same_edition", "nothing_to_judge", "no_clock_there", "waits_unknown"),
    possible=beside,
)
def judge(doer: Doer, wanted: JudgeAsIf) -> Done:
    """The clock stays as it is; the verdict stands beside the one that was given."""
    verdict = judge_as_if(
        viewer=doer.viewer, clock_id=wanted.clock, amendment=wanted.edition, at=doer.at, why=wanted.why
    )
    said = say("Judged as if {edition} had held. The clock is as it was.", edition=verdict.edition)
    return Done(said=said)
