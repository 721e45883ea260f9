"""A draft tried on the desk's own tickets, as if it had been in force all along: whose owner or verdict flips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from firsthand.domain.amending.trial import tried
from firsthand.domain.book import PolicyError
from firsthand.domain.calendars import CalendarError
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.drafts.review import Proposal
from firsthand.workbench.comparing import AnswerChange, compare

if TYPE_CHECKING:
    from firsthand.workbench.drafts.previewing import Preview

NEWEST = 5_000


@dataclass(frozen=True, kw_only=True)
class DraftTrial:
    """The replay of the desk's newest tickets. `missing` says what is not installed, `failed` why it could not be
    done; without tickets there is no preview either."""

    preview: Preview | None
    missing: str = ""
    failed: Sentence | None = None


def answered_otherwise(proposal: Proposal) -> tuple[AnswerChange, ...]:
    """What requests are answered otherwise under the draft."""
    return tuple(one for one in compare(proposal.before, proposal.after).changes if one.parts)


def try_out(proposal: Proposal, *, viewer: Viewer, at: datetime) -> DraftTrial:
    """Replay the newest tickets under the book as it is and under the draft. Raises Refused for somebody who may not
    see the desk's tickets."""
    require(viewer, Right.see_desk)
    try:
        from firsthand.workbench.drafts.previewing import preview  # noqa: PLC0415 - wants the extra `columns`
    except ModuleNotFoundError as error:
        return DraftTrial(preview=None, missing=error.name or "")
    try:
        after = tried(proposal.before, proposal.amendment)
        return DraftTrial(preview=preview(proposal.before, after, at, viewer=viewer, most=NEWEST))
    except (CalendarError, PolicyError) as error:
        return DraftTrial(preview=None, failed=error.message)
