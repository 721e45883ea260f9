"""Promises: what a reply commits us to, read as typed values and compared with clocks and policy (S4, S44–S47,
A23)."""

from firsthand.domain.promises.findings import Finding, FindingKind
from firsthand.domain.promises.guard import acts_in, forget, guarded
from firsthand.domain.promises.lexicon.lookup import NO_NAMES, Names
from firsthand.domain.promises.reading_table import DEFAULT_TABLE, ReadingTable
from firsthand.domain.promises.resolving import Resolved, resolve
from firsthand.domain.promises.settings import InternalClock, Setting, Support, Wording
from firsthand.domain.promises.values import Act, ActFound, Bound, TimeFound, TimeKind, TimeUnit, TypedTime

__all__ = [
    "DEFAULT_TABLE",
    "NO_NAMES",
    "Act",
    "ActFound",
    "Bound",
    "Finding",
    "FindingKind",
    "InternalClock",
    "Names",
    "ReadingTable",
    "Resolved",
    "Setting",
    "Support",
    "TimeFound",
    "TimeKind",
    "TimeUnit",
    "TypedTime",
    "Wording",
    "acts_in",
    "forget",
    "guarded",
    "resolve",
]
