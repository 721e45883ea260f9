"""What is given to consider to whoever puts the work in order, answered, and at its end over (S24)."""
