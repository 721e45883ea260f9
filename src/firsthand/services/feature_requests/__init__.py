"""Feature requests before whoever decides about them: sent from the ticket, answered with a reason (S39, S43)."""
