"""Proposals: whoever may not change a field says what it should be, and its owner answers (S5, S6)."""
