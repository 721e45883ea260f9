"""Deviations of the book for one account, and the reviews that are promised for them (A12)."""
