"""What we say: replies, notes, and how a reply counts."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared, Flag, Id, Number
from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.names import StateName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Series, say
from firsthand.models.conversation import Direction
from firsthand.services.catalogue.act import Doer, Done, Standing, Undo, act, beside
from firsthand.services.catalogue.tickets.parts import MOVES, SEEN, UNENDED, MessageNumber, OnTicket, Why
from firsthand.services.catalogue.tickets.writing import (
    OF_FILES,
    KeptFiles,
    PageName,
    People,
    Version,
    Words,
    WrittenFiles,
    attached_files,
)
from firsthand.services.channels.registry import channel_of
from firsthand.services.tickets.actions import conversation
from firsthand.services.tickets.actions.marking import mark_reply
from firsthand.services.tickets.outlook import outlook
from firsthand.services.writing.unsent import LastSeen, kept_files

Seen = Annotated[int | None, Id("message")]
"""The newest message of the customer's that the writer had before them."""


Answered = Annotated[int | None, Number(at_least=0, at_most=10**15)]
"""The newest answer of ours that the writer had before them; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Reply(OnTicket):
    """A reply to the customer: from which of the desk's addresses, to whom, with copies for whom and which files; of
    whom nothing is said, the conversation tells. `substantive`: it says what was done and the next step;
    `with_history`: what was said before is quoted below it; `despite`: why it is sent although the book stops what it
    promises."""

    text: Words
    endpoint: Annotated[int | None, Id("address")] = None
    to: People = None
    copies: People = None
    files: WrittenFiles = ()
    kept: KeptFiles = ()
    version: Version = 0
    page: PageName = ""
    with_history: Annotated[bool, Flag()] = False
    substantive: Annotated[bool, Flag()] = False
    status_after: Annotated[StateName | None, Declared("state")] = None
    seen: Seen = None
    answered: Answered = None
    despite: Why = ""


def _files(doer: Doer, wanted: "Reply | Note", direction: Direction) -> tuple[AttachedFile, ...]:
    """All files that go along: those that were kept before, and those that come with the form."""
    kept = kept_files(viewer=doer.viewer, ticket_id=wanted.ticket, direction=direction, kept=wanted.kept)
    return attached_files(wanted.files, body=wanted.text, kept=kept)


OF_THE_ENVELOPE = ("nobody_to_write_to", "no_endpoint", "address_wrong", "too_many")
"""What is refused of how a message leaves."""


def _has_reader(standing: Standing) -> bool:
    return not standing.closed and standing.has_reader


@act(
    "tickets.reply",
    say("Reply to the customer"),
    right=Right.work_tickets,
    refusals=(
        *UNENDED,
        *MOVES,
        "empty",
        *OF_THE_ENVELOPE,
        *OF_FILES,
        "file_gone",
        "answered_meanwhile",
        "erased",
        "handed_over",
        "promise_stopped",
    ),
    possible=_has_reader,
    key="r",
    undone_by="tickets.take-back",
)
def reply(doer: Doer, wanted: Reply) -> Done:
    """It leaves after ten seconds, and counts as the response if it says what was done and the next step."""
    replied = conversation.reply(
        viewer=doer.viewer,
        ticket_id=wanted.ticket,
        text=wanted.text,
        substantive=wanted.substantive,
        status_after=wanted.status_after,
        seen=wanted.seen,
        answered=wanted.answered,
        with_history=wanted.with_history,
        despite=wanted.despite,
        to=wanted.to,
        copies=wanted.copies,
        endpoint_id=wanted.endpoint,
        files=_files(doer, wanted, Direction.outbound),
        begun=LastSeen(version=wanted.version, page=wanted.page),
        at=doer.at,
    )
    if channel_of(replied.message.channel).by_hand:
        counts = replied.judgement.counts
        return Done(said=say("Noted, and it counts as the response.") if counts else say("Noted."))
    undo = Undo(act="tickets.take-back", sent={"ticket": str(wanted.ticket), "message": str(replied.message.pk)})
    newest = outlook(viewer=doer.viewer, ticket_id=wanted.ticket).newest
    if wanted.seen is not None and newest is not None and newest > wanted.seen:
        said = say("It leaves in ten seconds. What the customer wrote meanwhile is not answered by it.")
    elif replied.judgement.counts:
        said = say("It leaves in ten seconds, and counts as the response once it has left.")
    else:
        said = say("It leaves in ten seconds.")
    return Done(said=said, undo=undo)


@dataclass(frozen=True, kw_only=True)
class TakeBack:
    """A reply of one's own."""

    message: MessageNumber


