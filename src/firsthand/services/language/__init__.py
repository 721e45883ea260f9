"""The languages that the desk speaks: which one somebody reads, and sentences told in it."""
