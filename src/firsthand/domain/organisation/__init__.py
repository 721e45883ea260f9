"""Who there is and how work stands, as the book declares it: roles, teams, kinds, stages, states, decision rights."""

from firsthand.domain.organisation.acts import OWNERS_ACTS, PROPOSABLE_ACTS, Act
from firsthand.domain.organisation.declared import (
    Became,
    DeclaredKind,
    DeclaredRole,
    DeclaredStage,
    DeclaredTeam,
    Organisation,
    Right,
)
from firsthand.domain.organisation.permissions import Permission, may

__all__ = [
    "OWNERS_ACTS",
    "PROPOSABLE_ACTS",
    "Act",
    "Became",
    "DeclaredKind",
    "DeclaredRole",
    "DeclaredStage",
    "DeclaredTeam",
    "Organisation",
    "Permission",
    "Right",
    "may",
]
