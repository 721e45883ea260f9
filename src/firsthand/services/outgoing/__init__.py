"""What the desk fetches from addresses that people typed, past no door of the networks that it stands in."""
