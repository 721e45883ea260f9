"""How much a role can take now: which level that is and why, or what its people say themselves (practice 2.9)."""
