"""Who there is and how work stands, as the book declares it: roles, teams, kinds, stages, states, decision rights."""

from firsthand.domain.organisation.declared import (
    Became,
    DeclaredKind,
    DeclaredRole,
    DeclaredStage,
    DeclaredTeam,
    GivenRight,
    Organisation,
)
from firsthand.domain.organisation.permissions import Permission, may
from firsthand.domain.organisation.rights import OWNERS_RIGHTS, PROPOSABLE_RIGHTS, Right

__all__ = [
    "OWNERS_RIGHTS",
    "PROPOSABLE_RIGHTS",
    "Became",
    "DeclaredKind",
    "DeclaredRole",
    "DeclaredStage",
    "DeclaredTeam",
    "GivenRight",
    "Organisation",
    "Permission",
    "Right",
    "may",
]
