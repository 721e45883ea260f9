"""Consequences: what sales asks before it moves an account, the combined answer, and warnings of anything (S15–S17)."""
