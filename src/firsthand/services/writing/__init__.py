"""What a person writes on a ticket, before and as it is sent: how it is laid out."""
