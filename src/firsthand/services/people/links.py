"""The links that let their reader in, and texts without them."""

import re

INVITATION, RESET = "invitation", "reset"
_LINK = re.compile(rf"((?:/|%2F)(?:{INVITATION}|{RESET})(?:/|%2F))[^\s\"'<>?&\\]+", re.IGNORECASE)


def invitation_link(address: str, token: str) -> str:
    """Where somebody who was invited joins."""
    return f"{address}/{INVITATION}/{token}"


def reset_link(address: str, token: str) -> str:
    """Where somebody sets a new password."""
    return f"{address}/{RESET}/{token}"


def without_tokens(text: str) -> str:
    """The text with what lets somebody in left out of every such link."""
    return _LINK.sub(r"\1…", text)
