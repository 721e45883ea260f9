"""The one gate, as most rooms know it; `services.access` holds it so that no rooms import in a circle."""

from firsthand.services.access.viewers import (
    NO_ROLE,
    Viewer,
    accounts_for,
    held_at,
    outbox_for,
    permission,
    raw_messages_for,
    require,
    tickets_for,
    viewer_of,
)

__all__ = [
    "NO_ROLE",
    "Viewer",
    "accounts_for",
    "held_at",
    "outbox_for",
    "permission",
    "raw_messages_for",
    "require",
    "tickets_for",
    "viewer_of",
]
