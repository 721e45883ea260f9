"""What became of messages that were imported."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState

_AT_ONCE = 500


@dataclass(kw_only=True)
class ImportCounts:
    """How many of the messages became what; they add up to the number of messages that were asked for."""

    tickets: int = 0
    replies: int = 0
    recorded: int = 0
    duplicates: int = 0
    quarantined: int = 0


def known_digests() -> frozenset[str]:
    """The SHA-256 of every raw message that the desk has."""
    return frozenset(RawMessage.objects.values_list("sha256", flat=True).iterator(chunk_size=10_000))


def outcomes(*, digests: list[str]) -> ImportCounts:
    """What became of the raw messages with these distinct SHA-256 digests."""
    counts = ImportCounts()
    earlier = Message.objects.filter(ticket=OuterRef("ticket"), id__lt=OuterRef("message_id"))
    for start in range(0, len(digests), _AT_ONCE):
        rows = RawMessage.objects.filter(sha256__in=digests[start : start + _AT_ONCE])
        for state, follows in rows.annotate(follows=Exists(earlier)).values_list("state", "follows"):
            _count(counts, RawState(state), is_reply=follows)
    return counts


def _count(counts: ImportCounts, state: RawState, *, is_reply: bool) -> None:
    if state is RawState.ticketed:
        counts.replies += is_reply
        counts.tickets += not is_reply
    elif state is RawState.duplicate:
        counts.duplicates += 1
    elif state is RawState.recorded:
        counts.recorded += 1
    else:
        counts.quarantined += 1
