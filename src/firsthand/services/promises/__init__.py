"""What a reply promises, before it is sent."""
