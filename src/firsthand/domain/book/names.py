"""Reads the names that a book declares. Whoever reads one from a file does it here, with the fields of the book."""

from collections.abc import Callable
from typing import TypeVar

from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.names import Kind, Role, Stage, StateName, TeamName

_Name = TypeVar("_Name")


def read_role(entry: Entry, fields: Fields) -> Role:
    """A role."""
    return Role(entry.among(fields["owner"].values))


def read_kind(entry: Entry, fields: Fields) -> Kind:
    """A kind of request."""
    return Kind(entry.among(fields["kind"].values))


def read_stage(entry: Entry, fields: Fields) -> Stage:
    """A stage of an account."""
    return Stage(entry.among(fields["stage"].values))


def read_status(entry: Entry, fields: Fields) -> StateName:
    """A state of a ticket."""
    return StateName(entry.among(fields["status"].values))


def read_team(entry: Entry, fields: Fields) -> TeamName:
    """A team."""
    return TeamName(entry.among(fields["team"].values))


def read_each(read: Callable[[Entry, Fields], _Name], entry: Entry | None, fields: Fields) -> tuple[_Name, ...]:
    """One name or a list of them, each read by its own reader; nothing where no entry is given."""
    return tuple(read(one, fields) for one in entry.one_or_more()) if entry is not None else ()


def read_optional(read: Callable[[Entry, Fields], _Name], entry: Entry | None, fields: Fields) -> _Name | None:
    """A name, or None where no entry is given."""
    return read(entry, fields) if entry is not None else None
