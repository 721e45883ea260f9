"""Help that is asked of other roles about tickets, below who moves a ticket (S50)."""
