"""Word to oneself."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.notices import actions


@dataclass(frozen=True, kw_only=True)
class Read:
    """A notice, or none for all of them."""

    notice: Annotated[int | None, Id("notice")] = None


@act("notices.read", say("Mark notices as read"), right=None, refusals=("no_notice",))
def read(doer: Doer, wanted: Read) -> Done:
    """One of one's own, or all up to now."""
    if wanted.notice is None:
        actions.mark_all_read(viewer=doer.viewer, at=doer.at)
        return Done()
    actions.mark_read(viewer=doer.viewer, notice_id=wanted.notice, at=doer.at)
    return Done()
