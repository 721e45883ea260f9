"""Hand-offs: offers of tickets, what is asked about them, and how they end. Who moves the ticket is `tickets`."""
