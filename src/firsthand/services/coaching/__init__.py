"""Coaching: what accounts are owed unasked, planned by the book, done with evidence (S8, S9, S25, S26)."""
