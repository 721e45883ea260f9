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
from firsthand.services.intake.lookup import Lookup
from firsthand.services.intake.message_intake import MessageIntake
from firsthand.services.intake.values import RawFacts, TakenIn

UNREADABLE = say("This message could not be read; its raw form is kept and can be downloaded.")


def retry(*, viewer: Viewer, raw_id: int, incoming: Incoming, at: datetime, data: Path) -> TakenIn:
    """Take a held message in again, as if it came now but with its first instant of receipt."""
    require(viewer, Right.handle_quarantine)
    keep_files(data, incoming.files)
    with transaction.atomic():
        row = _quarantined(viewer, raw_id)
        lookup = Lookup(desk=open_desk(at), items=[(incoming, facts_of(row))])
        return MessageIntake(incoming=incoming, raw=facts_of(row), row=row, lookup=lookup).take_in()


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
        read = incoming or _unreadable(row)
        lookup = Lookup(desk=open_desk(at), items=[(read, facts_of(row))])
        return MessageIntake(incoming=read, raw=facts_of(row), row=row, lookup=lookup, force=True).take_in()


@transaction.atomic
def keep_quarantined(*, viewer: Viewer, raw_id: int, reason: Sentence) -> None:
    """Trying again did not help: keep the new reason."""
    require(viewer, Right.handle_quarantine)
    row = _quarantined(viewer, raw_id)
    row.reason = reason
    row.save(update_fields=["reason"])


@transaction.atomic
def discard(*, viewer: Viewer, raw_id: int, reason: str) -> None:
    """Put a held message aside for good. It is kept with who did it and why. Raises Invalid without a reason."""
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
