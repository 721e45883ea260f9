"""Writes about teammates: owners, invitations, passwords, roles, profiles."""

from firsthand.services.people.actions.holdings import RoleWanted
from firsthand.services.people.actions.invitations import accept_invitation, invite, withdraw_invitation
from firsthand.services.people.actions.members import change_profile, create_owner, deactivate, reactivate
from firsthand.services.people.actions.passwords import (
    change_password,
    request_password_reset,
    reset_password,
    whose_reset,
)
from firsthand.services.people.actions.roles import set_owner, set_roles

__all__ = [
    "RoleWanted",
    "accept_invitation",
    "change_password",
    "change_profile",
    "create_owner",
    "deactivate",
    "invite",
    "reactivate",
    "request_password_reset",
    "reset_password",
    "set_owner",
    "set_roles",
    "whose_reset",
    "withdraw_invitation",
]
