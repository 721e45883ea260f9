"""One kind of clock: what starts it, what meets it, whether again, who owes it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.kinds import ClockKind
from firsthand.domain.events.happened import Happened
from firsthand.domain.events.subjects import SubjectKind


class OwedBy(StrEnum):
    """Who owes what a clock promises: who is responsible for the ticket, who owns the rule set of the book, who owns
    the field that a proposal is about, whom a ticket is offered to or help is asked of, who coaches the account, which
    role is asked, or the one person who promised it to themselves."""

    responsible = "responsible"
    rule_set_owner = "rule_set_owner"
    field_owner = "field_owner"
    receiver = "receiver"
    coach = "coach"
    asked = "asked"
    person = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockRule:
    """A kind of clock that the desk runs. `hear` starts and ends promises of the kind as an event says; `starts_on` is
    the verb that starts it, `met_by` what keeps it, both for readers; `each`: it may start again. `pauses`: the book
    may let it stand still. `tells`: whoever owes it is told when it is late, even where the book names nobody.
    `own_effect`: the book gives its terms by an effect of its own, and by no clause about a clock."""

    kind: ClockKind
    starts_on: str
    met_by: str
    hear: Callable[[Fold, Happened], None]
    subjects: frozenset[SubjectKind] = frozenset({SubjectKind.ticket})
    owed_by: OwedBy = OwedBy.responsible
    each: bool = False
    pauses: bool = True
    tells: bool = False
    own_effect: bool = False
