"""Mines a history: one call for the command line and for pages."""

from dataclasses import dataclass

import numpy as np

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.workbench.history import History
from firsthand.workbench.mining import Measure, Mined, Unexplained, Why, measured, mine_practice, mine_targets
from firsthand.workbench.mining.questions import NOTHING, Question, activity_of, observations_of


@dataclass(frozen=True, kw_only=True)
class MinedAnswer:
    """What was mined. `held_out` is measured on the second half of each group, where the question asked for it.

    `unexplained` are rows of the history, of the second half where that was measured.
    """

    question: Question
    history: History
    mined: Mined
    held_out: Measure | None
    unexplained: tuple[Unexplained, ...]

    @property
    def by_reason(self) -> dict[Why, list[str]]:
        """The ids of the tickets that are not explained, by why, the most frequent reason first."""
        found: dict[Why, list[str]] = {}
        for one in self.unexplained:
            found.setdefault(one.why, []).append(self.history.ids[one.row])
        return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))

    @property
    def first_received(self) -> int:
        """When the first ticket was received, in microseconds."""
        return int(self.history.received_at.min())

    @property
    def severities(self) -> tuple[str, ...]:
        """The severities that clauses name, in the order of their names; none where no column is the severity."""
        if "severity" not in self.question.columns:
            return ()
        return tuple(sorted(name for name in self.history.severity.names if name != NOTHING))


def mine(history: History, question: Question) -> MinedAnswer:
    """Targets where the history states some and practice was not asked for, else practice.

    Invalid when there is nothing to mine from, or when practice is to be held out (it predicts no single ticket).
    """
    practice = question.practice or not bool((history.target_at != np.iinfo(np.int64).min).any())
    observations = observations_of(history, question, practice=practice)
    if not observations.has_end.any():
        missing = f"a target_at, or a {'first_response_at' if question.clock == 'first_response' else 'resolved_at'}"
        raise Invalid(
            "nothing_to_mine", say("the history has no ticket with {missing}", missing=missing), field="history"
        )
    if practice:
        if question.hold_out:
            message = say("--hold-out: practice says what most tickets kept and predicts no single one; leave it out")
            raise Invalid("no_hold_out", message, field="hold_out")
        mined = mine_practice(observations, activity_of(history), percentile=question.percentile)
        return MinedAnswer(
            question=question, history=history, mined=mined, held_out=None, unexplained=mined.unexplained
        )
    if not question.hold_out:
        mined = mine_targets(observations, tolerance=question.tolerance)
        return MinedAnswer(
            question=question, history=history, mined=mined, held_out=None, unexplained=mined.unexplained
        )
    first = observations.first_part(0.5)
    rest = np.flatnonzero(~first)
    mined = mine_targets(observations.take(first), tolerance=question.tolerance)
    held_out, left = measured(
        mined.clauses, observations.take(rest), tolerance=question.tolerance, in_doubt=mined.in_doubt
    )
    unexplained = tuple(Unexplained(row=int(rest[one.row]), why=one.why, rule=one.rule) for one in left)
    return MinedAnswer(question=question, history=history, mined=mined, held_out=held_out, unexplained=unexplained)
