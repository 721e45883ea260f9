"""What a teammate can do to a ticket, one file for each of the rooms' files that do it."""

from firsthand.services.catalogue.tickets import (
    beginning,
    conversation,
    custody,
    judging,
    kinds,
    merging,
    requester,
    restricting,
    status,
    tags,
)

__all__ = [
    "beginning",
    "conversation",
    "custody",
    "judging",
    "kinds",
    "merging",
    "requester",
    "restricting",
    "status",
    "tags",
]
