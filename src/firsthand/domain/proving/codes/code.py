"""What a kind of finding is: a code that stays, how much it matters, and its words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from firsthand.domain.sentences import Sentence

EXAMPLE_LOOKED_AT = datetime(2027, 6, 1, tzinfo=UTC)
_EXAMPLE_HEAD = """\
book: example
amendment: 2027-01-01-first
title: Our page
published_at: 2027-01-01T00:00:00+01:00
author: Ines
approver: Bo
zone: Europe/Berlin
"""


class FindingCode(StrEnum):
    """Every code that a finding can have. Stable: other programs read them."""

    no_owner = "no_owner"
    two_owners = "two_owners"
    overlap = "overlap"
    no_clock_said = "no_clock_said"
    unreachable = "unreachable"
    failed_example = "failed_example"
    few_examples = "few_examples"
    unproven_override = "unproven_override"
    clock_not_run = "clock_not_run"
    never_pauses = "never_pauses"
    pauses_itself = "pauses_itself"
    unused_calendar = "unused_calendar"
    never_due = "never_due"
    never_opens_while_in_force = "never_opens_while_in_force"
    two_zones_disagree = "two_zones_disagree"
    unrostered = "unrostered"
    owed_by_another = "owed_by_another"
    waits_longer = "waits_longer"
    resolution_first = "resolution_first"
    disclosed_target = "disclosed_target"
    stands_still_for_us = "stands_still_for_us"
    elapsed_on_hours = "elapsed_on_hours"
    breach_untold = "breach_untold"
    window_turned_round = "window_turned_round"
    calendar_lost = "calendar_lost"
    text_differs = "text_differs"
    undercuts_a_clock = "undercuts_a_clock"
    tells_an_internal_clock = "tells_an_internal_clock"
    approved_and_banned = "approved_and_banned"
    unknown_measure = "unknown_measure"
    vacant_role = "vacant_role"
    right_of_nobody = "right_of_nobody"
    vacant_right = "vacant_right"
    capacity_gap = "capacity_gap"
    capacity_overlap = "capacity_overlap"
    capacity_same_band = "capacity_same_band"
    expired_exception = "expired_exception"
    overdue_review = "overdue_review"
    stale_aspiration = "stale_aspiration"
    dead_reference = "dead_reference"


class FindingSeverity(StrEnum):
    """How much a finding matters. An error must be mended: some request gets no answer or two, or customers are told
    what the book does not keep. A warning: the book decides, and people or dates do not match it. Advice: nothing is
    wrong; a slip would go unnoticed."""

    error = "error"
    warning = "warning"
    advice = "advice"


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """A kind of finding in words, for somebody who writes the page and knows no code.

    `about` says in general what is wrong, `explained` why that matters and what may be done. `title`, `follows` (what
    happens if nobody mends it) and `mend` (what to do) are messages about one finding,
    which has the values for them. `example` are the parts of an amendment that has it, looked at on 1 June 2027.
    """

    code: FindingCode
    severity: FindingSeverity
    about: str
    title: Sentence
    follows: Sentence
    mend: Sentence
    explained: str
    example: str

    @property
    def example_file(self) -> str:
        """The example as the whole file of an amendment."""
        return _EXAMPLE_HEAD + self.example
