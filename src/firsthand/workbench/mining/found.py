"""What mining found: clauses with their support, and the rows that they do not explain, with why."""

import enum
import math
from dataclasses import dataclass

from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.pieces import Where
from firsthand.workbench.mining.rules import MinedRule

_TWO_SIDED_95 = 1.959964


class Why(enum.StrEnum):
    """Why no clause explains a row."""

    NO_TARGET = "no_target"
    TARGET_BEFORE_RECEIVED = "target_before_received"
    ABSURDLY_FAR = "absurdly_far"
    UNSEEN_GROUP = "unseen_group"
    NO_RULE_FOUND = "no_rule_found"
    HOURS_NOT_KNOWN = "hours_not_known"
    RULE_OF_OTHERS = "rule_of_others"
    NEAR_MISS = "near_miss"
    SET_BY_HAND = "set_by_hand"
    NO_RULE_FITS = "no_rule_fits"
    NOT_ENDED = "not_ended"
    SLOWER = "slower"


WORDS = {
    Why.NO_TARGET: "has no target",
    Why.TARGET_BEFORE_RECEIVED: "the target, or the end, is not after the request",
    Why.ABSURDLY_FAR: "the target is more than ten years away",
    Why.UNSEEN_GROUP: "nothing of this group was there to learn from",
    Why.NO_RULE_FOUND: "too few of this group agree on anything",
    Why.HOURS_NOT_KNOWN: "the hours of its group are not known: none that was tried fits, or too little shows them",
    Why.RULE_OF_OTHERS: "follows the rule of other groups",
    Why.NEAR_MISS: "within an hour of its rule: the clock was not started when the log says",
    Why.SET_BY_HAND: "a whole minute that no rule gives: set by hand",
    Why.NO_RULE_FITS: "no rule fits",
    Why.NOT_ENDED: "has not ended",
    Why.SLOWER: "took longer than the budget that the others kept",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MinedClause:
    """One rule for one or more groups. `groups` is empty for the clause of every group that has no own,
    else the largest comes first.

    `exact` rows end in the very second that the rule says, `explained` ones within the tolerance. `offset` is the
    median of how much later than the rule they end, in microseconds. For practice, explained rows kept the budget,
    and the percentile lies `between` two working times (microseconds), 19 times in 20.
    """

    groups: tuple[str, ...]
    where: Where
    rule: MinedRule
    rows: int
    explained: int
    exact: int
    offset: int
    between: tuple[int, int] | None = None

    @property
    def confidence(self) -> tuple[float, float]:
        """The share of rows that the rule explains, as an interval that holds it 19 times in 20 (Wilson)."""
        return wilson(self.explained, self.rows)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share."""
    if of == 0:
        return (0.0, 1.0)
    z2 = _TWO_SIDED_95**2
    share = hits / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _TWO_SIDED_95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (max(middle - half, 0.0), min(middle + half, 1.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Unexplained:
    """A row that no clause explains; `rule` is one of other groups that does, where there is one."""

    row: int
    why: Why
    rule: MinedRule | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """How well clauses do on some rows: of the `rows`, `with_target` have one, of which some are explained."""

    rows: int
    with_target: int
    explained: int
    exact: int
    within_5_seconds: int

    @property
    def share(self) -> float:
        """Of the rows that have a target, the share that is explained; 1 where none has."""
        return self.explained / self.with_target if self.with_target else 1.0


@dataclass(frozen=True, kw_only=True)
class Mined:
    """Calendars and clauses, how well they do on the rows they were learnt from, and what they leave open there.

    `in_doubt` are groups of whose hours too little is known, or a rule was found that does not hold at some times:
    nothing is said of these.
    `percentile` is given where practice was mined, and then `tolerance` means nothing.
    """

    zone: str
    tolerance: int
    calendars: tuple[Hours, ...]
    clauses: tuple[MinedClause, ...]
    measure: Measure
    unexplained: tuple[Unexplained, ...]
    percentile: int | None = None
    in_doubt: tuple[str, ...] = ()