@act(
    "tickets.take-back",
    say("Take a reply back before it leaves"),
    right=Right.work_tickets,
    refusals=("no_message", "not_yours", "already_leaving", "no_mail", *MOVES),
    possible=beside,
)
def take_back(doer: Doer, wanted: TakeBack) -> Done:
    """Nothing was sent then, and the ticket is as it was."""
    conversation.take_back(viewer=doer.viewer, message_id=wanted.message, at=doer.at)
    return Done(said=say("Taken back. Nothing was sent."))


@dataclass(frozen=True, kw_only=True)
class Note(OnTicket):
    """A note for teammates, and its files."""

    text: Words
    files: WrittenFiles = ()
    kept: KeptFiles = ()
    version: Version = 0
    page: PageName = ""


@act(
    "tickets.note",
    say("Add a note for teammates"),
    right=Right.work_tickets,
    refusals=(*SEEN, "empty", *OF_FILES, "file_gone"),
    possible=lambda standing: not standing.closed,
    key="n",
)
def note(doer: Doer, wanted: Note) -> Done:
    """Customers never see it, and it stops no clock."""
    written = conversation.add_note(
        viewer=doer.viewer,
        ticket_id=wanted.ticket,
        text=wanted.text,
        files=_files(doer, wanted, Direction.note),
        begun=LastSeen(version=wanted.version, page=wanted.page),
        at=doer.at,
    )
    if told := tuple(one.name for one in written.named.told):
        return Done(said=say("The note is added, and told to {names}.", names=Series(told)))
    return Done(said=say("The note is added. Nobody outside sees it."))


@dataclass(frozen=True, kw_only=True)
class NothingToAnswer(OnTicket):
    """Why nothing needs an answer."""

    why: Why
    seen: Seen = None


@act(
    "tickets.nothing",
    say("Say that nothing is to answer"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "reason_missing", "nothing_owed"),
    possible=lambda standing: standing.answer_owed and not standing.closed,
    key="x",
)
def nothing(doer: Doer, wanted: NothingToAnswer) -> Done:
    """The clock of the next response ends; the customer's next message starts it anew."""
    conversation.nothing_to_answer(
        viewer=doer.viewer, ticket_id=wanted.ticket, seen=wanted.seen, at=doer.at, why=wanted.why
    )
    return Done(said=say("Nothing is owed to what they wrote. Their next message starts anew."))


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Whether a reply counts as the response, and why."""

    message: MessageNumber
    counts: Annotated[bool, Flag()] = False
    why: Why


@act(
    "tickets.mark",
    say("Say whether a reply counts as the response"),
    right=Right.work_tickets,
    refusals=("no_message", "reason_missing", "too_old", "not_yours", "written_since", *MOVES),
    possible=beside,
)
def mark(doer: Doer, wanted: Mark) -> Done:
    """What it had met is owed again, or met from the instant it was written. That it counts only its writer says,
    until the customer writes again."""
    mark_reply(viewer=doer.viewer, message_id=wanted.message, counts=wanted.counts, at=doer.at, why=wanted.why)
    if wanted.counts:
        return Done(said=say("It counts as the response that was owed, from the instant it was written."))
    return Done(said=say("It does not count: what it had answered is owed again."))
