"""Somebody leaves the desk: what they hold and owe goes to others, in one act."""
