"""Reviews of what is treated differently for one account (A12)."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.exceptions.actions import LONGEST_WHY, review_exception


@dataclass(frozen=True, kw_only=True)
class Review:
    """A deviation, and why it stands."""

    exception: Annotated[int, Id("deviation")]
    why: Annotated[str, Text(at_most=LONGEST_WHY)]


@act(
    "exceptions.review",
    say("Say that a deviation was reviewed and stands"),
    right=Right.see_desk,
    refusals=("no_exception", "reason_missing", "not_yours", "no_review"),
)
def review(doer: Doer, wanted: Review) -> Done:
    """Whoever owns its rule set says so (S5, A21); the promise of its review is kept."""
    review_exception(viewer=doer.viewer, exception_id=wanted.exception, why=wanted.why, at=doer.at)
    return Done(said=say("Saved."))
