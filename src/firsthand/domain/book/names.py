"""Reads the names that a book declares. Whoever reads one from a file does it here, with the fields of the book."""

from collections.abc import Callable
from typing import TypeVar

from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.tickets import Role, Stage, TicketKind, TicketStatus

_Name = TypeVar("_Name")


def read_role(entry: Entry, fields: Fields) -> Role:
    """A role."""
    return entry.choice(Role)


def read_kind(entry: Entry, fields: Fields) -> TicketKind:
    """A kind of request."""
    return entry.choice(TicketKind)


def read_stage(entry: Entry, fields: Fields) -> Stage:
    """A stage of an account."""
    return entry.choice(Stage)


def read_status(entry: Entry, fields: Fields) -> TicketStatus:
    """A status of a ticket."""
    return entry.choice(TicketStatus)


def read_each(read: Callable[[Entry, Fields], _Name], entry: Entry | None, fields: Fields) -> tuple[_Name, ...]:
    """One name or a list of them, each read by its own reader; nothing where no entry is given."""
    return tuple(read(one, fields) for one in entry.one_or_more()) if entry is not None else ()


def read_optional(read: Callable[[Entry, Fields], _Name], entry: Entry | None, fields: Fields) -> _Name | None:
    """A name, or None where no entry is given."""
    return read(entry, fields) if entry is not None else None
