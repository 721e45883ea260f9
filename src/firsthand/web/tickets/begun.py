"""What the viewer has begun to write on a ticket, as its forms show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.domain.conversation.files import Sized
from firsthand.models.conversation import Direction
from firsthand.services.writing.unsent import Kept

DIRECTIONS: Mapping[str, Direction] = {"reply": Direction.outbound, "note": Direction.note}


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What stands in a form when its page is opened. People are those of the address that was chosen, None where the
    conversation tells them."""

    version: int = 0
    text: str = ""
    endpoint: str = ""
    to: str | None = None
    copies: str | None = None
    substantive: bool = False
    with_history: bool = False
    status_after: str = ""
    files: tuple[Sized, ...] = ()


def begun_of(kept: Mapping[str, Kept]) -> Mapping[str, Begun]:
    """What the viewer has begun, by the form that it stands in."""
    return {verb: _begun(kept.get(direction)) for verb, direction in DIRECTIONS.items()}


def _begun(kept: Kept | None) -> Begun:
    if kept is None:
        return Begun()
    row = kept.unsent
    if row.sent_as_id is not None:
        return Begun(version=row.version)
    return Begun(
        version=row.version,
        text=row.text,
        endpoint=str(row.endpoint_id or ""),
        to=", ".join(row.recipients) if row.recipients is not None else None,
        copies=", ".join(row.copies) if row.copies is not None else None,
        substantive=row.substantive,
        with_history=row.with_history,
        status_after=row.status_after,
        files=kept.files,
    )
