"""What a person does with a message in the quarantine: try again, make a ticket of it, or discard it with a reason.

The edge reads the raw message from the archive; a message that still cannot be parsed may become a
ticket without its text. A discarded message is kept, with its reason.
"""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from firsthand.domain.conversation.incoming import Author, Incoming
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.intake import RawMessage, RawState
from firsthand.services.access.doors import raw_messages_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.kept_files import keep_files
from firsthand.services.held.actions import dismiss, owed_to, release
from firsthand.services.intake.lookup import Lookup
from firsthand.services.intake.message_intake import MessageIntake
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn

UNREADABLE = say("This message could not be read; its raw form is kept and can be downloaded.")

NOT_ANSWERED = say("It is kept as a note, which nobody is answered.")
_ON_A_TICKET = (IntakeOutcome.opened, IntakeOutcome.joined)


def retry(*, viewer: Viewer, raw_id: int, incoming: Incoming, at: datetime, data: Path) -> TakenIn:
    """Take a held message in again, as if it came now but with its first instant of receipt."""
    require(viewer, Right.handle_quarantine)
    keep_files(data, incoming.files)
    with transaction.atomic():
        row = _quarantined(viewer, raw_id)
        return _taken_in(row, incoming, viewer=viewer, at=at, force=False)


def make_ticket(
    *,
    viewer: Viewer,
    raw_id: int,
    incoming: Incoming | None,
    at: datetime,
    data: Path,
) -> TakenIn:
    """Make a ticket of a held message (or a message on the ticket that it answers), whatever held it. `incoming` None:
    it cannot be read, and the ticket says so. Its clocks run from the instant of receipt."""
    require(viewer, Right.handle_quarantine)
    if incoming is not None:
        keep_files(data, incoming.files)
    with transaction.atomic():
        row = _quarantined(viewer, raw_id)
        return _taken_in(row, incoming or _unreadable(row), viewer=viewer, at=at, force=True)


def _taken_in(row: RawMessage, incoming: Incoming, *, viewer: Viewer, at: datetime, force: bool) -> TakenIn:
    """Take it in; what is owed to it goes along."""
    desk, facts = open_desk(at), facts_of(row)
    owed = owed_to(row, desk=desk, actor=viewer.actor)
    lookup = Lookup(desk=desk, items=[(incoming, facts)])
    taken = MessageIntake(incoming=incoming, raw=facts, row=row, lookup=lookup, force=force, carried=owed).take_in()
    if taken.outcome in _ON_A_TICKET and taken.ticket_id is not None:
        release(row, ticket_id=taken.ticket_id, carried=owed, desk=desk, actor=viewer.actor)
    elif taken.outcome is not IntakeOutcome.quarantined:
        dismiss(row, why=taken.reason or NOT_ANSWERED, desk=desk, actor=viewer.actor)
    return taken


@transaction.atomic
def keep_quarantined(*, viewer: Viewer, raw_id: int, reason: Sentence) -> None:
    """Trying again did not help: keep the new reason."""
    require(viewer, Right.handle_quarantine)
    row = _quarantined(viewer, raw_id)
    row.reason = reason
    row.save(update_fields=["reason"])


@transaction.atomic
def discard(*, viewer: Viewer, raw_id: int, reason: str, at: datetime) -> None:
    """Put a held message aside for good. It is kept with who did it and why, and nothing is owed to it any more. Raises
    Invalid without a reason."""
    require(viewer, Right.handle_quarantine)
    why = " ".join(reason.split())
    if not why:
        raise Invalid("reason_missing", say("Say why this message is not a request."), field="reason")
    row = _quarantined(viewer, raw_id)
    row.state = RawState.discarded
    row.reason = say(
        "Discarded by {name}: {why} (was held because: {reason})", name=viewer.name, why=why, reason=row.reason
    )
    row.save(update_fields=["state", "reason"])
    dismiss(row, why=why, desk=open_desk(at), actor=viewer.actor)


def facts_of(row: RawMessage) -> RawFacts:
    """How a raw message came, from its row."""
    return RawFacts(
        channel=row.channel,
        sha256=row.sha256,
        size=row.size,
        via=row.via,
        envelope_to=row.envelope_to,
        envelope_from=row.envelope_from,
        received_at=row.received_at,
    )


def _quarantined(viewer: Viewer, raw_id: int) -> RawMessage:
    row = raw_messages_for(viewer).select_for_update(of=("self",)).filter(pk=raw_id).first()
    if row is None:
        raise Missing("no_message", say("There is no such message."))
    if row.state != RawState.quarantined:
        raise Refused("not_held", say("This message no longer waits in the quarantine."))
    return row


def _unreadable(row: RawMessage) -> Incoming:
    channel = channel_of(row.channel)
    named = channel.checked_handle(row.sender) or channel.checked_handle(row.envelope_from) or ""
    return Incoming(
        channel=row.channel,
        external_id=None,
        received_at=row.received_at,
        author=Author(address=named),
        to=(row.envelope_to,) if row.envelope_to else (),
        endpoint=row.envelope_to,
        subject=row.subject,
        text="",
        warnings=(UNREADABLE,),
    )
