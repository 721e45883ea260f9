"""Whether the desk works: every part by name, with the age of what it left undone."""
