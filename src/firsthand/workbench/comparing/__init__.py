"""What two editions answer differently, in words: for which requests, from when, and by which clauses."""

from firsthand.workbench.comparing.comparing import compare, compare_instants
from firsthand.workbench.comparing.values import Change, Comparison

__all__ = ["Change", "Comparison", "compare", "compare_instants"]
