"""Tasks of one's own on tickets and accounts: who, what, by when (T51)."""
