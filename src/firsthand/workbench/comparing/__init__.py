"""What two editions answer differently, in words: for which requests, from when, and by which clauses."""

from firsthand.workbench.comparing.comparing import compare, compare_instants
from firsthand.workbench.comparing.values import AnswerChange, Comparison, ToldChange, tell_change

__all__ = ["AnswerChange", "Comparison", "ToldChange", "compare", "compare_instants", "tell_change"]
