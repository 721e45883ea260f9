"""Names that a policy book declares. Only the reader of a book makes new ones; columns hold those that it made."""

from enum import StrEnum
from typing import NewType

Role = NewType("Role", str)
"""A part that a person plays towards customers, such as support. Holders are dated; a role is never a person."""

Kind = NewType("Kind", str)
"""What a customer asked for. Every request is exactly one (S27)."""

Stage = NewType("Stage", str)
"""Where an account stands on its way from prospect to customer (A9)."""

StateName = NewType("StateName", str)
"""Where a ticket stands."""

TeamName = NewType("TeamName", str)
"""A part of a role that the book routes to."""


class NameFamily(StrEnum):
    """What a declared name is a name of. Two families may hold the same name and mean different things: the team of a
    product is not the topic, and a customer who left is not a person who did."""

    role = "role"
    team = "team"
    kind = "kind"
    stage = "stage"
    state = "state"
