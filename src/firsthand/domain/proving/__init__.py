"""Proofs about a policy book: every request that nobody owns, that no clause or two clauses answer, and more."""

from firsthand.domain.proving.checking import check
from firsthand.domain.proving.findings import Finding, fits, reproduces

__all__ = ["Finding", "check", "fits", "reproduces"]
