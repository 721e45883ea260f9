"""Raw messages in the archive: their bytes, and what their channel reads of them by now."""

from django.conf import settings

from firsthand.channels.protocol import Raw, Unreadable
from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.services.channels.queries import ours
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.folders import raw_message_file
from firsthand.services.intake.queries import RawRow


def content_of(row: RawRow) -> bytes | None:
    """The message byte for byte as it came; None where its file is missing."""
    try:
        return raw_message_file(settings.ENVIRONMENT.data, row.sha256).read_bytes()
    except FileNotFoundError:
        return None


def read_again(row: RawRow) -> tuple[Incoming | None, Sentence]:
    """The message as its channel reads it; None, and why, for one that it cannot read."""
    content = content_of(row)
    if content is None:
        return None, say("The raw file is missing from the archive.")
    raw = Raw(
        content=content,
        sha256=row.sha256,
        received_at=row.received_at,
        via=row.via,
        to=row.envelope_to,
        sender="" if row.has_null_sender else row.envelope_from or None,
    )
    try:
        return channel_of(row.channel).read(raw, ours(row.channel)), NOTHING_SAID
    except Unreadable as error:
        return None, error.words
