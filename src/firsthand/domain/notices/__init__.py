"""What teammates are told of, and how it comes to them."""

from firsthand.domain.notices.kinds import NoticeKind, NoticeWay

__all__ = ["NoticeKind", "NoticeWay"]
