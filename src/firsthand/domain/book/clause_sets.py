"""The rule sets of a book."""

from enum import StrEnum


class ClauseSet(StrEnum):
    """The six separately versioned rule sets of a book."""

    organisation = "organisation"
    ownership = "ownership"
    service_levels = "service_levels"
    priority = "priority"
    escalation = "escalation"
    promise_wording = "promise_wording"

    @property
    def heading(self) -> str:
        """What a page heads the rule set with, as a message to translate."""
        return _HEADINGS[self]


_HEADINGS = {
    ClauseSet.organisation: "Who there is, and how work stands",
    ClauseSet.ownership: "Who owns what",
    ClauseSet.service_levels: "Which promise holds when",
    ClauseSet.priority: "What comes first",
    ClauseSet.escalation: "Who is told",
    ClauseSet.promise_wording: "How we word it",
}
