"""Coaching: what an account is owed unasked, from the book's plan of its stage (S8, S9, S25, S26)."""

from firsthand.domain.coaching.planning import (
    AccountInStage,
    DueStep,
    Template,
    goes_on,
    lived_in,
    template_of,
    templates,
)
from firsthand.domain.coaching.states import StepOrigin, StepState, TicketTie

__all__ = [
    "AccountInStage",
    "DueStep",
    "StepOrigin",
    "StepState",
    "Template",
    "TicketTie",
    "goes_on",
    "lived_in",
    "template_of",
    "templates",
]
