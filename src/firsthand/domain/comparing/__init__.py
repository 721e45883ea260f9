"""What two editions answer differently, in words: for which requests, from when, and by which clauses."""

from firsthand.domain.comparing.comparing import compare, compare_instants
from firsthand.domain.comparing.values import Change, Comparison

__all__ = ["Change", "Comparison", "compare", "compare_instants"]
