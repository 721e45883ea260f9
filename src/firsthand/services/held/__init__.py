"""Held messages that may be requests, and the answer that they are owed."""
