"""What becomes of our mail on its way, and what that means for its ticket."""
