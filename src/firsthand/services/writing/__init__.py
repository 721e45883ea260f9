"""What a person writes on a ticket: how it is laid out, what stands below it, what is begun, and who is told of it."""
