"""The kinds of notices, each declared once. A room that tells people of something new adds its own here."""

from enum import StrEnum

from firsthand.domain.sentences import Sentence, say


class NoticeKind(StrEnum):
    """What a notice is about."""

    clock_warned = "clock_warned"
    clock_breached = "clock_breached"
    reply_not_delivered = "reply_not_delivered"
    reply_marked = "reply_marked"
    let_themselves_in = "let_themselves_in"
    mentioned = "mentioned"
    task_given = "task_given"
    handoff = "handoff"
    handed_on = "handed_on"
    proposal = "proposal"
    question = "question"
    feature_request = "feature_request"
    coaching = "coaching"
    consequence = "consequence"
    help = "help"
    consideration = "consideration"
    book = "book"

    @property
    def said(self) -> Sentence:
        """What it tells of."""
        return _SAID[self]


_SAID = {
    NoticeKind.clock_warned: say("a promise that is due soon"),
    NoticeKind.clock_breached: say("a promise that was due and is still owed"),
    NoticeKind.reply_not_delivered: say("an answer that did not arrive"),
    NoticeKind.reply_marked: say("an answer that was judged again"),
    NoticeKind.let_themselves_in: say("an owner who let themselves in to a restricted ticket"),
    NoticeKind.mentioned: say("a note that names you"),
    NoticeKind.task_given: say("a task that somebody gave you"),
    NoticeKind.handoff: say("a ticket that is offered to you, or what became of an offer of yours"),
    NoticeKind.handed_on: say("what somebody who left owned, and is yours now"),
    NoticeKind.proposal: say("a proposal to answer, or an answer to yours"),
    NoticeKind.question: say("an answer to what you asked in an open channel"),
    NoticeKind.feature_request: say("a feature request to answer, or an answer to yours"),
    NoticeKind.coaching: say("a coaching step that is yours, or tickets that propose one"),
    NoticeKind.consequence: say("consequences that you are asked for, an answer to what you asked, or a warning"),
    NoticeKind.help: say("help that is asked of you, or an answer to what you asked"),
    NoticeKind.consideration: say("something to consider in your order, or an answer to what you gave to consider"),
    NoticeKind.book: say("a draft of the policy book"),
}


class NoticeWay(StrEnum):
    """How a notice comes: on the page and by mail, one of them, or not at all."""

    both = "both"
    page = "page"
    mail = "mail"
    none = "none"

    @property
    def is_mailed(self) -> bool:
        """Whether a mail brings it."""
        return self in (NoticeWay.both, NoticeWay.mail)
