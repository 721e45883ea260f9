"""Questions that are asked of everybody in a channel that the book opens, and their answers (S35–S37)."""
