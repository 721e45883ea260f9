"""Help that is asked of another role: where it stands, and what the book says of asking (S50)."""

from firsthand.domain.help.asking import (
    HelpPriority,
    HelpTeam,
    HelpTerms,
    help_priorities,
    help_teams,
    help_terms,
    help_terms_anywhere,
)
from firsthand.domain.help.states import HelpState, HelpWordKind

__all__ = [
    "HelpPriority",
    "HelpState",
    "HelpTeam",
    "HelpTerms",
    "HelpWordKind",
    "help_priorities",
    "help_teams",
    "help_terms",
    "help_terms_anywhere",
]
