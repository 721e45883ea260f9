"""All that can be said against an edition."""

from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.proving.capacity import capacity_findings
from firsthand.domain.proving.cells import plain_requests
from firsthand.domain.proving.coverage import coverage_findings
from firsthand.domain.proving.examples import failed_examples
from firsthand.domain.proving.few_examples import ENOUGH_EXAMPLES, few_examples
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.hours import hours_findings, never_due
from firsthand.domain.proving.missing_examples import unproven_overrides
from firsthand.domain.proving.people import expired_exceptions, owed_by_others, vacant_roles
from firsthand.domain.proving.promises import promises_findings
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.prose import prose_findings
from firsthand.domain.proving.rights import rights_findings
from firsthand.domain.proving.running import clocks_not_run
from firsthand.domain.proving.targets import unknown_measures
from firsthand.domain.proving.texts import dead_references, overdue_reviews, stale_aspirations
from firsthand.domain.proving.waits import waits_findings
from firsthand.domain.proving.wording import wording_findings


def check(edition: Edition, *, as_of: datetime) -> tuple[Finding, ...]:
    """The findings of an edition. `as_of` is the present, for what may be overdue; nothing else depends on it."""
    proof = Proof(edition)
    if endless := tuple(never_due(proof)):
        return endless  # the other findings are shown by tickets, and these cannot be decided
    plain = plain_requests(proof)
    advised = few_examples(proof, plain) if len(edition.examples) < ENOUGH_EXAMPLES else unproven_overrides(proof)
    return (
        *coverage_findings(proof),
        *clocks_not_run(proof),
        *hours_findings(proof),
        *owed_by_others(proof),
        *waits_findings(proof, plain),
        *promises_findings(proof, plain),
        *prose_findings(proof),
        *wording_findings(proof),
        *vacant_roles(proof),
        *rights_findings(proof),
        *capacity_findings(proof),
        *expired_exceptions(proof, as_of),
        *unknown_measures(proof),
        *overdue_reviews(proof, as_of),
        *stale_aspirations(proof, as_of),
        *dead_references(proof),
        *failed_examples(proof),
        *advised,
    )
