"""What events can happen to."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """The kinds of subject; a room that brings a table adds its own."""

    ticket = "ticket"
    account = "account"
    person = "person"
    desk = "desk"
    endpoint = "endpoint"
    exception = "exception"
    proposal = "proposal"
    task = "task"
    handoff = "handoff"
    held = "held"
    block = "block"
    saved_reply = "saved_reply"
    question = "question"
    feature_request = "feature_request"
    help = "help"
    consideration = "consideration"
    coaching_step = "coaching_step"
    consequence_round = "consequence_round"
    consequence = "consequence"
