"""Word to oneself."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, OneOf
from firsthand.domain.notices import NoticeKind, NoticeWay
from firsthand.domain.sentences import say
from firsthand.services.book.desk import open_desk
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.notices import actions, ways


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


@dataclass(frozen=True, kw_only=True)
class Choose:
    """A kind of notice, and how it is to come."""

    kind: Annotated[NoticeKind, OneOf(NoticeKind)]
    way: Annotated[NoticeWay, OneOf(NoticeWay)]


@act("notices.way", say("Choose how word comes"), right=None, refusals=("must_be_told",))
def choose(doer: Doer, wanted: Choose) -> Done:
    """On the page, by mail, both or not at all; never not at all for what the book says must be told."""
    ways.choose_way(viewer=doer.viewer, kind=wanted.kind, way=wanted.way, desk=open_desk(doer.at))
    return Done(said=say("Saved."))
