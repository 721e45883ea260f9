"""The upgrade to events: a desk of the version before, in full size, is brought up to date, and nothing is lost."""
