"""What two editions answer differently, in words: for which requests, from when, and by which clauses."""

from firsthand.workbench.comparing.comparing import compare, compare_instants
from firsthand.workbench.comparing.values import AnswerChange, Comparison

__all__ = ["AnswerChange", "Comparison", "compare", "compare_instants"]
