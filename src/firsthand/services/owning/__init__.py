"""What one person owns, kind by kind: each room declares its own in a `leaving.py`, and `services/leaving` hands it
on."""
