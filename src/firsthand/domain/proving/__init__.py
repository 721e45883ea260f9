"""Proofs about a policy book: every request that nobody owns, that no clause or two clauses answer, and more."""

from firsthand.domain.proving.checking import check
from firsthand.domain.proving.codes import EXAMPLE_LOOKED_AT, FINDING_KINDS, FindingCode, FindingKind, FindingSeverity
from firsthand.domain.proving.examples import TriedExample, try_examples
from firsthand.domain.proving.findings import Finding, Place, fits, reproduces
from firsthand.domain.proving.telling import QuotedClause, ToldFinding, tell, ticket_said

__all__ = [
    "EXAMPLE_LOOKED_AT",
    "FINDING_KINDS",
    "Finding",
    "FindingCode",
    "FindingKind",
    "FindingSeverity",
    "Place",
    "QuotedClause",
    "ToldFinding",
    "TriedExample",
    "check",
    "fits",
    "reproduces",
    "tell",
    "ticket_said",
    "try_examples",
]
